import { sameAddress } from './address';
import { isGroup, type ConversationSummary } from './types';

/** Which conversations are wanted; what is `undefined` is not looked at. */
export interface ConversationFilters {
	agentId?: string;
	channel?: string;
	/** A number in any spelling, an email address or a group ID; members of groups count. */
	participant?: string;
	isGroup?: boolean;
}

/** Whether a conversation is one of those wanted. */
export function isWantedConversation(
	row: ConversationSummary,
	{ agentId, channel, participant, isGroup: wantsGroup }: ConversationFilters,
): boolean {
	const people = [
		row.participant,
		row.groupId,
		...(row.participants ?? []).map(({ identifier }) => identifier),
	];
	return (
		(agentId === undefined || row.agentId === agentId) &&
		(channel === undefined || row.channel === channel) &&
		(participant === undefined || people.some((each) => each && sameAddress(each, participant))) &&
		(wantsGroup === undefined || wantsGroup === isGroup(row))
	);
}
