import type { Api } from '../http/api';
import { path } from '../http/path';
import { backgroundHints, iMessageHints, renameHints } from './hints/conversations';
import type {
	BackgroundSet,
	Conversation,
	ConversationSummary,
	JsonObject,
	OffsetQuery,
	Page,
	TypingShown,
} from '../model/types';

/** What is to become of a conversation. What is left out stays as it is; metadata is replaced whole. */
export interface ConversationChange {
	metadata?: JsonObject | null;
	group_name?: string | null;
}

/** Newest activity first. */
export async function listConversations(
	api: Api,
	query: OffsetQuery,
): Promise<Page<ConversationSummary>> {
	return await api.request({ path: '/v1/conversations', query: { ...query } });
}

/**
 * @param messageLimit how many of the newest messages come along, 1 to 100
 * @returns what AgentPhone answered, which need not be that conversation: whoever writes over it has to look
 */
export async function getConversation(
	api: Api,
	id: string,
	messageLimit: number,
): Promise<Conversation | undefined> {
	return await api.request({
		path: path`/v1/conversations/${id}`,
		query: { message_limit: messageLimit },
	});
}

/**
 * @param makeChange makes what is written, afresh before each attempt: see {@link Api.requestAfresh}
 * @returns the answer, or `undefined` when there was nothing left to change
 */
export async function updateConversation(
	api: Api,
	id: string,
	makeChange: () => Promise<ConversationChange | undefined>,
): Promise<Conversation | undefined> {
	return await api.requestAfresh(
		{ method: 'PATCH', path: path`/v1/conversations/${id}`, hints: renameHints },
		async () => {
			const change = await makeChange();
			return change && { ...change };
		},
	);
}

/** Shown twice, the indicator is the same as shown once. */
export async function showTyping(api: Api, conversationId: string): Promise<TypingShown | null> {
	return await api.request({
		method: 'POST',
		path: path`/v1/conversations/${conversationId}/typing`,
		hints: iMessageHints,
		repeat: 'safe',
	});
}

/** Set twice, the background is the same as set once. */
export async function setBackground(
	api: Api,
	conversationId: string,
	imageUrl: string,
): Promise<BackgroundSet | null> {
	return await api.request({
		method: 'POST',
		path: path`/v1/conversations/${conversationId}/background`,
		body: { image_url: imageUrl },
		hints: backgroundHints,
		repeat: 'safe',
	});
}

export async function removeBackground(api: Api, conversationId: string): Promise<void> {
	await api.request({
		method: 'DELETE',
		path: path`/v1/conversations/${conversationId}/background`,
		hints: backgroundHints,
	});
}
