import { showTyping } from '../../../api/endpoints/conversations';
import { conversationLocator } from '../../../fields/locators';
import { optionsField } from '../../fields';
import { resolveConversation, type ConversationRef, type Located } from '../../run/conversationRef';
import { defineOperation } from '../../run/defineOperation';
import { output } from '../../run/operation';

interface SendTyping {
	conversation: ConversationRef;
}

/** Shows the participant that an answer is being written. */
export const sendTyping = defineOperation<SendTyping, Located<SendTyping>>({
	option: {
		name: 'Send Typing Indicator',
		value: 'sendTyping',
		action: 'Send a typing indicator to a conversation',
		description: 'Show the participant that an answer is being written (iMessage only)',
	},
	effect: 'writes',
	fields: [
		conversationLocator({
			description:
				'The iMessage conversation to show the indicator in. It disappears by itself, or when a message is sent.',
		}),
		optionsField(),
	],
	read: (parameters) => ({ conversation: parameters.conversation('conversationId') }),
	resolve: resolveConversation,
	orderedBy: ({ conversationId }) => conversationId,
	async execute({ conversationId }, { api }) {
		return [output(await showTyping(api, conversationId))];
	},
});
