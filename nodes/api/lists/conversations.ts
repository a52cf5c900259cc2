import { UnsettledListError } from './errors';
import { isAtOrAfter, parseTimestamp, readFilterTime } from '../model/timestamps';
import { isUnmoved, walkDown, type ActivityRow, type ReadConversations, type Walk } from './walk';

export type { ReadConversations } from './walk';

export interface ConversationsQuery<Row> {
	/** The first so many accepted rows; all of them without it. */
	limit?: number;
	/** Only what was active then or later (ISO 8601). The read ends at the first page that is older. */
	activeSince?: Date | string;
	/** How many pages are read at a time, where it is known that they will be needed. */
	concurrency?: number;
	accept?: (row: Row) => boolean;
}

/** The most that AgentPhone gives at once. */
const LARGEST_PAGE = 100;
/** How many looks at the head go by time, before the rows themselves have to tell where to stop. */
const LOOKS_BY_TIME = 3;

/**
 * Reads a list of conversations that moves while it is read. Each conversation that is there for the whole read comes
 * out exactly once, as it was when last seen, newest activity first.
 *
 * A list that stands still costs its pages. One that moved is looked at again from the head, down to where the head
 * was when the walk began: what jumped is there. A look of one page is exact, so this ends on a busy account too, and
 * needs no quiet moment.
 *
 * @throws UnsettledListError when the list moves faster than it can be read, or has fewer rows than it says.
 * @throws InvalidTimeError when `activeSince` is no time.
 */
export async function readConversations<Row extends ActivityRow>(
	readPage: ReadConversations<Row>,
	query: ConversationsQuery<Row> = {},
): Promise<Row[]> {
	const { limit = Infinity, activeSince, concurrency = 1, accept } = query;
	if (limit <= 0) return [];
	const since = activeSince === undefined ? undefined : readFilterTime(activeSince);
	const isTooOld = (row: Row) =>
		since !== undefined && isKnown(row) && !isAtOrAfter(row.lastMessageAt, since);
	const isWanted = (row: Row) =>
		(since === undefined || (isKnown(row) && !isTooOld(row))) && (accept?.(row) ?? true);
	const atMost = accept ? undefined : limit;
	// How many pages a filter needs is not known before they are read.
	const isLengthKnown = since === undefined && (limit === Infinity || !accept);
	// Not one row alone: pages are known to follow each other by a row that they share.
	const pageSize = Math.min(LARGEST_PAGE, Math.max(2, atMost ?? LARGEST_PAGE));

	const read = limitRequests(readPage);
	let rows = new Map<string, Row>();
	/** Puts what a walk saw before what was seen earlier; gives whether any of it is new, or has moved. */
	const add = (walk: Walk<Row>) => {
		const earlier = rows;
		rows = walk.rows;
		let isNews = false;
		for (const [id, row] of rows) isNews ||= !isUnmoved(earlier.get(id), row);
		for (const [id, row] of earlier) if (!rows.has(id)) rows.set(id, row);
		return isNews;
	};

	for (let fruitless = 0, walks = 0; ; ) {
		let missing = limit;
		let walk = await walkDown(read, {
			pageSize,
			concurrency: isLengthKnown ? concurrency : 1,
			atMost,
			isLast: (row) => isTooOld(row) || (isWanted(row) && --missing <= 0),
		});
		if (walk.isBroken) continue;
		const { reachedEnd } = walk;
		let isNews = add(walk);
		walks++;
		for (let looks = 0, isExact = walk.isAligned && walk.keptTotal; !isExact; looks++) {
			const look = await walkDown(read, {
				pageSize: LARGEST_PAGE,
				concurrency: 1,
				isLast: looks < LOOKS_BY_TIME ? isBefore(walk) : isInHeadOf(walk),
			});
			if (look.isBroken) continue;
			walk = look;
			walks++;
			const isNewsOfLook = add(look);
			isNews ||= isNewsOfLook;
			isExact = look.isAligned && (look.keptTotal || !isNewsOfLook);
		}

		const { total = 0 } = walk;
		if (reachedEnd && rows.size < total) {
			fruitless = isNews ? 0 : fruitless + 1;
			if (fruitless >= 3) throw new UnsettledListError(rows.size, total);
			continue;
		}
		const wanted = [...rows.values()].filter(isWanted);
		// A row that was counted may have changed so that it is not accepted any more.
		if (missing <= 0 && wanted.length < limit) continue;
		if (walks > 1) sortByActivity(wanted);
		return wanted.length > limit ? wanted.slice(0, limit) : wanted;
	}
}

/**
 * What jumped over a walk is not older than where the head was. Told by time, that holds whichever way the list puts
 * rows of one time.
 */
const isBefore =
	({ newest }: Walk<ActivityRow>) =>
	({ lastMessageAt }: ActivityRow) =>
		parseTimestamp(lastMessageAt) < newest;

/**
 * The same, told by the rows of the head: two of them that still follow each other are where the jumps end. This needs
 * no older time, of which there is none nearby while more rows than fit on a page have jumped in one printed second.
 */
function isInHeadOf({ head }: Walk<ActivityRow>) {
	const places = new Map(head.map((row, place) => [row.id, place]));
	let last = NaN;
	return (row: ActivityRow) => {
		const place = places.get(row.id) ?? NaN;
		const follows = isUnmoved(head[place], row) && place === last + 1;
		last = isUnmoved(head[place], row) ? place : NaN;
		return follows;
	};
}

const isKnown = (row: ActivityRow) => !Number.isNaN(parseTimestamp(row.lastMessageAt));

/** Newest first; rows of the same time keep their order. */
function sortByActivity(rows: ActivityRow[]) {
	const times = new Map(rows.map((row) => [row, parseTimestamp(row.lastMessageAt)]));
	rows.sort((one, other) => times.get(other)! - times.get(one)! || 0);
}

/** Lets a read of a list end though the list does not: after several times the requests that its length needs. */
function limitRequests<Row extends ActivityRow>(
	readPage: ReadConversations<Row>,
): ReadConversations<Row> {
	let requests = 0;
	let longest = 0;
	let pageSize = 1;
	return async (request) => {
		if (++requests > 50 + 6 * Math.ceil(longest / Math.max(1, pageSize - 1)))
			throw new UnsettledListError(longest);
		const page = await readPage(request);
		pageSize = Math.max(pageSize, page.data.length);
		longest = Math.max(longest, page.total ?? 0, request.offset + page.data.length);
		return page;
	};
}
