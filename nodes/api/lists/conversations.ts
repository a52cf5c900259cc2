import { UnsettledListError } from './errors';
import { isAtOrAfter, parseTimestamp, readFilterTime } from '../model/timestamps';
import { requirePage } from './page';
import { Sightings } from './sightings';
import {
	isUnmoved,
	timeOf,
	walkDown,
	type ActivityRow,
	type ReadConversations,
	type Walk,
} from './walk';

export type { ReadConversations } from './walk';

export interface ConversationsQuery<Row> {
	/** The first so many accepted rows; all of them without it. */
	limit?: number;
	/** Only what was active then or later (ISO 8601). The read ends at the first page that is older. */
	activeSince?: Date | string;
	/** How many pages are read at a time, where it is known that they will be needed. */
	concurrency?: number;
	accept?: (row: Row) => boolean;
	/** Makes, for each walk down the list, what is asked of each row: the read goes no further than where it holds. */
	stop?: () => (row: Row) => boolean;
}

/** The most that AgentPhone returns at once. */
const LARGEST_PAGE = 100;
/** Re-reads of the head stop by timestamp this many times; after that, at the rows of the old head. */
const LOOKS_BY_TIME = 3;

/**
 * Reads a list of conversations that moves while it is read. Each conversation that is there for the whole read comes
 * out exactly once, as it was when last seen, newest activity first.
 *
 * A list that stands still costs its pages. If it moved, the head is read again, down to where it was when the walk
 * began: what jumped is there. If what is found there does not account for all that moved, the list is walked again,
 * until a walk is sure, or two in a row agree.
 *
 * @throws UnsettledListError when the list moves faster than it can be read.
 * @throws InvalidTimeError when `activeSince` is no time.
 */
export async function readConversations<Row extends ActivityRow>(
	readPage: ReadConversations<Row>,
	query: ConversationsQuery<Row> = {},
): Promise<Row[]> {
	const { limit = Infinity, activeSince, concurrency = 1, accept, stop } = query;
	if (limit <= 0) return [];
	const { isTooOld, isWanted } = judge(query);
	const atMost = accept ? undefined : limit;
	// How many pages a filter needs is not known before they are read.
	const isLengthKnown = activeSince === undefined && (limit === Infinity || !accept);
	// Not one row alone: pages are known to follow each other by a row that they share.
	const pageSize = Math.min(LARGEST_PAGE, Math.max(2, atMost ?? LARGEST_PAGE));

	const read = limitRequests(readPage);
	const seen = new Sightings<Row>();
	const looks = { count: 0 };
	for (let walks = 1, agreed = 0, tiesVary = false; ; walks++) {
		let missing = limit;
		const isStop = stop?.();
		const walk: Walk<Row> = await walkDown(read, {
			pageSize,
			concurrency: isLengthKnown ? concurrency : 1,
			atMost,
			tiesVary,
			isLast: (row) => isTooOld(row) || (isWanted(row) && --missing <= 0) || Boolean(isStop?.(row)),
		});
		if (walk.isBroken) continue;
		const news = seen.add(walk);
		const areCounted = seen.areCounted(walk);
		let isSure = areCounted;
		if (!isSure) {
			const moves = await countMoves(walk, headOf(read, walk, seen, looks), seen);
			const isOrdered = !walk.isDisordered && !walk.hasSunk && !news.isStrange && moves.areOrdered;
			isSure = isOrdered && moves.areSure;
			agreed = isOrdered ? agreed + 1 : 0;
			tiesVary ||= !isOrdered;
		}
		if (!isSure && agreed < (walk.reachedEnd && seen.size < (walk.total ?? 0) ? 3 : 2)) continue;

		const rows = areCounted && limit < Infinity ? seen.stillRows : seen.rows;
		const wanted = rows.filter(isWanted);
		// A row that was counted may have changed so that it is not accepted any more.
		if (missing <= 0 && wanted.length < limit) continue;
		if (!areCounted || walks > 1) sortByActivity(wanted);
		return wanted.length > limit ? wanted.slice(0, limit) : wanted;
	}
}

/** What a query wants of the list, and where it ends. @throws InvalidTimeError when `activeSince` is no time. */
export function judge<Row extends ActivityRow>({ activeSince, accept }: ConversationsQuery<Row>) {
	const since = activeSince === undefined ? undefined : readFilterTime(activeSince);
	const isTooOld = ({ lastMessageAt }: Row) =>
		since !== undefined && isTime(lastMessageAt) && !isAtOrAfter(lastMessageAt, since);
	const isWanted = (row: Row) =>
		(since === undefined || (isTime(row.lastMessageAt) && !isTooOld(row))) &&
		(accept?.(row) ?? true);
	return { isTooOld, isWanted };
}

interface Moves {
	/** Whether every row that moved went to the head, as new activity makes it. */
	areOrdered: boolean;
	/** Whether nothing can have been overlooked. */
	areSure: boolean;
}

/** Looks for what rose past a walk, and whether that accounts for all that moved. */
async function countMoves<Row extends ActivityRow>(
	walk: Walk<Row>,
	lookAtHead: () => Promise<Head<Row>>,
	seen: Sightings<Row>,
): Promise<Moves> {
	const head = await lookAtHead();
	const unseen = new Set<string>();
	const moved = new Set<string>();
	for (const row of head.rows) {
		const known = walk.rows.get(row.id);
		if (!known) unseen.add(row.id);
		else if (!isUnmoved(known, row)) moved.add(row.id);
	}
	const gone = [...walk.gone].filter((id) => moved.has(id)).length;
	const found = unseen.size + gone;
	// What rose and was removed again cannot be found.
	const haveLeft = leftHead(walk, head);
	const areRemoved = haveLeft || walk.removed > 0 || (head.total ?? 0) < (walk.total ?? 0);
	const areMissing = walk.rose > found || gone < walk.gone.size;
	const isWhole = walk.reachedEnd && seen.size === head.total;
	return {
		areOrdered: !head.isStrange && (!areMissing || areRemoved),
		areSure:
			!head.isStrange &&
			walk.mayHaveRisen <= found &&
			((isWhole && !areRemoved) || (found === 0 && walk.isAligned && !haveLeft)),
	};
}

/**
 * Whether a row of the old head is missing from the new one. It was removed, or sank, and what rose meanwhile may be hidden
 * by it: where AgentPhone does not count the list, nothing else shows that.
 */
function leftHead<Row extends ActivityRow>(walk: Walk<Row>, { rows }: Head<Row>): boolean {
	const there = new Set(rows.map(({ id }) => id));
	const oldest = Math.min(...rows.map(timeOf));
	return walk.head.some((row) => timeOf(row) > oldest && !there.has(row.id));
}

interface Head<Row> {
	isStrange: boolean;
	rows: Row[];
	total?: number;
}

/**
 * Makes what reads the head again, down to where it was when a walk began, or the last time, until that was done
 * without the head moving. A single page is exact, so this ends on a busy account too, and needs no quiet moment.
 */
function headOf<Row extends ActivityRow>(
	readPage: ReadConversations<Row>,
	walk: Walk<Row>,
	seen: Sightings<Row>,
	looks: { count: number },
): () => Promise<Head<Row>> {
	let before = walk;
	return async () => {
		const head: Head<Row> = { isStrange: false, rows: [] };
		for (;;) {
			const look: Walk<Row> = await walkDown(readPage, {
				pageSize: LARGEST_PAGE,
				concurrency: 1,
				isLast: endOfHead(before, looks.count++ < LOOKS_BY_TIME),
			});
			if (look.isBroken) continue;
			before = look;
			const news = seen.add(look);
			head.isStrange ||= news.isStrange || look.isDisordered || look.hasSunk;
			head.rows.push(...look.rows.values());
			head.total = look.total;
			if ((look.isAligned && (look.keptTotal || !news.isNews)) || look.mayHaveRisen === 0)
				return head;
		}
	};
}

/**
 * Where the head ends that may have changed since a walk began. What jumped is not older than the head was, in whichever
 * order the list has rows of one time. But while more rows than fit on a page jump in one printed second, no older time
 * is nearby. Then the jumps end where two rows of the old head still follow each other.
 */
function endOfHead({ newest, head }: Walk<ActivityRow>, onlyByTime: boolean) {
	const places = new Map(head.map((row, place) => [row.id, place]));
	let last = NaN;
	return (row: ActivityRow) => {
		const place = places.get(row.id) ?? NaN;
		const isThere = isUnmoved(head[place], row);
		const follows = isThere && place === last + 1;
		last = isThere ? place : NaN;
		return timeOf(row) < newest || (follows && !onlyByTime);
	};
}

const isTime = (time: string | null | undefined): time is string =>
	Boolean(time) && !Number.isNaN(parseTimestamp(time ?? ''));

/** Newest first; rows of the same time keep their order, and those without any come last. */
function sortByActivity(rows: ActivityRow[]) {
	const times = new Map(rows.map((row) => [row, timeOf(row)]));
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
		const page = requirePage(await readPage(request));
		pageSize = Math.max(pageSize, page.data.length);
		longest = Math.max(longest, page.total ?? 0, request.offset + page.data.length);
		return page;
	};
}
