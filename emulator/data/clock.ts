/**
 * Time, held in whole microseconds since the epoch so that two events of one millisecond still have an order.
 * Written apart from the nodes' own reading of timestamps: the emulator is what that is tested against.
 */
export type Microseconds = number;

/** A time as a test may give it: ISO 8601 text, milliseconds since the epoch, or a Date. */
export type TimeLike = string | number | Date;

export type TimestampPrecision = 'seconds' | 'milliseconds' | 'microseconds';

const STEP: Record<TimestampPrecision, Microseconds> = {
	seconds: 1_000_000,
	milliseconds: 1_000,
	microseconds: 1,
};

/**
 * The emulator's clock. Every {@link stamp} is later than the one before and than every time that a row was given,
 * as on a server that writes one row after the other; give rows an equal time of their own to make a tie.
 */
export class Clock {
	/** Milliseconds since the epoch: replace it to hold time still or to move it. */
	now: () => number = Date.now;
	private latest: Microseconds = 0;

	stamp(): Microseconds {
		this.latest = Math.max(this.latest + 1, Math.round(this.now() * 1_000));
		return this.latest;
	}

	/**
	 * Takes note of a time that a row was given.
	 *
	 * @throws RangeError when it is no time
	 */
	observe(time: TimeLike): Microseconds {
		const observed = toMicroseconds(time);
		this.latest = Math.max(this.latest, observed);
		return observed;
	}

	reset(): void {
		this.now = Date.now;
		this.latest = 0;
	}
}

/** @throws RangeError when it is no time */
export function toMicroseconds(time: TimeLike): Microseconds {
	const read = readTime(time);
	if (Number.isNaN(read)) throw new RangeError(`Not a time: ${String(time)}`);
	return read;
}

function readTime(time: TimeLike): Microseconds {
	if (typeof time === 'number') return Math.round(time * 1_000);
	if (time instanceof Date) return time.getTime() * 1_000;
	return parseTimestamp(time);
}

/** Reads ISO 8601 with up to six digits of a second; without a zone it is UTC. `NaN` when it is none. */
export function parseTimestamp(text: string): Microseconds {
	const parts =
		/^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:\d\d)?$/i;
	const [, day, time = '00:00:00', fraction = '', zone = 'Z'] = parts.exec(text.trim()) ?? [];
	if (!day) return NaN;
	return Date.parse(`${day}T${time}${zone}`) * 1_000 + Number(fraction.slice(0, 6).padEnd(6, '0'));
}

/** Cuts a time to what is shown of it. */
export function truncate(time: Microseconds, precision: TimestampPrecision): Microseconds {
	return time - (time % STEP[precision]);
}

/** Writes a time as ISO 8601 in UTC. */
export function printTimestamp(
	time: Microseconds,
	precision: TimestampPrecision,
	zone: 'Z' | '+00:00',
): string {
	const wholeSeconds = new Date(Math.floor(time / 1_000_000) * 1_000).toISOString().slice(0, 19);
	const fraction = String(time % 1_000_000).padStart(6, '0');
	const digits = {
		seconds: '',
		milliseconds: `.${fraction.slice(0, 3)}`,
		microseconds: `.${fraction}`,
	};
	return `${wholeSeconds}${digits[precision]}${zone}`;
}
