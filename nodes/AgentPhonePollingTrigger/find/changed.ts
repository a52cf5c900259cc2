import { withoutWaiting } from '../../api/dialogue/waiting';
import { isWantedConversation } from '../../api/model/conversationFilters';
import { markOf } from '../../api/model/mark';
import { isJsonObject } from '../../api/model/metadata';
import type { ConversationSummary, Json } from '../../api/model/types';
import type { State } from '../state';
import { appearance, newestOf, readActive, readActivity, since, timeOf } from './conversations';
import { readRows } from './listedRows';
import type { Found, Look } from './look';

/** How many pages of the list a poll looks through for changed metadata; the next poll goes on where it ended. */
const PAGES_A_POLL = 50;
/** How many conversations are watched for changed metadata: the most recently active ones. */
export const MOST_WATCHED = 10_000;

/** Finds the conversations that had activity since the poll before. */
export async function findActive(look: Look, before: State): Promise<Found<ConversationSummary>> {
	const { changed, whole } = await readActivity(look, before);
	return { things: changed, state: { ...before, ...whole } };
}

/**
 * The same, and those whose metadata changed. For that the list itself is looked through, a part of it with each poll
 * where it is long, so that a poll takes no longer than it may. Those that are seen for the first time are only remembered,
 * unless they had activity.
 */
export async function findChanged(look: Look, before: State): Promise<Found<ConversationSummary>> {
	const active = await readActive(look, before);
	const { rows, turn } = await readPart(look, before.turn);
	const seen = new Map([...active, ...rows].map((row) => [row.id, row]));
	const wanted = [...seen.values()].filter((row) => isWantedConversation(row, look.filters));
	const from = since(before);
	const isActive = (row: ConversationSummary) => timeOf(row) > 0 && timeOf(row) >= from;
	const changed = wanted.filter((row) => {
		const known = before.looked.get(markOf(row.id));
		return known === undefined ? isActive(row) : known !== looksOf(row);
	});
	return {
		things: changed.sort((one, other) => timeOf(one) - timeOf(other)),
		state: {
			...before,
			newest: newestOf(active, before),
			looked: remembered(before.looked, wanted),
			turn,
		},
	};
}

/** The rows of the list from a place on, and where the next poll goes on. */
async function readPart(
	look: Look,
	from: number,
): Promise<{ rows: ConversationSummary[]; turn: number }> {
	const rows: ConversationSummary[] = [];
	for (let pages = 0; pages < PAGES_A_POLL && look.hasTime(); pages++) {
		const page = await readRows(look.reader, from + rows.length);
		rows.push(...page.rows);
		if (page.isEnd || from + rows.length >= MOST_WATCHED) return { rows, turn: 0 };
	}
	return { rows, turn: from + rows.length };
}

/** What the conversations look like now, those last that were looked at last. The first are forgotten. */
function remembered(
	before: ReadonlyMap<string, string>,
	rows: readonly ConversationSummary[],
): Map<string, string> {
	const looked = new Map(before);
	for (const row of rows) {
		const mark = markOf(row.id);
		looked.delete(mark);
		looked.set(mark, looksOf(row));
	}
	return new Map([...looked].slice(-MOST_WATCHED));
}

const looksOf = (row: ConversationSummary) =>
	markOf(`${appearance(row)} ${canonical(withoutWaiting(row.metadata) ?? null)}`);

/** JSON in which the order of the keys does not matter: whoever stores it may change that. */
const canonical = (json: Json): string =>
	JSON.stringify(json, (_key, value: Json) =>
		isJsonObject(value)
			? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
			: value,
	);
