import type { INodeExecutionData } from 'n8n-workflow';

import { readConversations } from '../api/lists';
import { isWantedConversation } from '../api/model/conversationFilters';
import type { Look } from './find/look';
import { oldestFirst } from './find/messages';
import { eventOfMessage, eventOfReaction, itemOf, itemOfConversation } from './items';
import type { Settings } from './settings';

/** Conversations that are looked into for a sample. */
const LOOKED_INTO = 10;

/** What a run by hand shows: the newest that there is. Nothing is remembered. */
export async function newestItem(look: Look, settings: Settings): Promise<INodeExecutionData[]> {
	const rows = await readConversations(look.reader.listConversations, {
		limit: LOOKED_INTO,
		accept: (row) => isWantedConversation(row, look.filters),
	});
	if (settings.event === 'conversation') return rows.slice(0, 1).map(itemOfConversation);
	for (const { id } of rows) {
		const conversation = await look.reader.conversation(id);
		if (!conversation) continue;
		const messages = oldestFirst(conversation.messages ?? []);
		if (settings.event === 'message') {
			const message = newestOf(messages);
			if (!message) continue;
			const earlier = messages.slice(0, messages.indexOf(message));
			const found = { conversation, message, earlier };
			return [itemOf(eventOfMessage(found, settings), settings)];
		}
		for (const message of messages.reverse()) {
			const reaction = newestOf(message.reactions ?? []);
			if (reaction)
				return [itemOf(eventOfReaction({ conversation, message, reaction }, settings), settings)];
		}
	}
	return [];
}

/** The last one that a person made. */
const newestOf = <Row extends { direction: string }>(rows: readonly Row[]): Row | undefined =>
	rows.filter(({ direction }) => direction === 'inbound').at(-1);
