import { path } from '../../../api/http/api';
import { conversationLocator } from '../../../fields/locators';
import { optionsField } from '../../fields';
import { defineOperation } from '../../run/defineOperation';
import { output } from '../../run/operation';

interface RemoveBackground {
	conversationId: string;
}

/** Takes the picture behind an iMessage conversation away. AgentPhone answers nothing, so the output says it. */
export const removeBackground = defineOperation<RemoveBackground>({
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
	read: (parameters) => ({ conversationId: parameters.id('conversationId', 'Conversation') }),
	orderedBy: ({ conversationId }) => conversationId,
	async execute({ conversationId }, { api }) {
		await api.request({
			method: 'DELETE',
			path: path`/v1/conversations/${conversationId}/background`,
		});
		return [output({ conversationId, hasBackground: false })];
	},
});
