import { withoutWaiting } from '../../api/dialogue/waiting';
import { readConversations } from '../../api/lists';
import { isWantedConversation } from '../../api/model/conversationFilters';
import { markOf } from '../../api/model/mark';
import type { ConversationSummary } from '../../api/model/types';
import type { State } from '../state';
import { appearance, readActivity, since, timeOf } from './conversations';
import type { Found, Look } from './look';

/** Finds the conversations that had activity since the poll before. */
export async function findActive(look: Look, before: State): Promise<Found<ConversationSummary>> {
	const { changed, whole } = await readActivity(look, before);
	return { things: changed, state: { ...before, ...whole } };
}

/**
 * The same, and those whose metadata changed: for that, every conversation of the list is looked at. Those that are seen
 * for the first time are only remembered, unless they had activity.
 */
export async function findChanged(look: Look, before: State): Promise<Found<ConversationSummary>> {
	const rows = await readConversations(look.reader.listConversations, {
		concurrency: 4,
		accept: (row) => isWantedConversation(row, look.filters),
	});
	const from = since(before);
	const isActive = (row: ConversationSummary) => timeOf(row) > 0 && timeOf(row) >= from;
	const changed = rows.filter((row) => {
		const known = before.looked.get(markOf(row.id));
		return known === undefined ? isActive(row) : known !== looksOf(row);
	});
	const state: State = {
		...before,
		newest: rows.reduce((newest, row) => Math.max(newest, timeOf(row)), before.newest),
		looked: new Map(rows.map((row) => [markOf(row.id), looksOf(row)])),
	};
	return { things: changed.reverse(), state };
}

const looksOf = (row: ConversationSummary) =>
	markOf(`${appearance(row)} ${JSON.stringify(withoutWaiting(row.metadata) ?? null)}`);
