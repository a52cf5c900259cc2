import { AdvisedError } from '../errors/advised';
import type { Conversation } from './types';

export const WHATSAPP = 'whatsapp';

/** One recipient, and how they are reached, by the wire names of the request. */
export type Addressee = {
	to_number: string;
	number_id?: string;
	channel?: string;
};

/**
 * Whom a message to a conversation goes to, from the number that it is with, and the way that it goes.
 *
 * @throws AdvisedError when AgentPhone does not say whom the conversation is with.
 */
export function answerTo(conversation: Conversation): Addressee {
	return {
		to_number: requireRecipient(conversation),
		...(channelOf(conversation) === WHATSAPP && { channel: WHATSAPP }),
		...(conversation.phoneNumberId && { number_id: conversation.phoneNumberId }),
	};
}

/**
 * What a message that answers a conversation is sent to: the group, or else the participant. Empty when AgentPhone does
 * not say: a group whose ID is missing is not answered privately.
 */
export function recipientOf({ isGroup, groupId, participant }: Conversation): string {
	if (isGroup !== false && groupId) return groupId;
	const isGroupId = participant?.startsWith('grp_');
	return isGroup && !isGroupId ? '' : (participant ?? '');
}

/** Of the conversation, or of its newest message where AgentPhone does not say. */
function channelOf({ channel, messages }: Conversation): string | null | undefined {
	return channel ?? messages?.[0]?.channel;
}

function requireRecipient(conversation: Conversation): string {
	const recipient = recipientOf(conversation);
	if (recipient) return recipient;
	throw new AdvisedError(
		'AgentPhone does not say whom this conversation is with, so it cannot be answered',
		'Of a group without an ID, no member is written to in its place. Choose To: Participant, and name whom to write to.',
	);
}
