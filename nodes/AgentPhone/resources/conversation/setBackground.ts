import { path } from '../../../api/http/api';
import { conversationLocator } from '../../../fields/locators';
import { optionsField } from '../../fields';
import { defineOperation } from '../../run/defineOperation';
import { output } from '../../run/operation';

interface SetBackground {
	conversationId: string;
	imageUrl: string;
}

/** Sets the picture behind an iMessage conversation, for everybody in it. */
export const setBackground = defineOperation<SetBackground>({
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
		conversationId: parameters.id('conversationId'),
		imageUrl: parameters.url('imageUrl', 'The image URL'),
	}),
	orderedBy: ({ conversationId }) => conversationId,
	async execute({ conversationId, imageUrl }, { api }) {
		const answer: object = await api.request({
			method: 'POST',
			path: path`/v1/conversations/${conversationId}/background`,
			body: { image_url: imageUrl },
			repeat: 'safe',
		});
		return [output(answer)];
	},
});
