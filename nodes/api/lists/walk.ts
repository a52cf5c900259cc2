import type { Page, Timestamp } from '../model/types';
import { PageTooSmallError } from './errors';
import { readAhead } from './readAhead';
import { parseTimestamp, type Microseconds } from '../model/timestamps';

/** What the order of a list of conversations depends on. */
export interface ActivityRow {
	id: string;
	/** Missing where the conversation has no message yet. */
	lastMessageAt?: Timestamp | null;
	messageCount?: number;
}

export type ReadConversations<Row> = (page: {
	limit: number;
	offset: number;
}) => Promise<Page<Row>>;

export interface WalkOptions<Row> {
	/** The page size to ask for; the one that comes back counts. */
	pageSize: number;
	/** How many pages are read at a time. */
	concurrency: number;
	/** How many rows are wanted at most, where that is known. */
	atMost?: number;
	/**
	 * Whether rows of one time may come in another order with each request. Then the pages are read one after the other,
	 * and each begins before the last time of the one before, so that rows of one time are seen together.
	 */
	tiesVary?: boolean;
	/** Asked once for each row, in order: the walk ends after the first row for which it holds. */
	isLast?: (row: Row) => boolean;
}

export interface Walk<Row> {
	/** What was seen, by ID, in the order of the list. */
	rows: Map<string, Row>;
	/** The newest activity when the walk began. */
	newest: Microseconds;
	/** The page that the walk began with. */
	head: Row[];
	/** The page that the walk ended with. */
	tail: PageAt<Row>;
	/** The last row of the walk. */
	last?: Row;
	/** How many rows the list has before the time that the walk ended in; in all, if it went to the end. */
	depth?: number;
	/** How many rows the list had at the end of the walk, where AgentPhone says it. */
	total?: number;
	/** Whether the walk went to the end of the list. */
	reachedEnd: boolean;
	/** Whether each page began exactly with the last row of the one before. */
	isAligned: boolean;
	/** Whether each page came with the same total. */
	keptTotal: boolean;
	/** Whether the walk saw as many rows as there are places. */
	isCounted: boolean;
	/** Whether rows changed places without new activity. */
	isDisordered: boolean;
	/** Whether a row lost activity, or had some in the past. */
	hasSunk: boolean;
	/** How many rows, at least, rose past the reader. */
	rose: number;
	/** How many rose at most, which differs where rows were removed. `Infinity` where that cannot be told. */
	mayHaveRisen: number;
	/** How many rows were removed, at least. */
	removed: number;
	/** Rows that were seen, and had left their place when the next page was read. */
	gone: Set<string>;
	/** No overlap with earlier pages was found, so `rows` may be incomplete. */
	isBroken: boolean;
}

/**
 * Walks down a list that is sorted by activity, newest first, and that moves meanwhile.
 *
 * Rows that do not move keep their order among themselves. So each page is read from one row before the end of the
 * last. If both share a row that has not moved, no row that stayed can lie between them. This holds whichever page was
 * answered first, so pages are read several at a time. If two pages share no such row, the pages between them are read
 * until they do, and pages overlap more from there on.
 *
 * When a row jumps from below the page to above it, everything moves down one and the next page starts a row early. A
 * removal at the same moment would hide that, but changes `total`; an addition that restores `total` moves the page
 * again. So aligned pages and an unchanged total mean that nothing jumped. Rows of one time that change places show in
 * the count: some row then comes twice, so there are fewer rows than places.
 *
 * @throws PageTooSmallError when AgentPhone gives one row at a time.
 */
export async function walkDown<Row extends ActivityRow>(
	readPage: ReadConversations<Row>,
	options: WalkOptions<Row>,
): Promise<Walk<Row>> {
	const { tiesVary = false } = options;
	const concurrency = tiesVary ? 1 : options.concurrency;
	const read = async (offset: number): Promise<PageAt<Row>> => ({
		...(await readPage({ limit: options.pageSize, offset })),
		offset,
	});
	const first = await read(0);
	const thread = new Thread(first, options.isLast, tiesVary);
	const { pageSize } = thread;
	if (!thread.isFinished && pageSize < 2) thread.endWith(await read(1));
	if (thread.isFinished) return thread.end();

	/** Reads on after the last row of the thread, from further up while the pages share no row. */
	const goOn = async (overlap: number): Promise<boolean> => {
		for (; ; overlap *= 2) {
			const offset = Math.max(0, thread.offset - overlap);
			if (thread.join(await read(offset))) break;
			if (offset === 0) return false;
		}
		// Nothing new came, though nothing says that this is the end: only an empty page is.
		for (let shared = 1; thread.isStuck && shared >= 0; shared--)
			if (!thread.join(await read(thread.offset - shared))) break;
		return true;
	};

	const wanted = Math.min(first.total ?? Infinity, options.atMost ?? Infinity);
	const mostOverlap = Math.ceil(pageSize / 2);
	let overlap = 1;
	let nextOffset = thread.offset - overlap;
	const startNext = () => {
		if (concurrency < 2 || nextOffset >= wanted - 1) return undefined;
		const page = read(nextOffset);
		nextOffset += pageSize - overlap;
		return page;
	};
	for await (const page of readAhead(concurrency, startNext)) {
		// The list is shorter than it says: its end is looked for step by step.
		if (page.data.length === 0) break;
		while (!thread.isFinished && !thread.join(page)) {
			overlap = Math.min(4 * overlap, mostOverlap);
			if (!(await goOn(mostOverlap))) return thread.end(true);
		}
		if (thread.isFinished) break;
	}
	while (!thread.isFinished) if (!(await goOn(thread.overlap))) return thread.end(true);
	return thread.end();
}

/** Whether a row is known, and has had no activity since. */
export function isUnmoved(known: ActivityRow | undefined, row: ActivityRow): boolean {
	return known !== undefined && isOfOneTime(known, row) && known.messageCount === row.messageCount;
}

/**
 * Whether a row changed in a way that does not take it to the head: a message was removed, or came in with a time that
 * has passed.
 */
export function sank(known: ActivityRow, row: ActivityRow, newest: Microseconds): boolean {
	return (
		(row.messageCount ?? Infinity) < (known.messageCount ?? 0) ||
		(!isOfOneTime(known, row) && timeOf(row) < newest)
	);
}

/** The time of a row's latest activity; before all others where there is none. */
export function timeOf({ lastMessageAt }: ActivityRow): Microseconds {
	const time = parseTimestamp(lastMessageAt ?? '');
	return Number.isNaN(time) ? -Infinity : time;
}

const isOfOneTime = (one: ActivityRow, other: ActivityRow) =>
	(one.lastMessageAt ?? null) === (other.lastMessageAt ?? null);

export type PageAt<Row> = Page<Row> & { offset: number };

/** A row of the thread. */
interface Link<Row> {
	row: Row;
	/** How many rows of the thread come before it. */
	position: number;
	/** Where in the list it was when it was last read, less what had risen past the thread by then. */
	place: number;
}

/** The pages that are known to follow each other without a gap. */
class Thread<Row extends ActivityRow> {
	private readonly links = new Map<string, Link<Row>>();
	private readonly ids: string[] = [];
	private readonly gone = new Set<string>();
	private readonly byPlace: Row[] = [];
	private page: PageAt<Row>;
	private total?: number;
	private isAligned = true;
	private keptTotal = true;
	private isDisordered = false;
	private hasSunk = false;
	private rose = 0;
	private mayHaveRisen = 0;
	private removed = 0;
	private reachedEnd = false;
	private isEnough = false;
	/** The row that the walk was to end with. */
	private stop?: Row;
	/** Whether the last page brought nothing new, and was not said to be the last. */
	isStuck = false;
	private readonly newest: Microseconds;
	private readonly head: Row[];
	readonly pageSize: number;

	constructor(
		first: PageAt<Row>,
		private readonly isLast: ((row: Row) => boolean) | undefined,
		private readonly tiesVary: boolean,
	) {
		this.page = first;
		this.pageSize = first.data.length;
		this.head = first.data;
		this.newest = Math.max(-Infinity, ...first.data.map(timeOf));
		this.total = first.total;
		this.add(first);
	}

	get isFinished() {
		return this.isEnough || this.reachedEnd;
	}

	/** The place after the last row, when that was read. */
	get offset() {
		return this.page.offset + this.page.data.length;
	}

	/** How many places the next page should share with this one. */
	get overlap(): number {
		if (!this.tiesVary) return 1;
		const { data } = this.page;
		const last = data[data.length - 1];
		const tied = last ? data.filter((row) => isOfOneTime(row, last)).length : 0;
		const newer = data.length - tied - 1;
		// Where one time fills the page, it cannot be seen together with the row before it.
		return newer < 1 ? 1 : data.length - newer;
	}

	private get depth() {
		if (this.reachedEnd) return this.offset;
		const { data, offset } = this.page;
		const stop = data.find(({ id }) => id === this.stop?.id);
		const first = stop ? data.findIndex((row) => isOfOneTime(row, stop)) : 0;
		return first > 0 ? offset + first : undefined;
	}

	/** Adds a page if it has a row that is already there and has not moved. */
	join(page: PageAt<Row>): boolean {
		if (page.data.length === 0 && page.offset === this.offset) {
			this.keptTotal &&= page.total === this.total;
			this.reachedEnd = true;
			return false;
		}
		const shared = page.data.flatMap((row, at) => {
			const link = this.links.get(row.id);
			return link && isUnmoved(link.row, row) ? [{ at, ...link }] : [];
		});
		const edge = shared.reduce<(typeof shared)[number] | undefined>(
			(edge, each) => (edge && edge.position > each.position ? edge : each),
			undefined,
		);
		if (!edge) return false;

		this.isAligned &&= this.tiesVary ? this.hasTimesOf(page) : this.goesOnWith(page);
		this.keptTotal &&= page.total !== undefined && page.total === this.total;
		this.isDisordered ||= shared.some(({ position, row }, nth) => {
			const before = shared[nth - 1];
			return (
				before && position < before.position && !(this.tiesVary && isOfOneTime(row, before.row))
			);
		});
		this.countRisen(page, edge.position, page.offset + edge.at - (edge.place + this.rose));
		this.add(page);
		return true;
	}

	/**
	 * Pages of one row cannot overlap, so that what moves between two of them would go unnoticed.
	 *
	 * @throws PageTooSmallError unless the page after the first is empty.
	 */
	endWith({ data }: PageAt<Row>) {
		if (data.length > 0) throw new PageTooSmallError();
		this.reachedEnd = true;
	}

	end(isBroken = false): Walk<Row> {
		const {
			newest,
			head,
			total,
			reachedEnd,
			isAligned,
			keptTotal,
			isDisordered,
			hasSunk,
			rose,
			mayHaveRisen,
			removed,
			gone,
		} = this;
		return {
			rows: new Map([...this.links].map(([id, { row }]) => [id, row])),
			newest,
			head,
			tail: this.page,
			last: this.stop ?? this.page.data[this.page.data.length - 1],
			total,
			reachedEnd,
			isAligned,
			keptTotal,
			depth: this.depth,
			isCounted: this.links.size === this.offset,
			isDisordered,
			hasSunk,
			rose,
			mayHaveRisen,
			removed,
			gone,
			isBroken,
		};
	}

	/** Whether a page begins with the last row. */
	private goesOnWith({ data: [first], offset }: PageAt<Row>) {
		const { data } = this.page;
		const last = data[data.length - 1];
		if (!first || !last) return false;
		return offset === this.offset - 1 && first.id === last.id && isUnmoved(last, first);
	}

	/** Whether a page has, where it overlaps, the times that were there. */
	private hasTimesOf({ data, offset }: PageAt<Row>) {
		return data.every((row, at) => {
			const known = this.byPlace[offset + at];
			return !known || isOfOneTime(known, row);
		});
	}

	/** Notes how far the edge of the thread was moved down, and which rows after it have gone. */
	private countRisen(page: PageAt<Row>, position: number, shift: number) {
		const removed = Math.max(0, (this.total ?? 0) - (page.total ?? 0));
		this.rose += Math.max(0, shift);
		this.mayHaveRisen += shift + removed < 0 ? Infinity : shift + removed;
		this.removed += removed;
		const there = new Set(page.data.map(({ id }) => id));
		for (const id of this.ids.slice(position + 1)) if (!there.has(id)) this.gone.add(id);
	}

	private add(page: PageAt<Row>) {
		let isNews = false;
		page.data.forEach((row, at) => {
			const place = page.offset + at - this.rose;
			this.byPlace[page.offset + at] = row;
			const known = this.links.get(row.id);
			if (known) {
				this.hasSunk ||= sank(known.row, row, this.newest);
				Object.assign(known, { row, place });
				return;
			}
			isNews = true;
			this.links.set(row.id, { row, place, position: this.ids.push(row.id) - 1 });
			if (!this.isEnough && this.isLast?.(row)) {
				this.isEnough = true;
				this.stop = row;
			}
		});
		this.page = page;
		this.total = page.total;
		this.reachedEnd = !this.hasMore(page, isNews);
	}

	/**
	 * `hasMore` and `total` may be missing, late or wrong: if neither says that this is the end, only an empty page is.
	 */
	private hasMore({ data, hasMore, total, offset }: PageAt<Row>, isNews: boolean) {
		if (data.length === 0) return false;
		const isSaid = hasMore === true || (total !== undefined && offset + data.length < total);
		const isSaidNot = hasMore === false || total !== undefined;
		this.isStuck = !isNews && (isSaid || !isSaidNot);
		return isSaid || !isSaidNot;
	}
}
