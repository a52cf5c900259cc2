import type { Direction } from './pageEdges';
import {
	MICROSECOND,
	parseTimestamp,
	printTimestamp,
	readPrecision,
	SECOND,
	type Microseconds,
} from '../model/timestamps';

/**
 * Where a page of messages begins. Whether AgentPhone's cursors include their own time is open, and so is how finely
 * they are compared, so each of these lists holds several, the likeliest first.
 */
export const cursor = (direction: Direction, time: string) =>
	direction === 'older' ? { before: time } : { after: time };

export const second = (time: Microseconds) => printTimestamp(secondOf(time));

/** Cursors that have a time on their side, from the one that reads least again to one that surely does. */
export function widen(printed: string, direction: Direction): string[] {
	const time = parseTimestamp(printed);
	const precision = readPrecision(printed);
	const zone = zoneOf(printed);
	const sign = direction === 'older' ? 1 : -1;
	const cursors = [
		printTimestamp(time + sign * precision, precision, zone),
		printTimestamp(secondOf(time) + sign * SECOND, SECOND, zone),
		printTimestamp(secondOf(time) + sign * 60 * SECOND, SECOND, zone),
	];
	return [...new Set(cursors)];
}

/** Cursors that have a time on their side, and nothing before it if they can. */
export function narrow(printed: string, direction: Direction): string[] {
	const last = direction === 'older' ? readPrecision(printed) - MICROSECOND : -MICROSECOND;
	return [printed, printFinely(parseTimestamp(printed) + last, printed)];
}

/** Cursors that leave a time behind if they can, and nothing that comes after it. */
export function beyond(printed: string, direction: Direction): string[] {
	const time = parseTimestamp(printed);
	const past =
		direction === 'older'
			? [time - MICROSECOND, secondOf(time) - MICROSECOND]
			: [time + readPrecision(printed), secondOf(time) + SECOND];
	return [printed, ...past.map((each) => printFinely(each, printed))];
}

const secondOf = (time: Microseconds) => Math.floor(time / SECOND) * SECOND;
const printFinely = (time: Microseconds, like: string) =>
	printTimestamp(time, MICROSECOND, zoneOf(like));
const zoneOf = (printed: string) => (printed.endsWith('+00:00') ? '+00:00' : 'Z');
