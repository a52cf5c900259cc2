import { listMessages } from '../endpoints/messages';
import type { Api } from '../http/api';
import { readMessages, type MessagesQuery } from '../lists';
import type { Message } from '../model/types';

/**
 * Reads the messages of a conversation, page after page; all of a long one several pages at a time.
 *
 * @throws PaginationError when they could not be read whole.
 */
export async function messagesOf(
	api: Api,
	conversationId: string,
	query: MessagesQuery,
): Promise<Message[]> {
	return await readMessages(async (page) => await listMessages(api, conversationId, page), {
		concurrency: api.atOnce,
		...query,
	});
}
