import type { IDataObject } from 'n8n-workflow';

import { mediaUrlsOf } from '../model/mediaUrls';
import { isGroup, type Conversation, type Message, type Reaction } from '../model/types';
import type { Envelope } from './events';

/**
 * An event as AgentPhone would have delivered it, made from what its API shows, so that a reader of events need not know
 * which way they came. Only a real delivery says who somebody is in the address book.
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
		...mediaFields(message, 'mediaUrl', 'mediaUrls'),
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
		...mediaFields(message, 'messageMediaUrl', 'messageMediaUrls'),
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

/** A delivery names the first of its media, and all of them. */
function mediaFields(message: Message, first: string, all: string): IDataObject {
	const mediaUrls = mediaUrlsOf(message);
	return { [first]: message.mediaUrl ?? mediaUrls[0] ?? null, [all]: mediaUrls };
}

function groupOf(conversation: Conversation, sender: string | null | undefined): IDataObject {
	if (!isGroup(conversation)) return {};
	const { groupId = null, groupName = null, participants } = conversation;
	return {
		group: { groupId, groupName, participants: (participants ?? []).map((each) => ({ ...each })) },
		senderIdentifier: sender ?? null,
	};
}
