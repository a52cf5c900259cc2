import { path } from '../../api/http/api';
import { readMessages, type MessagesQuery } from '../../api/lists';
import type { Message, Page } from '../../api/model/types';
import type { Run } from './operation';

/** Reads the messages of a conversation, page after page. */
export async function messagesOf(
	conversationId: string,
	query: MessagesQuery,
	{ api }: Pick<Run, 'api'>,
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
