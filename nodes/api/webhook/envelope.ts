import type { IDataObject } from 'n8n-workflow';

import { isGroup, type Conversation, type Message, type Reaction } from '../model/types';
import type { Envelope } from './events';

/**
 * An event as AgentPhone would have delivered it, made of what its API shows. Whoever reads events then need not know which
 * of the two ways they came. Who somebody is in the address book only a delivery says.
 *
 * @param earlier the messages before it, the oldest first
 */
export function messageEnvelope(
	conversation: Conversation,
	message: Message,
	earlier: readonly Message[],
): Envelope {
	const { id: messageId, body, fromNumber, toNumber, direction, receivedAt } = message;
	return envelope('agent.message', conversation, message, earlier, receivedAt, {
		messageId,
		from: message.senderIdentifier ?? fromNumber,
		to: toNumber,
		message: body,
		...mediaOf(message, 'mediaUrl', 'mediaUrls'),
		direction,
		receivedAt: receivedAt ?? null,
		...groupOf(conversation, message.senderIdentifier),
	});
}

/** The same of a reaction. */
export function reactionEnvelope(
	conversation: Conversation,
	message: Message,
	reaction: Reaction,
	earlier: readonly Message[],
): Envelope {
	const { reactionType, fromNumber, direction, createdAt } = reaction;
	return envelope('agent.reaction', conversation, message, earlier, createdAt, {
		messageId: message.id,
		reactionType,
		fromNumber,
		direction,
		messageBody: message.body || null,
		...mediaOf(message, 'messageMediaUrl', 'messageMediaUrls'),
		createdAt,
		...groupOf(conversation, fromNumber),
	});
}

function envelope(
	event: string,
	conversation: Conversation,
	{ channel }: Message,
	earlier: readonly Message[],
	timestamp: string | null | undefined,
	data: IDataObject,
): Envelope {
	return {
		event,
		channel: channel ?? conversation.channel ?? null,
		...(timestamp && { timestamp }),
		agentId: conversation.agentId ?? null,
		data: {
			conversationId: conversation.id,
			numberId: conversation.phoneNumberId ?? null,
			contact: null,
			...data,
		},
		conversationState: (conversation.metadata ?? null) as IDataObject | null,
		recentHistory: earlier.map(({ id, body, direction, channel: of, receivedAt }) => ({
			messageId: id,
			content: body,
			direction,
			channel: of ?? null,
			at: receivedAt ?? null,
		})),
	};
}

const mediaOf = ({ mediaUrl, mediaUrls = [] }: Message, one: string, all: string): IDataObject => ({
	[one]: mediaUrl ?? mediaUrls[0] ?? null,
	[all]: mediaUrls.length || !mediaUrl ? mediaUrls : [mediaUrl],
});

function groupOf(conversation: Conversation, sender: string | null | undefined): IDataObject {
	if (!isGroup(conversation)) return {};
	const { groupId = null, groupName = null, participants } = conversation;
	return {
		group: { groupId, groupName, participants: (participants ?? []).map((each) => ({ ...each })) },
		senderIdentifier: sender ?? null,
	};
}
