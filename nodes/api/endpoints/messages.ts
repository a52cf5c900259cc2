import type { Api } from '../http/api';
import { path } from '../http/path';
import { messageHints } from './hints/messages';
import type { JsonObject, Message, MessageSent, Page } from '../model/types';

/** A page of a conversation's messages. Times are ISO 8601. */
export interface MessagesPageQuery {
	limit: number;
	before?: string;
	after?: string;
}

export async function listMessages(
	api: Api,
	conversationId: string,
	query: MessagesPageQuery,
): Promise<Page<Message>> {
	return await api.request({
		path: path`/v1/conversations/${conversationId}/messages`,
		query: { ...query },
	});
}

/** Reaches people, so it is not repeated unless it was certainly not sent. */
export async function sendMessage(api: Api, message: JsonObject): Promise<MessageSent | null> {
	return await api.request({
		method: 'POST',
		path: '/v1/messages',
		body: message,
		hints: messageHints,
	});
}
