import { tryToParseDateTime } from 'n8n-workflow';

/** ISO 8601 as people and n8n's date picker write it: a day, or a day and a time, perhaps with a zone. */
const ISO =
	/^(?<day>\d{4}-\d\d-\d\d)(?:[T ](?<clock>\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?) ?(?<zone>Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

/**
 * A time: a Date, Luxon's DateTime, or ISO 8601. Text without a zone (as the date picker gives it) is in the
 * workflow's timezone; text with one is passed on as it is, to the last digit. Every other way to write a day is
 * read differently in different countries.
 *
 * @returns `undefined` when it is none
 */
export function parseTime(value: unknown, timezone: string): Date | string | undefined {
	const text = typeof value === 'string' ? value.trim() : isoOf(value);
	const { day, clock, zone } = ISO.exec(text ?? '')?.groups ?? {};
	if (!day || !isInCalendar(day)) return undefined;
	const written = [day, clock && `T${clock}`, zone && inFull(zone)].filter(Boolean).join('');
	const time = parseIso(written, timezone);
	return time && zone ? written : time;
}

/** What a Date or a DateTime says of itself; both are known by what they can do, whatever realm they come from. */
function isoOf(value: unknown): string | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const isTime =
		Object.prototype.toString.call(value) === '[object Date]' || 'isLuxonDateTime' in value;
	if (!isTime || !('toJSON' in value) || typeof value.toJSON !== 'function') return undefined;
	const iso: unknown = value.toJSON();
	return typeof iso === 'string' ? iso : undefined;
}

/** What n8n parses with would take 30 February for 2 March. */
const isInCalendar = (day: string) => {
	const time = new Date(`${day}T00:00:00Z`);
	return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(day);
};

const inFull = (zone: string) => (/^[+-]\d\d$/.test(zone) ? `${zone}:00` : zone.toUpperCase());

function parseIso(iso: string, timezone: string): Date | undefined {
	try {
		return tryToParseDateTime(iso, timezone).toJSDate();
	} catch {
		return undefined;
	}
}
