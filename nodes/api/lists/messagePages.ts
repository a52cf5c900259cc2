import type { Message, Page } from '../model/types';
import { GapError, TieTooLargeError, UnendingError } from './errors';
import {
	edgeOf,
	hasEdgeOf,
	idsOf,
	isPast,
	isTimed,
	overlap,
	type Direction,
	type MessagePage,
} from './pageEdges';
import { requirePage } from './page';
import {
	MICROSECOND,
	parseTimestamp,
	printTimestamp,
	readPrecision,
	SECOND,
	type Microseconds,
} from '../model/timestamps';

/** `before` and `after` are ISO 8601 times. */
export type ReadMessages = (page: {
	limit: number;
	before?: string;
	after?: string;
}) => Promise<Page<Message>>;

/** The IDs of messages that were read. */
export interface KnownIds {
	has(id: string): boolean;
}

/** The most that AgentPhone returns at once. */
export const LARGEST_PAGE = 200;
/** The least that is asked for: enough to see the order, and past the images of a carousel. */
const SMALLEST_PAGE = 50;

/** A read that makes more requests than this finds nothing new any more. */
const FIRST_REQUESTS = 100;
const REQUESTS_A_MESSAGE = 2;

/** The pages of a conversation's messages between two times, either of which may be infinite. */
export class MessagePages {
	/** How many messages are asked for at a time. */
	size: number;
	/** Whether a page is asked for with both ends of its range, not only with the one that it goes on from. */
	private sendsBothEnds = true;
	/** The length of the longest page so far: what is asked for may be ignored. */
	private longest = 0;
	/** Messages that have no time, and so no place among the others. */
	readonly untimed = new Map<string, Message>();
	private readonly seen = new Set<string>();
	private obeysLimit?: boolean;
	private requests = 0;

	constructor(
		private readonly readPage: ReadMessages,
		private readonly from: Microseconds,
		private readonly to: Microseconds,
		wanted: number,
	) {
		this.size = Math.min(LARGEST_PAGE, Math.max(wanted, SMALLEST_PAGE));
	}

	first(): Promise<MessagePage> {
		return this.read({});
	}

	/** The page that begins about that time. */
	at(time: Microseconds, direction: Direction): Promise<MessagePage> {
		return this.read(cursor(direction, second(time)));
	}

	/**
	 * What goes on where this page ends, nearest first: one page, or those from here to the far end of the range if
	 * AgentPhone gives only that end.
	 *
	 * @param known the IDs of what has been read so far; without it, of this page
	 * @returns nothing when there is nothing else behind this page.
	 * @throws TieTooLargeError when more messages of one time than fit on a page bar the way.
	 * @throws GapError when the pages cannot be brought together.
	 */
	async behind(
		page: MessagePage,
		direction: Direction,
		known: KnownIds = idsOf(page),
	): Promise<Array<MessagePage>> {
		const next = await this.next(page, direction, known);
		if (next === 'apart') return await this.backTo(page, direction);
		return next === 'none' ? [] : [next];
	}

	/** The time at which the range ends; infinite where nothing bounds it. */
	endOf(direction: Direction): Microseconds {
		return direction === 'older' ? this.from : this.to;
	}

	/** Whether the range ends with this page. */
	isLast(page: MessagePage, direction: Direction): boolean {
		if (page.hasMore === false || page.data.length === 0) return true;
		const time = parseTimestamp(edgeOf(page, direction));
		return direction === 'older' ? time < this.from - SECOND : time >= this.to;
	}

	/**
	 * The page that goes on where this one ends, with messages that are not known: `none` when there are none, `apart`
	 * when no page can be found that overlaps with this one.
	 */
	async next(
		page: MessagePage,
		direction: Direction,
		known: KnownIds,
	): Promise<MessagePage | 'none' | 'apart'> {
		const next = await this.overlapping(page, direction);
		if (!next) return 'apart';
		const edge = edgeOf(page, direction);
		const leadsOn = ({ data }: MessagePage) =>
			data.some(({ id, receivedAt }) => !known.has(id) && !isPast(edge, receivedAt, direction));
		if (leadsOn(next)) return next;
		if (await this.isShort(next)) return 'none';
		if (this.size < LARGEST_PAGE) {
			this.size = LARGEST_PAGE;
			return await this.next(page, direction, known);
		}
		// The overlap alone may fill a page. Retry without stepping back.
		for (const time of narrow(edge, direction)) {
			const exact = await this.read(cursor(direction, time));
			if (!hasEdgeOf(page, exact, direction)) continue;
			if (leadsOn(exact)) return exact;
			if (await this.isShort(exact)) return 'none';
		}
		throw new TieTooLargeError(edge, next.data.length);
	}

	/**
	 * The page that goes on where this one ends. A page's end may part messages of one time, so it begins one step
	 * before: its last time is read again whole. If nothing of that comes back, AgentPhone gives the other end of the
	 * range first, or compares times more coarsely than it prints them: the far end is left out, the step made wider.
	 */
	private async overlapping(
		page: MessagePage,
		direction: Direction,
	): Promise<MessagePage | undefined> {
		const isBounded = direction === 'older' ? this.from > -Infinity : this.to < Infinity;
		for (const time of widen(edgeOf(page, direction), direction))
			for (let tries = isBounded ? 2 : 1; tries > 0; tries--) {
				const next = await this.read(cursor(direction, time));
				if (overlap(page, next)) return next;
				if (isBounded) this.sendsBothEnds = !this.sendsBothEnds;
			}
		return undefined;
	}

	/**
	 * Reads from the far end of the range back to a page, where more has come in meanwhile than fits on a page of a list
	 * that always gives its far end.
	 */
	private async backTo(page: MessagePage, direction: Direction): Promise<Array<MessagePage>> {
		const back = direction === 'older' ? 'newer' : 'older';
		this.sendsBothEnds = true;
		let nearest = await this.read(cursor(direction, edgeOf(page, direction)));
		const pages = [nearest];
		const known = idsOf(nearest);
		while (!overlap(nearest, page)) {
			const next = known.size > 0 ? await this.next(nearest, back, known) : 'none';
			if (next === 'none' || next === 'apart') throw new GapError(edgeOf(page, direction));
			for (const { id } of next.data) known.add(id);
			pages.unshift(next);
			nearest = next;
		}
		return pages;
	}

	/** Whether there was room for more on a page. */
	private async isShort({ count, hasMore }: MessagePage): Promise<boolean> {
		if (hasMore !== undefined) return !hasMore;
		if (count < this.longest || this.longest < 2) return true;
		if (count >= this.size) return false;
		this.obeysLimit ??= await this.getsFewer();
		return this.obeysLimit;
	}

	/** Whether a page is as long as it is asked to be, so that one that is shorter is the last. */
	private async getsFewer(): Promise<boolean> {
		const fewer = this.longest - 1;
		const { count } = await this.read({}, fewer);
		return count === fewer;
	}

	/** The filters are widened by a second, for an API that compares whole seconds: whoever reads applies them. */
	private async read(
		place: { before?: string; after?: string },
		limit = this.size,
	): Promise<MessagePage> {
		const isPlaced = place.before !== undefined || place.after !== undefined;
		const isAlone = isPlaced && !this.sendsBothEnds;
		if (++this.requests > FIRST_REQUESTS + REQUESTS_A_MESSAGE * this.seen.size)
			throw new UnendingError(this.seen.size);
		const answer = await this.readPage({
			limit,
			...(!isAlone && this.from > -Infinity && { after: second(this.from - SECOND) }),
			...(!isAlone && this.to < Infinity && { before: second(this.to + SECOND) }),
			...place,
		});
		const page = requirePage(answer);
		this.longest = Math.max(this.longest, page.data.length);
		const seen = this.seen.size;
		for (const message of page.data) {
			this.seen.add(message.id);
			if (!isTimed(message)) this.untimed.set(message.id, message);
		}
		const fresh = this.seen.size - seen;
		return { ...page, data: page.data.filter(isTimed), count: page.data.length, fresh };
	}
}

const second = (time: Microseconds) => printTimestamp(Math.floor(time / SECOND) * SECOND);
const cursor = (direction: Direction, time: string) =>
	direction === 'older' ? { before: time } : { after: time };

/** Cursors that have a time on their side, from the one that reads least again to one that surely does. */
function widen(printed: string, direction: Direction): string[] {
	const time = parseTimestamp(printed);
	const second = Math.floor(time / SECOND) * SECOND;
	const precision = readPrecision(printed);
	const zone = zoneOf(printed);
	const sign = direction === 'older' ? 1 : -1;
	const cursors = [
		printTimestamp(time + sign * precision, precision, zone),
		printTimestamp(second + sign * SECOND, SECOND, zone),
		printTimestamp(second + sign * 60 * SECOND, SECOND, zone),
	];
	return [...new Set(cursors)];
}

/** Cursors that have a time on their side, and nothing before it if they can. */
function narrow(printed: string, direction: Direction): string[] {
	const zone = zoneOf(printed);
	const last = direction === 'older' ? readPrecision(printed) - MICROSECOND : -MICROSECOND;
	return [printed, printTimestamp(parseTimestamp(printed) + last, MICROSECOND, zone)];
}

const zoneOf = (printed: string) => (printed.endsWith('+00:00') ? '+00:00' : 'Z');
