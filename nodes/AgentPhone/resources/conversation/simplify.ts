import { parseTimestamp } from '../../../shared/pagination/timestamps';
import type { Conversation, Message } from '../../../shared/types';

/**
 * What a flow or an AI agent goes on with: whom to answer, the state, and the messages from the oldest to the
 * newest. Names are AgentPhone's, but for `replyTo` and `from`, which say what would have to be worked out.
 */
export function simplifyConversation(conversation: Conversation) {
	const { id, phoneNumber, participant, isGroup, messageCount, lastMessageAt } = conversation;
	const { agentId, groupId, groupName, metadata, messages = [] } = conversation;
	return {
		id,
		agentId: agentId ?? null,
		phoneNumber,
		participant,
		isGroup,
		groupId: groupId ?? null,
		groupName: groupName ?? null,
		replyTo: recipientOf(conversation),
		metadata: metadata ?? null,
		messageCount,
		lastMessageAt,
		messages: messages
			.map((message, at) => ({ message, at, time: parseTimestamp(message.receivedAt) }))
			.sort((one, other) => one.time - other.time || one.at - other.at)
			.map(({ message }) => simplifyMessage(message)),
	};
}

/** What a message that answers a conversation is sent to: the group, or else the participant. */
export function recipientOf({ isGroup, groupId, participant }: Conversation): string {
	return (isGroup && groupId) || participant;
}

function simplifyMessage(message: Message) {
	const { id, body, direction, channel, receivedAt } = message;
	const { senderIdentifier, fromNumber, mediaUrl, mediaUrls, reactions } = message;
	return {
		id,
		direction,
		from: senderIdentifier || fromNumber,
		body,
		mediaUrls: mediaUrls?.length ? mediaUrls : [mediaUrl].filter(Boolean),
		channel,
		receivedAt,
		reactions: reactions?.map(({ reactionType }) => reactionType) ?? [],
	};
}
