import { AdvisedError } from '../errors/advised';

/**
 * Times as AgentPhone prints them: ISO 8601 in UTC, with 0, 3 or 6 digits of a second, ending in `Z` or `+00:00`.
 * They are compared in whole microseconds since the epoch, which a number holds exactly until the year 2255.
 */
export type Microseconds = number;

export const MICROSECOND: Microseconds = 1;
export const MILLISECOND: Microseconds = 1_000;
export const SECOND: Microseconds = 1_000_000;

const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d+))?(Z|[+-]\d\d:?\d\d)?$/i;

/** Reads an ISO 8601 time; one without a zone is UTC. `NaN` when it is none. */
export function parseTimestamp(text: string): Microseconds {
	const [, day, time, fraction = '', zone = 'Z'] = ISO.exec(text) ?? [];
	if (!day) return Date.parse(text) * MILLISECOND;
	return (
		Date.parse(`${day}T${time}${zone}`) * MILLISECOND + Number(fraction.slice(0, 6).padEnd(6, '0'))
	);
}

/** How finely a time is printed: what one step of its last digit is worth. */
export function readPrecision(text: string): Microseconds {
	const digits = ISO.exec(text)?.[3]?.length ?? 0;
	if (digits === 0) return SECOND;
	return digits <= 3 ? MILLISECOND : MICROSECOND;
}

/** Prints a time to the given precision, in the zone spelling given. */
export function printTimestamp(
	time: Microseconds,
	precision: Microseconds = SECOND,
	zone: 'Z' | '+00:00' = 'Z',
): string {
	const seconds = Math.floor(time / SECOND);
	const digits = { [SECOND]: 0, [MILLISECOND]: 3, [MICROSECOND]: 6 }[precision] ?? 6;
	const fraction = String(time - seconds * SECOND)
		.padStart(6, '0')
		.slice(0, digits);
	const whole = new Date(seconds * 1_000).toISOString().slice(0, 19);
	return `${whole}${fraction && `.${fraction}`}${zone}`;
}

/** A time of a filter that is none. */
export class InvalidTimeError extends AdvisedError {
	constructor(value: string) {
		super(
			`"${value}" is not a date and time`,
			'Use ISO 8601, for example 2026-01-31T12:00:00Z, or pick the time in the field.',
		);
	}
}

/**
 * Reads the time of a filter.
 *
 * @throws InvalidTimeError when it is none.
 */
export function readFilterTime(value: Date | string): Microseconds {
	const time =
		typeof value === 'string' ? parseTimestamp(value.trim()) : value.getTime() * MILLISECOND;
	if (Number.isNaN(time)) throw new InvalidTimeError(String(value));
	return time;
}

/** Whether two times lie in the same whole second: all that can be compared where one is printed without its fraction. */
export const sameSecond = (one: string, other: string): boolean =>
	Math.floor(parseTimestamp(one) / SECOND) === Math.floor(parseTimestamp(other) / SECOND);

/**
 * Whether what is printed with the time `text` may have happened at `time` or later. A time printed in whole
 * seconds stands for the whole second.
 */
export function isAtOrAfter(text: string, time: Microseconds): boolean {
	const precision = readPrecision(text);
	return parseTimestamp(text) >= Math.floor(time / precision) * precision;
}

/** Whether what is printed with the time `text` may have happened before `time`. */
export function isBefore(text: string, time: Microseconds): boolean {
	return parseTimestamp(text) < time;
}
