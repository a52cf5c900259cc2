import type { Conversation } from '../../../api/model/types';

/** What a message that answers a conversation is sent to: the group, or else the participant. */
export function recipientOf({ isGroup, groupId, participant }: Conversation): string {
	return (isGroup !== false && groupId) || (participant ?? '');
}
