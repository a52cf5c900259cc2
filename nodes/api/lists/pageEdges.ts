import type { Message, Page } from '../model/types';
import { parseTimestamp } from '../model/timestamps';

/** A message with the time that it came in, by which it has a place among the others. */
export type TimedMessage = Message & { receivedAt: string };

/** The messages of a page that have a time. */
export interface MessagePage extends Page<TimedMessage> {
	/** How many there were, with those that have none. */
	count: number;
	/** How many of them were on no page before. */
	fresh: number;
	/** Whether there were fewer than were asked for, and than an earlier page had. */
	isShort: boolean;
}

export const isTimed = (message: Message): message is TimedMessage =>
	Boolean(message.receivedAt) && !Number.isNaN(parseTimestamp(message.receivedAt ?? ''));

export type MessageOrder = 'newestFirst' | 'oldestFirst';
export type Direction = 'older' | 'newer';

/** The oldest or newest time of a page, as printed. */
export function edgeOf({ data }: MessagePage, direction: Direction): string {
	return data
		.map(({ receivedAt }) => receivedAt)
		.reduce((edge, time) => (isPast(time, edge, direction) ? time : edge));
}

/** The IDs of a page's messages. */
export const idsOf = ({ data }: MessagePage) => new Set(data.map(({ id }) => id));

/** Whether two pages have a message in common. */
export function overlap(one: MessagePage, other: MessagePage): boolean {
	const ids = idsOf(one);
	return other.data.some(({ id }) => ids.has(id));
}

/** Whether the next page has all messages of a page's edge. */
export function hasEdgeOf(page: MessagePage, next: MessagePage, direction: Direction): boolean {
	const edge = edgeOf(page, direction);
	const found = idsOf(next);
	return page.data.every(({ id, receivedAt }) => receivedAt !== edge || found.has(id));
}

/** Whether an edge lies further in a direction than a time does. */
export function isPast(edge: string, time: string, direction: Direction): boolean {
	const sign = direction === 'older' ? -1 : 1;
	return sign * (parseTimestamp(edge) - parseTimestamp(time)) > 0;
}

/** The order of a page; `undefined` when all its messages have one time. */
export function orderOf({ data }: MessagePage): MessageOrder | undefined {
	const [first, last] = [data[0], data[data.length - 1]];
	if (!first || !last) return undefined;
	const [start, end] = [parseTimestamp(first.receivedAt), parseTimestamp(last.receivedAt)];
	if (start === end) return undefined;
	return start > end ? 'newestFirst' : 'oldestFirst';
}
