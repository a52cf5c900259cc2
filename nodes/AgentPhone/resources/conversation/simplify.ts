import { recipientOf } from '../../../api/model/addressee';
import { mediaUrlsOf } from '../../../api/model/mediaUrls';
import { parseTimestamp } from '../../../api/model/timestamps';
import { isGroup, type Conversation, type Message } from '../../../api/model/types';

/**
 * What a flow or an AI agent goes on with: whom to answer, the state, and the messages from the oldest to the
 * newest. Names are AgentPhone's, but for `replyTo` and `from`, which say what would have to be worked out.
 */
export function simplifyConversation(conversation: Conversation) {
	const { id, phoneNumber, participant, messageCount, lastMessageAt } = conversation;
	const { agentId, groupId, groupName, metadata, messages = [] } = conversation;
	return {
		id,
		agentId: agentId ?? null,
		phoneNumber,
		participant: participant ?? null,
		channel: conversation.channel ?? null,
		isGroup: isGroup(conversation),
		groupId: groupId ?? null,
		groupName: groupName ?? null,
		replyTo: recipientOf(conversation),
		metadata: metadata ?? null,
		capabilities: conversation.capabilities ?? null,
		messageCount,
		lastMessageAt: lastMessageAt ?? null,
		messages: inOrderOfTime(messages).map(simplifyMessage),
	};
}

/** Oldest first. Messages of one time keep AgentPhone's order, turned where it is the other one. */
function inOrderOfTime(messages: Message[]): Message[] {
	const timed = messages.map((message) => ({
		message,
		time: parseTimestamp(message.receivedAt ?? ''),
	}));
	const [first, last] = [timed[0], timed[timed.length - 1]];
	if (first && last && first.time > last.time) timed.reverse();
	return timed.sort((one, other) => one.time - other.time || 0).map(({ message }) => message);
}

function simplifyMessage(message: Message) {
	const { id, body, direction, channel, receivedAt } = message;
	const { senderIdentifier, fromNumber, reactions } = message;
	return {
		id,
		direction,
		from: senderIdentifier || fromNumber,
		body,
		mediaUrls: mediaUrlsOf(message),
		channel,
		receivedAt,
		reactions: reactions?.map(({ reactionType }) => reactionType) ?? [],
	};
}
