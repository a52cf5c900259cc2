import { parseTimestamp } from '../../api/model/timestamps';

/** Whether a person has taken a conversation over, as its metadata says. */
export type TakeOver = 'no' | 'yes' | { invalid: string };

const DAY = /^\d{4}-\d\d-\d\d/;
const LONGEST_SHOWN = 60;

/**
 * Reads the key of the metadata that says until when a conversation is left alone: an ISO 8601 time, or `true` for as
 * long as it is there. Anything else pauses nothing, since nobody would know when that ends.
 *
 * @param now milliseconds since the epoch
 */
export function readTakeOver(
	metadata: Readonly<Record<string, unknown>> | null | undefined,
	key: string,
	now: number,
): TakeOver {
	const value = metadata && Object.hasOwn(metadata, key) ? metadata[key] : undefined;
	if (value === undefined || value === null || value === false || value === '') return 'no';
	if (value === true) return 'yes';
	const text = typeof value === 'string' ? value.trim() : '';
	if (/^(true|false)$/i.test(text)) return /^t/i.test(text) ? 'yes' : 'no';
	const until = DAY.test(text) ? parseTimestamp(text) : NaN;
	if (!Number.isNaN(until)) return until > now * 1_000 ? 'yes' : 'no';
	return { invalid: (JSON.stringify(value) ?? '').slice(0, LONGEST_SHOWN) };
}
