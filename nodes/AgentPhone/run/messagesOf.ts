import { listMessages } from '../../api/endpoints/messages';
import { readMessages, type MessagesQuery } from '../../api/lists';
import type { Message } from '../../api/model/types';
import type { Run } from './operation';

/** Reads the messages of a conversation, page after page. */
export async function messagesOf(
	conversationId: string,
	query: MessagesQuery,
	{ api }: Pick<Run, 'api'>,
): Promise<Message[]> {
	return await readMessages(async (page) => await listMessages(api, conversationId, page), query);
}
