import { removeBackground as remove } from '../../../api/endpoints/conversations';
import { conversationLocator } from '../../../fields/locators';
import { optionsField } from '../../fields';
import { resolveConversation, type ConversationRef, type Located } from '../../run/conversationRef';
import { defineOperation } from '../../run/defineOperation';
import { output } from '../../run/operation';

interface RemoveBackground {
	conversation: ConversationRef;
}

/** Takes the picture behind an iMessage conversation away. AgentPhone answers nothing, so the output says it. */
export const removeBackground = defineOperation<RemoveBackground, Located<RemoveBackground>>({
	option: {
		name: 'Remove Background',
		value: 'removeBackground',
		action: 'Remove the background of a conversation',
		description: 'Remove the picture behind a conversation (iMessage only)',
	},
	effect: 'writes',
	fields: [
		conversationLocator({ description: 'The iMessage conversation to remove the background of' }),
		optionsField(),
	],
	read: (parameters) => ({ conversation: parameters.conversation('conversationId') }),
	resolve: resolveConversation,
	orderedBy: ({ conversationId }) => conversationId,
	async execute({ conversationId }, { api }) {
		await remove(api, conversationId);
		return [output({ conversationId, hasBackground: false })];
	},
});
