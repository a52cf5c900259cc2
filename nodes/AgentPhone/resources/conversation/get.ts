import { getConversation } from '../../../api/endpoints/conversations';
import { withoutWaiting } from '../../../api/dialogue/waiting';
import { AdvisedError } from '../../../api/errors/advised';
import { conversationLocator } from '../../../fields/locators';
import { optionsField } from '../../fields';
import { resolveConversation, type ConversationRef, type Located } from '../../run/conversationRef';
import { defineOperation } from '../../run/defineOperation';
import { output } from '../../run/operation';
import { simplifyConversation } from './simplify';

interface Get {
	conversation: ConversationRef;
	messageLimit: number;
	simplify: boolean;
}

/** Reads one conversation with its metadata and its newest messages. */
export const get = defineOperation<Get, Located<Get>>({
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get a conversation',
		description: 'Get a conversation with its metadata and its newest messages',
	},
	effect: 'reads',
	fields: [
		conversationLocator({ description: 'The conversation to get' }),
		{
			displayName: 'Simplify',
			name: 'simplify',
			type: 'boolean',
			default: true,
			description: 'Whether to return a simplified version of the response instead of the raw data',
		},
		optionsField([
			{
				displayName: 'Message Limit',
				name: 'messageLimit',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 100 },
				default: 50,
				description:
					'How many of the newest messages come with the conversation, 1 to 100. To read further back, use Message: Get Many.',
			},
		]),
	],
	read: (parameters) => ({
		conversation: parameters.conversation('conversationId'),
		messageLimit: Math.floor(parameters.number('options.messageLimit', 50, 1, 100)),
		simplify: parameters.flag('simplify') ?? true,
	}),
	resolve: resolveConversation,
	async execute({ conversationId, messageLimit, simplify }, { api }) {
		const conversation = await getConversation(api, conversationId, messageLimit);
		if (conversation?.id !== conversationId)
			throw new AdvisedError(
				`AgentPhone did not answer with the conversation ${conversationId}`,
				'Check the Base URL in the AgentPhone API credential, then run this again.',
			);
		const { metadata } = conversation;
		const shown = { ...conversation, ...(metadata && { metadata: withoutWaiting(metadata) }) };
		return [output(simplify ? simplifyConversation(shown) : shown)];
	},
});
