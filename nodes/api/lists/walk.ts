import type { Page, Timestamp } from '../model/types';
import { PageTooSmallError } from './errors';
import { readAhead } from './readAhead';
import { parseTimestamp, type Microseconds } from '../model/timestamps';

/** What the order of a list of conversations depends on. */
export interface ActivityRow {
	id: string;
	lastMessageAt: Timestamp;
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
	/** Asked once for each row, in order: the walk ends behind the first row for which it holds. */
	isLast?: (row: Row) => boolean;
}

export interface Walk<Row> {
	/** What was seen, by ID, in the order of the list. */
	rows: Map<string, Row>;
	/** The newest activity when the walk began. */
	newest: Microseconds;
	/** The page that the walk began with. */
	head: Row[];
	/** How many rows the list had at the end of the walk, where AgentPhone says it. */
	total?: number;
	/** Whether the walk went to the end of the list. */
	reachedEnd: boolean;
	/** Whether each page began exactly with the last row of the one before. */
	isAligned: boolean;
	/** Whether each page came with the same total. */
	keptTotal: boolean;
	/** Whether the thread was lost: more was removed than can be told apart. The rows are then not all. */
	isBroken: boolean;
}

/**
 * Walks down a list that is sorted by activity, newest first, and that moves meanwhile: rows with new activity jump
 * to the head, new rows appear there, rows are removed.
 *
 * Rows that do not jump keep their order among themselves. So each page is read from one row before the end of the
 * last: where both share a row that has not moved, nothing that stayed can lie between them. That holds whatever the
 * order in which the pages were read, so they are read several at a time. Where the thread tears (rows were removed,
 * or a later page was read first), the pages between are read until it holds again, and pages overlap more from there
 * on.
 *
 * What jumped meanwhile may be missing: it is at the head of the list now, with an activity of `newest` or later. But
 * a jump from behind a page to before it shifts the next page by one row, unless a row was removed at the same time,
 * which changes the total, unless one was added, which shifts the next page. So if all pages are aligned and the total
 * was kept, nothing has jumped.
 *
 * @throws PageTooSmallError when AgentPhone gives one row at a time.
 */
export async function walkDown<Row extends ActivityRow>(
	readPage: ReadConversations<Row>,
	options: WalkOptions<Row>,
): Promise<Walk<Row>> {
	const read = async (offset: number): Promise<PageAt<Row>> => ({
		...(await readPage({ limit: options.pageSize, offset })),
		offset,
	});
	const first = await read(0);
	const thread = new Thread(first, options.isLast ?? (() => false));
	const { pageSize } = thread;
	if (!thread.isFinished && pageSize < 2) thread.endWith(await read(1));
	if (thread.isFinished) return thread.end();

	/** Goes on behind the last row of the thread, from further up while the thread does not hold. */
	const goOn = async (overlap: number): Promise<boolean> => {
		for (; ; overlap *= 2) {
			const offset = Math.max(0, thread.offset - overlap);
			if (thread.join(await read(offset))) return true;
			if (offset === 0) return false;
		}
	};

	const wanted = Math.min(first.total ?? Infinity, options.atMost ?? Infinity);
	const mostOverlap = Math.ceil(pageSize / 2);
	let overlap = 1;
	let nextOffset = thread.offset - overlap;
	const startNext = () => {
		if (options.concurrency < 2 || pageSize < 2 || nextOffset >= wanted - 1) return undefined;
		const page = read(nextOffset);
		nextOffset += pageSize - overlap;
		return page;
	};
	for await (const page of readAhead(options.concurrency, startNext)) {
		while (!thread.isFinished && !thread.join(page)) {
			overlap = Math.min(4 * overlap, mostOverlap);
			if (!(await goOn(mostOverlap))) return thread.end(true);
		}
		if (thread.isFinished) break;
	}
	while (!thread.isFinished) if (!(await goOn(1))) return thread.end(true);
	return thread.end();
}

/** Whether a row is known, and has had no activity since. */
export function isUnmoved(known: ActivityRow | undefined, row: ActivityRow): boolean {
	return known?.lastMessageAt === row.lastMessageAt && known.messageCount === row.messageCount;
}

type PageAt<Row> = Page<Row> & { offset: number };

/** The pages that are known to follow each other without a gap. */
class Thread<Row extends ActivityRow> {
	private readonly rows = new Map<string, Row>();
	private last?: Row;
	private total?: number;
	private isAligned = true;
	private keptTotal = true;
	private reachedEnd = false;
	private isEnough = false;
	private readonly newest: Microseconds;
	private readonly head: Row[];
	readonly pageSize: number;
	/** Where the row behind the last one was when that was read. */
	offset = 0;

	constructor(
		first: PageAt<Row>,
		private readonly isLast: (row: Row) => boolean,
	) {
		this.pageSize = first.data.length;
		this.head = first.data;
		this.newest = first.data.reduce((newest, { lastMessageAt }) => {
			const time = parseTimestamp(lastMessageAt);
			return time > newest ? time : newest;
		}, -Infinity);
		this.total = first.total;
		this.add(first);
	}

	get isFinished() {
		return this.isEnough || this.reachedEnd;
	}

	/** Adds a page if the thread holds: if it has a row that is already there and has not moved. */
	join(page: PageAt<Row>): boolean {
		if (!page.data.some((row) => this.hasUnmoved(row))) return false;
		const [head] = page.data;
		this.isAligned &&=
			page.offset === this.offset - 1 && head.id === this.last?.id && this.hasUnmoved(head);
		this.keptTotal &&= page.total !== undefined && page.total === this.total;
		this.add(page);
		return true;
	}

	/**
	 * Pages of one row cannot overlap, so that what moves between two of them would go unnoticed.
	 *
	 * @throws PageTooSmallError unless the page behind the first is empty.
	 */
	endWith({ data }: PageAt<Row>) {
		if (data.length > 0) throw new PageTooSmallError();
		this.reachedEnd = true;
	}

	end(isBroken = false): Walk<Row> {
		const { rows, newest, head, total, reachedEnd, isAligned, keptTotal } = this;
		return { rows, newest, head, total, reachedEnd, isAligned, keptTotal, isBroken };
	}

	private hasUnmoved(row: Row) {
		return isUnmoved(this.rows.get(row.id), row);
	}

	private add(page: PageAt<Row>) {
		let isNews = false;
		for (const row of page.data) {
			if (!this.rows.has(row.id)) {
				isNews = true;
				this.isEnough ||= this.isLast(row);
			}
			this.rows.set(row.id, row);
		}
		this.offset = page.offset + page.data.length;
		this.last = page.data[page.data.length - 1];
		this.total = page.total;
		this.reachedEnd = !this.hasMore(page, isNews);
	}

	/** `hasMore` and `total` may both be missing, or late: unless one says the end, only a page without news is it. */
	private hasMore({ data, hasMore, total, offset }: PageAt<Row>, isNews: boolean) {
		if (data.length === 0 || (!isNews && data.length < this.pageSize)) return false;
		if (total === undefined) return hasMore !== false;
		return hasMore === true || offset + data.length < total;
	}
}
