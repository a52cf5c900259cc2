import { notSeen, seen, type Observations } from '../observation';
import type { Sample } from '../sample';

const NONE = 'no conversation and no message has a time';

/** By the digits that are printed: a time that happens to be a whole second may be shown with fewer. */
export const timestampPrecision: Observations['timestampPrecision'] = (sample) => {
	const digits = timesOf(sample).map((time) => /\.(\d+)/.exec(time)?.[1].length ?? 0);
	if (digits.length === 0) return notSeen(NONE);
	const most = Math.max(...digits);
	return seen(most === 0 ? 'seconds' : most <= 3 ? 'milliseconds' : 'microseconds');
};

export const timestampZone: Observations['timestampZone'] = (sample) => {
	const times = timesOf(sample);
	if (times.length === 0) return notSeen(NONE);
	if (times.every((time) => time.endsWith('Z'))) return seen('Z');
	if (times.every((time) => time.endsWith('+00:00'))) return seen('+00:00');
	return notSeen('times end in several ways, or in another one');
};

function timesOf({ conversations, messages }: Sample): string[] {
	return [...conversations, ...messages]
		.flatMap(({ lastMessageAt, createdAt, receivedAt }) => [lastMessageAt, createdAt, receivedAt])
		.filter((time) => typeof time === 'string');
}
