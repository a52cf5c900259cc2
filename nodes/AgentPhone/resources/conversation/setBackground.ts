import { setBackground as set } from '../../../api/endpoints/conversations';
import { conversationLocator } from '../../../fields/locators';
import { optionsField } from '../../fields';
import { resolveConversation, type ConversationRef, type Located } from '../../run/conversationRef';
import { defineOperation } from '../../run/defineOperation';
import { output } from '../../run/operation';

interface SetBackground {
	conversation: ConversationRef;
	imageUrl: string;
}

/** Sets the picture behind an iMessage conversation, for everybody in it. */
export const setBackground = defineOperation<SetBackground, Located<SetBackground>>({
	option: {
		name: 'Set Background',
		value: 'setBackground',
		action: 'Set the background of a conversation',
		description: 'Set the picture behind a conversation, for everybody in it (iMessage only)',
	},
	effect: 'writes',
	fields: [
		conversationLocator({ description: 'The iMessage conversation to set the background of' }),
		{
			displayName: 'Image URL',
			name: 'imageUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://example.com/beach.jpg',
			description:
				'Where AgentPhone fetches the image: a public HTTPS address of a JPEG, PNG, GIF, WebP or HEIC image of at most 10 MB',
		},
		optionsField(),
	],
	read: (parameters) => ({
		conversation: parameters.conversation('conversationId'),
		imageUrl: parameters.url('imageUrl', 'The image URL'),
	}),
	resolve: resolveConversation,
	orderedBy: ({ conversationId }) => conversationId,
	async execute({ conversationId, imageUrl }, { api }) {
		return [output(await set(api, conversationId, imageUrl))];
	},
});
