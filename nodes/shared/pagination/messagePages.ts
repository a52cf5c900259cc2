import type { Message, Page } from '../types';
import { GapError } from './errors';
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
export type Direction = 'older' | 'newer';

/** The most that AgentPhone gives at once. */
export const LARGEST_PAGE = 200;
/** The least that is asked for: enough to see the order, and past the images of a carousel. */
const SMALLEST_PAGE = 50;

/** The pages of a conversation's messages between two times, either of which may be infinite. */
export class MessagePages {
	/** How many messages are asked for at a time. */
	size: number;
	/** Whether a page is asked for with both ends of its range, not only with the one that it goes on from. */
	private sendsBothEnds = true;

	constructor(
		private readonly readPage: ReadMessages,
		private readonly from: Microseconds,
		private readonly to: Microseconds,
		wanted: number,
	) {
		this.size = Math.min(LARGEST_PAGE, Math.max(wanted, SMALLEST_PAGE));
	}

	first(): Promise<Page<Message>> {
		return this.read({});
	}

	/** The page that begins about that time. */
	at(time: Microseconds, direction: Direction): Promise<Page<Message>> {
		return this.read(cursor(direction, second(time)));
	}

	/**
	 * The page that goes on where this one ends. A page's end may part messages of one time, so it begins one step
	 * before: its last time is read again whole. If nothing of that comes back, AgentPhone gives the other end of the
	 * range first, or compares times more coarsely than it prints them: the far end is left out, the step made wider.
	 *
	 * @throws GapError when the pages cannot be brought together.
	 */
	async behind(page: Page<Message>, direction: Direction): Promise<Page<Message>> {
		const known = new Set(page.data.map(({ id }) => id));
		const edge = edgeOf(page, direction);
		const isBounded = direction === 'older' ? this.from > -Infinity : this.to < Infinity;
		for (const time of widen(edge, direction))
			for (let tries = isBounded ? 2 : 1; tries > 0; tries--) {
				const next = await this.read(cursor(direction, time));
				if (next.data.some(({ id }) => known.has(id))) return next;
				if (isBounded) this.sendsBothEnds = !this.sendsBothEnds;
			}
		throw new GapError(edge);
	}

	/**
	 * The page that begins with the last time of this one, not a step before: there may be more of the step than fit on
	 * a page.
	 *
	 * @returns `undefined` where that would leave out messages of that time
	 */
	async exactlyBehind(
		page: Page<Message>,
		direction: Direction,
	): Promise<Page<Message> | undefined> {
		const edge = edgeOf(page, direction);
		const next = await this.read(cursor(direction, edge));
		const found = new Set(next.data.map(({ id }) => id));
		const isWhole = page.data.every(({ id, receivedAt }) => receivedAt !== edge || found.has(id));
		return isWhole ? next : undefined;
	}

	/** Whether the range ends with this page. */
	isLast(page: Page<Message>, direction: Direction): boolean {
		if (page.hasMore === false || page.data.length === 0) return true;
		const time = parseTimestamp(edgeOf(page, direction));
		return direction === 'older' ? time < this.from - SECOND : time >= this.to;
	}

	/** The filters are widened by a second, for an API that compares whole seconds: whoever reads applies them. */
	private read(place: { before?: string; after?: string }): Promise<Page<Message>> {
		const isPlaced = place.before !== undefined || place.after !== undefined;
		if (isPlaced && !this.sendsBothEnds) return this.readPage({ limit: this.size, ...place });
		return this.readPage({
			limit: this.size,
			...(this.from > -Infinity && { after: second(this.from - SECOND) }),
			...(this.to < Infinity && { before: second(this.to + SECOND) }),
			...place,
		});
	}
}

const second = (time: Microseconds) => printTimestamp(Math.floor(time / SECOND) * SECOND);
const cursor = (direction: Direction, time: string) =>
	direction === 'older' ? { before: time } : { after: time };

/** The oldest or newest time of a page, as printed. */
export function edgeOf({ data }: Page<Message>, direction: Direction): string {
	const sign = direction === 'older' ? -1 : 1;
	return data
		.map(({ receivedAt }) => receivedAt)
		.reduce((edge, time) =>
			sign * (parseTimestamp(time) - parseTimestamp(edge)) > 0 ? time : edge,
		);
}

/** The order of a page; `undefined` when all its messages have one time. */
export function orderOf({ data }: Page<Message>): MessageOrder | undefined {
	if (data.length === 0) return undefined;
	const first = parseTimestamp(data[0].receivedAt);
	const last = parseTimestamp(data[data.length - 1].receivedAt);
	if (first === last) return undefined;
	return first > last ? 'newestFirst' : 'oldestFirst';
}

/** Cursors that have a time on their side, from the one that reads least again to one that surely does. */
function widen(printed: string, direction: Direction): string[] {
	const time = parseTimestamp(printed);
	const second = Math.floor(time / SECOND) * SECOND;
	const precision = readPrecision(printed);
	const zone = printed.endsWith('+00:00') ? '+00:00' : 'Z';
	const sign = direction === 'older' ? 1 : -1;
	const cursors = [
		printTimestamp(time + sign * precision, precision, zone),
		printTimestamp(second + sign * SECOND, SECOND, zone),
		printTimestamp(second + sign * 60 * SECOND, SECOND, zone),
	];
	return [...new Set(cursors)];
}
