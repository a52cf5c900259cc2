import { path } from '../../../shared/api';
import { readMessages, type MessagesQuery } from '../../../shared/pagination';
import type { Message, Page } from '../../../shared/types';
import type { Run } from '../../operation';

/** Reads the messages of a conversation, page after page. */
export async function messagesOf(
	conversationId: string,
	query: MessagesQuery,
	{ api }: Run,
): Promise<Message[]> {
	return await readMessages(
		async (page) =>
			await api.request<Page<Message>>({
				path: path`/v1/conversations/${conversationId}/messages`,
				query: { ...page },
			}),
		query,
	);
}
