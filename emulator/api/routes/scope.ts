import type { FastifyRequest } from 'fastify';

import { notFound } from '../errors';
import type { Agent, Conversation, Message } from '../../data/model';
import type { Store } from '../../data/store';

/** Finds rows as the sub-account of a request sees them: what belongs to another one does not exist. */

/** @throws ApiError 404 */
export function findConversation(
	store: Store,
	id: string,
	{ subAccountId }: FastifyRequest,
): Conversation {
	const conversation = store.conversation(id);
	if (conversation?.subAccountId !== subAccountId) throw notFound('Conversation');
	return conversation;
}

/** @throws ApiError 404 */
export function findAgent(store: Store, id: string, { subAccountId }: FastifyRequest): Agent {
	const agent = store.agent(id);
	if (agent?.subAccountId !== subAccountId) throw notFound('Agent');
	return agent;
}

/** @throws ApiError 404 */
export function findMessage(
	store: Store,
	id: string,
	{ subAccountId }: FastifyRequest,
): { message: Message; conversation: Conversation } {
	const message = store.message(id);
	const conversation = message && store.conversation(message.conversationId);
	if (conversation?.subAccountId !== subAccountId) throw notFound('Message');
	return { message: message!, conversation };
}
