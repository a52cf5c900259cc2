import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { withoutWaiting } from '../api/dialogue/waiting';
import type { ConversationSummary } from '../api/model/types';
import { messageEnvelope, reactionEnvelope } from '../api/webhook/envelope';
import { simplify, takeWaiting, type Envelope } from '../api/webhook/events';
import { oldestFirst, type NewMessage } from './find/messages';
import type { NewReaction } from './find/reactions';
import type { Settings } from './settings';

/** The event of a message, as a delivery would have brought it. */
export const eventOfMessage = (
	{ conversation, message, earlier }: NewMessage,
	{ contextLimit }: Settings,
): Envelope =>
	messageEnvelope(conversation, message, contextLimit ? earlier.slice(-contextLimit) : []);

/** The event of a reaction, as a delivery would have brought it. */
export function eventOfReaction(
	{ conversation, message, reaction }: NewReaction,
	{ contextLimit }: Settings,
): Envelope {
	const newest = oldestFirst(conversation.messages ?? []);
	return reactionEnvelope(
		conversation,
		message,
		reaction,
		contextLimit ? newest.slice(-contextLimit) : [],
	);
}

/** The item of an event: exactly that of the AgentPhone Trigger. */
export function itemOf(received: Envelope, settings: Settings): INodeExecutionData {
	const { envelope } = takeWaiting(received);
	return { json: settings.simplify ? simplify(envelope) : { ...envelope } };
}

/** The item of a conversation: that of Conversation: Get Many. */
export const itemOfConversation = (row: ConversationSummary): INodeExecutionData => ({
	json: { ...row, metadata: withoutWaiting(row.metadata) } as IDataObject,
});
