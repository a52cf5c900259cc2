import type { Conversation } from '../../../api/model/types';

/**
 * What a message that answers a conversation is sent to: the group, or else the participant. Empty when AgentPhone does
 * not say: a group whose ID is missing is not answered privately.
 */
export function recipientOf({ isGroup, groupId, participant }: Conversation): string {
	if (isGroup !== false && groupId) return groupId;
	const isGroupId = /^grp_/.test(participant ?? '');
	return isGroup && !isGroupId ? '' : (participant ?? '');
}
