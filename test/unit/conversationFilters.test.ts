import {
	isWantedConversation,
	type ConversationFilters,
} from '../../nodes/api/model/conversationFilters';
import type { ConversationSummary } from '../../nodes/api/model/types';

const single = {
	agentId: 'agent_1',
	channel: 'sms',
	participant: '+15550100199',
} as ConversationSummary;
const group = {
	agentId: 'agent_1',
	channel: 'imessage',
	groupId: 'grp_7',
	participants: [{ identifier: '+15550100101' }, { identifier: 'ada@example.com' }],
} as unknown as ConversationSummary;
const nobody = {} as ConversationSummary;

it.each<[string, ConversationSummary, ConversationFilters, boolean]>([
	['any, where nothing is asked for', nobody, {}, true],
	['of the agent', single, { agentId: 'agent_1' }, true],
	['of another agent', single, { agentId: 'agent_2' }, false],
	['on the channel', single, { channel: 'sms' }, true],
	['on another channel', single, { channel: 'whatsapp' }, false],
	['with the participant, in another spelling', single, { participant: '(555) 010-0199' }, true],
	['with somebody else', single, { participant: '+15550100198' }, false],
	['of the group, by its ID', group, { participant: 'GRP_7' }, true],
	['of another group', group, { participant: 'grp_8' }, false],
	['with a member of the group', group, { participant: 'Ada@Example.com' }, true],
	['with somebody who is not in the group', group, { participant: '+15550100199' }, false],
	['with nobody that AgentPhone names', nobody, { participant: '+15550100199' }, false],
	['a group', group, { isGroup: true }, true],
	['a group, where none is asked for', group, { isGroup: false }, false],
	['no group', single, { isGroup: false }, true],
	['no group, where one is asked for', single, { isGroup: true }, false],
	[
		'all of what is asked for',
		single,
		{ agentId: 'agent_1', channel: 'sms', participant: '+15550100199', isGroup: false },
		true,
	],
	[
		'all but one of what is asked for',
		single,
		{ agentId: 'agent_1', channel: 'mms', participant: '+15550100199', isGroup: false },
		false,
	],
])('a conversation %s', (_what, row, filters, isWanted) => {
	expect(isWantedConversation(row, filters)).toBe(isWanted);
});
