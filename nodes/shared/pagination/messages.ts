import type { Message, Page } from '../types';
import { TieTooLargeError } from './errors';
import { readFarEnd } from './farEnd';
import {
	edgeOf,
	LARGEST_PAGE,
	MessagePages,
	orderOf,
	type Direction,
	type MessageOrder,
	type ReadMessages,
} from './messagePages';
import { isAtOrAfter, isBefore, parseTimestamp, readFilterTime } from './timestamps';

export type { ReadMessages } from './messagePages';

export interface MessagesQuery {
	/** The first so many accepted messages in the order of `sort`; all of them without it. */
	limit?: number;
	/** Only messages of this time (ISO 8601) or later. */
	after?: Date | string;
	/** Only messages earlier than this time (ISO 8601). */
	before?: Date | string;
	sort: MessageOrder;
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
	{ limit = Infinity, after, before, sort, accept }: MessagesQuery,
): Promise<Message[]> {
	if (limit <= 0) return [];
	const from = after === undefined ? -Infinity : readFilterTime(after);
	const to = before === undefined ? Infinity : readFilterTime(before);
	const isWanted = (message: Message) =>
		isAtOrAfter(message.receivedAt, from) &&
		isBefore(message.receivedAt, to) &&
		(accept?.(message) ?? true);

	const pages = new MessagePages(readPage, from, to, accept ? Infinity : limit);
	const first = await pages.first();
	const messages = new Messages(isWanted);
	messages.add(first);
	const listed = orderOf(first);

	const [start, end] = DIRECTIONS[sort];
	// AgentPhone does not say from which end of its range a page is. Newest first leaves no doubt, unless it is what
	// comes next to `after`; oldest first might also be the newest page printed upwards.
	const begins = (direction: Direction) =>
		listed === 'newestFirst' && direction === 'newer' && after === undefined;
	if (!begins(start)) {
		const next = await goOn(pages, first, start, messages, limit < Infinity ? 1 : Infinity);
		if (next && !pages.isLast(next, start)) {
			pages.size = LARGEST_PAGE;
			const last = await readFarEnd(pages, next, start, limit, isWanted);
			if (last) return sortByTime(last.filter(isWanted), sort, listed).slice(0, limit);
			await goOn(pages, next, start, messages);
		}
	}
	if (!begins(end)) await goOn(pages, first, end, messages, Infinity, limit);
	return sortByTime(messages.wanted, sort, messages.order).slice(0, limit);
}

const DIRECTIONS = {
	newestFirst: ['newer', 'older'],
	oldestFirst: ['older', 'newer'],
} as const;

/**
 * Reads on behind a page, to the end of the range, or for so many pages, or until there are so many wanted messages.
 *
 * @returns the last page, or `undefined` when there was none.
 * @throws TieTooLargeError
 */
async function goOn(
	pages: MessagePages,
	page: Page<Message>,
	direction: Direction,
	messages: Messages,
	mostPages = Infinity,
	limit = Infinity,
): Promise<Page<Message> | undefined> {
	let read = 0;
	while (!pages.isLast(page, direction) && read < mostPages && messages.wantedCount < limit) {
		const next = await pages.behind(page, direction);
		if (messages.add(next, direction)) {
			page = next;
			read++;
		} else if (!next.hasMore || next.data.length < page.data.length) break;
		else if (pages.size < LARGEST_PAGE) pages.size = LARGEST_PAGE;
		else {
			const exact = await pages.exactlyBehind(page, direction);
			if (!exact || !messages.add(exact, direction))
				throw new TieTooLargeError(edgeOf(page, direction), next.data.length);
			page = exact;
			read++;
		}
	}
	return read > 0 ? page : undefined;
}

/** The messages read so far, in the order in which AgentPhone lists them. */
class Messages {
	/** `undefined` while all have one time. */
	order?: MessageOrder;
	wantedCount = 0;
	private readonly newest = new Map<string, Message>();
	/** What each page brought, by ID. */
	private readonly runs: string[][] = [];

	constructor(private readonly isWanted: (message: Message) => boolean) {}

	get wanted(): Message[] {
		return this.runs
			.flat()
			.map((id) => this.newest.get(id)!)
			.filter(this.isWanted);
	}

	/** Adds the page that was found in a direction; gives whether any of its messages is new. */
	add(page: Page<Message>, direction?: Direction): boolean {
		this.order ??= orderOf(page);
		const run: string[] = [];
		for (const message of page.data) {
			if (!this.newest.has(message.id)) {
				run.push(message.id);
				if (this.isWanted(message)) this.wantedCount++;
			}
			this.newest.set(message.id, message);
		}
		const upwards = this.order === 'oldestFirst' ? 'older' : 'newer';
		if (direction === upwards) this.runs.unshift(run);
		else this.runs.push(run);
		return run.length > 0;
	}
}

/** Messages of one time keep AgentPhone's order, turned where it is the other one. */
function sortByTime(messages: Message[], sort: MessageOrder, listed?: MessageOrder): Message[] {
	const times = new Map(messages.map((message) => [message, parseTimestamp(message.receivedAt)]));
	const sign = sort === 'newestFirst' ? -1 : 1;
	if (listed && listed !== sort) messages.reverse();
	return messages.sort((one, other) => sign * (times.get(one)! - times.get(other)!));
}
