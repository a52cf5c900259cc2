import type { Message, Page } from '../types';
import { TieTooLargeError } from './errors';
import {
	parseTimestamp,
	printTimestamp,
	readPrecision,
	SECOND,
	type Microseconds,
} from './timestamps';

/** `before` and `after` are ISO 8601 times. */
export type ReadMessages = (page: {
	limit: number;
	before?: string;
	after?: string;
}) => Promise<Page<Message>>;

export type MessageOrder = 'newestFirst' | 'oldestFirst';

/** The most that AgentPhone gives at once. */
const LARGEST_PAGE = 200;
/** The least that is asked for: enough to see the order, and past the images of a carousel. */
const SMALLEST_PAGE = 50;

export interface MessageRange {
	/** Where the wanted messages begin and end; infinite without such a filter. */
	from: Microseconds;
	to: Microseconds;
	isWanted: (message: Message) => boolean;
	/** How many messages will do, where that is known before they are read. */
	wanted: number;
}

/**
 * Walks from page to page of a conversation's messages, by their times.
 *
 * The messages of one time may be parted by a page's end, so a page is continued one step before its last time: that
 * time is read again whole. If nothing of it comes back, the API compares times more coarsely than it prints them, and
 * the step is made wider.
 */
export class MessageWalk {
	/** What was read, by ID. Messages of one time are in AgentPhone's order. */
	readonly messages = new Map<string, Message>();
	/** The order of AgentPhone's pages; `undefined` while all messages read have one time. */
	order?: MessageOrder;
	private first?: Page<Message>;
	private accepted = 0;
	private pageSize: number;

	constructor(
		private readonly readPage: ReadMessages,
		private readonly range: MessageRange,
	) {
		this.pageSize = Math.min(LARGEST_PAGE, Math.max(range.wanted, SMALLEST_PAGE));
	}

	/** Reads the first page. */
	async begin() {
		const { from, to } = this.range;
		const second = (time: Microseconds) => printTimestamp(Math.floor(time / SECOND) * SECOND);
		this.first = await this.readPage({
			limit: this.pageSize,
			...(from > -Infinity && { after: second(from - SECOND) }),
			...(to < Infinity && { before: second(to + SECOND) }),
		});
		this.add(this.first);
	}

	/**
	 * Reads on from the first page, to the end of the range or until `limit` wanted messages are there.
	 *
	 * @throws TieTooLargeError
	 */
	async readOn(towards: 'older' | 'newer', limit = Infinity) {
		let page = this.first!;
		while (page.hasMore !== false && page.data.length > 0 && this.accepted < limit) {
			const edge = edgeOf(page, towards);
			const time = parseTimestamp(edge);
			if (towards === 'older' ? time < this.range.from - SECOND : time >= this.range.to) return;
			const next = await this.readFrom(edge, towards);
			if (this.add(next)) page = next;
			else if (!next.hasMore || next.data.length < page.data.length) return;
			else if (this.pageSize < LARGEST_PAGE) this.pageSize = LARGEST_PAGE;
			else throw new TieTooLargeError(edge, next.data.length);
		}
	}

	/** Reads the page that goes on at a time, that time included. */
	private async readFrom(edge: string, towards: 'older' | 'newer'): Promise<Page<Message>> {
		let page: Page<Message> = { data: [] };
		for (const cursor of widen(edge, towards)) {
			page = await this.readPage({
				limit: this.pageSize,
				[towards === 'older' ? 'before' : 'after']: cursor,
			});
			if (page.data.some(({ id }) => this.messages.has(id))) break;
		}
		return page;
	}

	/** Gives whether any of the messages is new. */
	private add({ data }: Page<Message>): boolean {
		const before = this.messages.size;
		for (const message of data) {
			if (!this.messages.delete(message.id) && this.range.isWanted(message)) this.accepted++;
			this.messages.set(message.id, message);
		}
		this.order ??= readOrder(data);
		return this.messages.size > before;
	}
}

function readOrder(messages: Message[]): MessageOrder | undefined {
	if (messages.length === 0) return undefined;
	const first = parseTimestamp(messages[0].receivedAt);
	const last = parseTimestamp(messages[messages.length - 1].receivedAt);
	if (first === last) return undefined;
	return first > last ? 'newestFirst' : 'oldestFirst';
}

/** The oldest or newest time of a page, as printed. */
function edgeOf({ data }: Page<Message>, towards: 'older' | 'newer'): string {
	const sign = towards === 'older' ? -1 : 1;
	return data
		.map(({ receivedAt }) => receivedAt)
		.reduce((edge, time) =>
			sign * (parseTimestamp(time) - parseTimestamp(edge)) > 0 ? time : edge,
		);
}

/** Cursors that have the time on their side, from the one that reads least again to one that surely does. */
function widen(edge: string, towards: 'older' | 'newer'): string[] {
	const time = parseTimestamp(edge);
	const second = Math.floor(time / SECOND) * SECOND;
	const precision = readPrecision(edge);
	const zone = edge.endsWith('+00:00') ? '+00:00' : 'Z';
	const sign = towards === 'older' ? 1 : -1;
	return [
		printTimestamp(time + sign * precision, precision, zone),
		printTimestamp(second + sign * SECOND, SECOND, zone),
		printTimestamp(second + sign * 60 * SECOND, SECOND, zone),
	].filter((cursor, at, all) => all.indexOf(cursor) === at);
}
