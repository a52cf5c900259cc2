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
import { beyond, cursor, narrow, second, widen } from './messageCursors';
import { requirePage } from './page';
import { PageLengths } from './pageLengths';
import { parseTimestamp, SECOND, type Microseconds } from '../model/timestamps';

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

/** Where pages vary in length, the next one may be longer: it is asked for this many times. */
const MOST_LOOKS = 6;

/** A read that makes more requests than this finds nothing new any more. */
const FIRST_REQUESTS = 100;
const REQUESTS_A_MESSAGE = 2;

/** The pages of a conversation's messages between two times, either of which may be infinite. */
export class MessagePages {
	/** How many messages are asked for at a time. */
	size: number;
	/** Whether a page is asked for with both ends of its range, not only with the one that it goes on from. */
	private sendsBothEnds = true;
	private readonly lengths = new PageLengths();
	/** Messages that have no time, and so no place among the others. */
	readonly untimed = new Map<string, Message>();
	/** The times of all that was seen, by ID. */
	private readonly seen = new Map<string, string | null | undefined>();
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
		const edge = edgeOf(page, direction);
		const leadsOn = ({ data }: MessagePage) =>
			data.some(
				({ id, receivedAt }) =>
					isPast(receivedAt, edge, direction) ||
					(!known.has(id) && !isPast(edge, receivedAt, direction)),
			);
		let next: MessagePage | undefined;
		let isOver: boolean | undefined;
		for (let looks = 1, agreed = 0; ; looks++) {
			next = await this.overlapping(page, direction);
			if (!next) return 'apart';
			if (leadsOn(next)) {
				this.lengths.vary ||= page.isShort;
				return next;
			}
			if (next.hasMore === false) return 'none';
			if (await this.checkRoomAfter(next, edge)) {
				if (++agreed < this.looksAtEnd(edge)) continue;
				isOver ??= await this.checkNothingBeyond(edge, direction, leadsOn);
				if (isOver) return 'none';
			}
			if (this.size < LARGEST_PAGE) this.size = LARGEST_PAGE;
			else if (!this.lengths.vary || looks >= MOST_LOOKS) break;
		}
		// The overlap alone may fill a page. Retry without stepping back.
		for (const time of narrow(edge, direction)) {
			const exact = await this.read(cursor(direction, time));
			if (!hasEdgeOf(page, exact, direction)) continue;
			if (leadsOn(exact)) return exact;
			if (exact.hasMore === false) return 'none';
			if (this.lengths.vary || !(await this.checkRoomAfter(exact, edge))) continue;
			if (await this.checkNothingBeyond(edge, direction, leadsOn)) return 'none';
		}
		if (this.lengths.vary) throw new GapError(edge);
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

	/**
	 * Whether a page has everything that is known of its last time, and had room for more. Where AgentPhone does not say
	 * whether there is more, that is a sign of the end, but no proof: a page may be shorter than asked.
	 */
	private async checkRoomAfter(page: MessagePage, edge: string): Promise<boolean> {
		if (page.hasMore || !(await this.hasRoom(page))) return false;
		const found = idsOf(page);
		const isWhole = [...this.seen].every(([id, time]) => time !== edge || found.has(id));
		this.lengths.vary ||= !isWhole;
		return isWhole;
	}

	private async hasRoom({ count }: MessagePage): Promise<boolean> {
		const hadRoom = this.lengths.hadRoom(count, this.size);
		return hadRoom ?? (this.obeysLimit ??= await this.getsFewer());
	}

	/** Asks for what comes after a time, and for nothing else if AgentPhone's cursors allow it. */
	private async checkNothingBeyond(
		edge: string,
		direction: Direction,
		leadsOn: (page: MessagePage) => boolean,
	): Promise<boolean> {
		for (const time of beyond(edge, direction)) {
			const rest = await this.read(cursor(direction, time));
			if (rest.data.length === 0) return true;
			if (!leadsOn(rest)) continue;
			this.lengths.vary = true;
			return false;
		}
		return true;
	}

	/**
	 * How many pages have to show that nothing follows. A page may end by chance among the messages of the last time, and
	 * no cursor leads between them. Another one seldom ends at the same place.
	 */
	private looksAtEnd(edge: string): number {
		if (this.lengths.vary) return 3;
		const last = second(parseTimestamp(edge));
		const tied = [...this.seen.values()].filter(
			(time) => time && second(parseTimestamp(time)) === last,
		);
		return this.lengths.areFilled && tied.length === 1 ? 1 : 2;
	}

	/** Whether a page is as long as it is asked to be, so that one that is shorter is the last. */
	private async getsFewer(): Promise<boolean> {
		const { fewer } = this.lengths;
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
		const seen = this.seen.size;
		for (const message of page.data) {
			this.seen.set(message.id, message.receivedAt);
			if (!isTimed(message)) this.untimed.set(message.id, message);
		}
		const fresh = this.seen.size - seen;
		const count = page.data.length;
		const isShort = this.lengths.add(count, limit);
		return { ...page, data: page.data.filter(isTimed), count, fresh, isShort };
	}
}
