import type { Message } from '../model/types';
import { CollectedMessages } from './collectedMessages';
import { PAGES_BEFORE } from './cuts';
import { readFarEnd } from './farEnd';
import { LARGEST_PAGE, MessagePages, type ReadMessages } from './messagePages';
import {
	orderOf,
	type Direction,
	type MessageOrder,
	type MessagePage,
	type TimedMessage,
} from './pageEdges';
import { UntimedError } from './errors';
import { readSlices } from './slices';
import { isAtOrAfter, isBefore, parseTimestamp, readFilterTime } from '../model/timestamps';

export type { ReadMessages } from './messagePages';

export interface MessagesQuery {
	/** The first so many accepted messages in the order of `sort`; all of them without it. */
	limit?: number;
	/** Only messages of this time (ISO 8601) or later. */
	after?: Date | string;
	/** Only messages earlier than this time (ISO 8601). */
	before?: Date | string;
	sort: MessageOrder;
	/** How many pages are read at a time, where all of a long conversation are. Default 1. */
	concurrency?: number;
	accept?: (message: Message) => boolean;
}

/**
 * Reads the messages of a conversation. Each message that is there for the whole read comes out exactly once, in the
 * order asked for, whichever order AgentPhone lists them in and whether or not its cursors include their own time.
 * With a limit, the messages are the first ones of that order.
 *
 * @throws TieTooLargeError when more messages share one time than a page holds.
 * @throws GapError when pages that follow each other cannot be brought together.
 * @throws InvalidTimeError when `after` or `before` is no time.
 */
export async function readMessages(
	readPage: ReadMessages,
	{ limit = Infinity, after, before, sort, concurrency = 1, accept }: MessagesQuery,
): Promise<Message[]> {
	if (limit <= 0) return [];
	const from = after === undefined ? -Infinity : readFilterTime(after);
	const to = before === undefined ? Infinity : readFilterTime(before);
	const isWanted = (message: TimedMessage) =>
		isAtOrAfter(message.receivedAt, from) &&
		isBefore(message.receivedAt, to) &&
		(accept?.(message) ?? true);

	const pages = new MessagePages(readPage, from, to, accept ? Infinity : limit);
	const first = await pages.first();
	if (first.count > 0 && first.data.length === 0 && first.hasMore !== false)
		throw new UntimedError();
	// Without a time, nothing says whether a message is from after or before another.
	const untimed = () =>
		after === undefined && before === undefined
			? [...pages.untimed.values()].filter((message) => accept?.(message) ?? true)
			: [];
	const messages = new CollectedMessages(isWanted);
	messages.add(first);
	const listed = orderOf(first);

	const [start, end] = DIRECTIONS[sort];
	// AgentPhone does not say from which end of its range a page is. Newest first leaves no doubt, unless it is what
	// comes next to `after`; oldest first might also be the newest page printed upwards.
	const begins = (direction: Direction) =>
		listed === 'newestFirst' && direction === 'newer' && after === undefined;
	if (!begins(start)) {
		const next =
			limit < Infinity
				? await goOn(pages, first, start, messages, { mostPages: 1 })
				: await goOn(pages, first, start, messages, { concurrency });
		if (next && limit < Infinity && !pages.isLast(next, start)) {
			pages.size = LARGEST_PAGE;
			const atEnd = new CollectedMessages(isWanted, messages.order);
			if (await readFarEnd(pages, next, start, limit, atEnd))
				return inOrder(atEnd, untimed(), sort).slice(0, limit);
			await goOn(pages, next, start, messages);
		}
	}
	if (!begins(end))
		await goOn(pages, first, end, messages, limit < Infinity ? { limit } : { concurrency });
	return inOrder(messages, untimed(), sort).slice(0, limit);
}

const DIRECTIONS = {
	newestFirst: ['newer', 'older'],
	oldestFirst: ['older', 'newer'],
} as const;

/** How far a read goes; to the end of the range without it. */
interface Reach {
	mostPages?: number;
	/** Of wanted messages. */
	limit?: number;
	/** How many pages are read at a time, if all are read. */
	concurrency?: number;
}

/**
 * Reads on behind a page, to the end of the range, or for so many pages, or until there are so many wanted messages.
 *
 * @returns the last page, or `undefined` when there was none.
 * @throws TieTooLargeError, GapError
 */
async function goOn(
	pages: MessagePages,
	page: MessagePage,
	direction: Direction,
	messages: CollectedMessages,
	{ mostPages = Infinity, limit = Infinity, concurrency = 1 }: Reach = {},
): Promise<MessagePage | undefined> {
	let read = 0;
	/** How many pages were found one after the other: only then do cursors lead on in this direction. */
	let inLine = 1;
	let isSliced = concurrency <= 1;
	while (!pages.isLast(page, direction) && read < mostPages && messages.wantedCount < limit) {
		let next: MessagePage[];
		let isWhole = false;
		if (inLine === PAGES_BEFORE && !isSliced) {
			isSliced = true;
			({ pages: next, isWhole } = await readSlices(pages, page, direction, messages, concurrency));
		} else {
			next = await pages.behind(page, direction, messages);
			if (next.length === 0) break;
			inLine = next.length === 1 ? inLine + 1 : 1;
		}
		for (page of next) messages.add(page, direction);
		read++;
		if (isWhole) break;
	}
	return read > 0 ? page : undefined;
}

/**
 * Messages of one time keep AgentPhone's order, turned where it is the other one. Those without a time come where the
 * newest do.
 */
function inOrder(
	{ wanted, order }: CollectedMessages,
	untimed: Message[],
	sort: MessageOrder,
): Message[] {
	const times = new Map(wanted.map((message) => [message, parseTimestamp(message.receivedAt)]));
	const sign = sort === 'newestFirst' ? -1 : 1;
	if (order && order !== sort) wanted.reverse();
	wanted.sort((one, other) => sign * (times.get(one)! - times.get(other)!));
	return sort === 'newestFirst' ? [...untimed, ...wanted] : [...wanted, ...untimed];
}
