import { readConversations } from '../../api/lists';
import { isWantedConversation } from '../../api/model/conversationFilters';
import { markOf } from '../../api/model/mark';
import {
	MICROSECOND,
	parseTimestamp,
	printTimestamp,
	SECOND,
	type Microseconds,
} from '../../api/model/timestamps';
import type { ConversationSummary } from '../../api/model/types';
import type { State } from '../state';
import type { Look } from './look';

/** How far back a poll looks again: what AgentPhone received last may be listed a moment after something newer. */
const OVERLAP: Microseconds = 120 * SECOND;
const PAGES_AT_A_TIME = 4;

/** The list of conversations, as far down as something may have happened since the poll before. */
export interface Activity {
	/** Those that are wanted and changed, the one that waits longest first. */
	changed: ConversationSummary[];
	/** What is to be remembered once all of them were looked at. */
	whole: Pick<State, 'newest' | 'looked'>;
}

/** Where polling begins: at the newest activity there is. Conversations without any may be listed first. */
export async function beginning({ reader }: Look): Promise<State> {
	const [newest] = await readConversations(reader.listConversations, {
		limit: 1,
		accept: (row) => timeOf(row) > 0,
	});
	const start = timeOf(newest);
	return { start, newest: start, looked: new Map(), handed: new Map(), forgotten: 0, turn: 0 };
}

/** From when on a poll looks. */
export const since = ({ start, newest }: Pick<State, 'start' | 'newest'>): Microseconds =>
	Math.max(start, newest - OVERLAP);

/** Reads the list down to where the poll before had been. One request, unless more than a page was active. */
export async function readActive({ reader }: Look, state: State): Promise<ConversationSummary[]> {
	return await readConversations(reader.listConversations, {
		activeSince: printTimestamp(since(state), MICROSECOND),
		concurrency: PAGES_AT_A_TIME,
	});
}

/** The same, as far as it says where something may have happened. */
export async function readActivity(look: Look, state: State): Promise<Activity> {
	const rows = await readActive(look, state);
	const newest = newestOf(rows, state);
	const from = since({ ...state, newest });
	const changed = rows.filter(
		(row) =>
			isWantedConversation(row, look.filters) &&
			state.looked.get(markOf(row.id)) !== appearance(row),
	);
	const recent = rows.filter((row) => timeOf(row) >= from);
	return {
		changed: changed.reverse(),
		whole: { newest, looked: new Map(recent.map((row) => [markOf(row.id), appearance(row)])) },
	};
}

/** The newest activity of all. */
export const newestOf = (
	rows: readonly ConversationSummary[],
	{ newest }: Pick<State, 'newest'>,
): Microseconds => rows.reduce((found, row) => Math.max(found, timeOf(row)), newest);

/** What changes of a row when a message comes. */
export const appearance = ({
	lastMessageAt,
	messageCount,
	lastMessagePreview,
}: ConversationSummary): string =>
	markOf(JSON.stringify([lastMessageAt, messageCount, lastMessagePreview]));

export function timeOf(row: ConversationSummary | undefined): Microseconds {
	const time = parseTimestamp(row?.lastMessageAt ?? '');
	return Number.isNaN(time) ? 0 : time;
}
