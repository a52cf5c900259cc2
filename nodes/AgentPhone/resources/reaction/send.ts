import { sendReaction } from '../../../api/endpoints/reactions';
import { optionsField } from '../../fields';
import { defineOperation } from '../../run/defineOperation';
import { output } from '../../run/operation';

interface Send {
	messageId: string;
	/** One of the six tapbacks, or an emoji. */
	reaction: string;
}

/** Reacts to a message. Reactions to one message are sent in the order of the items. */
export const send = defineOperation<Send>({
	option: {
		name: 'Send',
		value: 'send',
		action: 'React to a message',
		description: 'React to a message with a tapback or an emoji (iMessage and WhatsApp)',
	},
	effect: 'sends',
	fields: [
		{
			displayName: 'Message ID',
			name: 'messageId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. msg_8f2a61c0',
			description:
				'The message to react to, by iMessage or WhatsApp. Each image of a carousel is a message with an ID of its own.',
		},
		{
			displayName: 'Reaction',
			name: 'reaction',
			type: 'options',
			default: 'love',
			description: 'How to react',
			options: [
				{
					name: 'Custom Emoji',
					value: 'custom',
					description: 'Any emoji (not every iMessage number can send one)',
				},
				{ name: 'Dislike', value: 'dislike', description: 'Thumbs down' },
				{ name: 'Emphasize', value: 'emphasize', description: 'Exclamation marks' },
				{ name: 'Laugh', value: 'laugh', description: 'Ha ha' },
				{ name: 'Like', value: 'like', description: 'Thumbs up' },
				{ name: 'Love', value: 'love', description: 'Heart' },
				{ name: 'Question', value: 'question', description: 'Question mark' },
			],
		},
		{
			displayName: 'Emoji',
			name: 'emoji',
			type: 'string',
			required: true,
			displayOptions: { show: { reaction: ['custom'] } },
			default: '',
			placeholder: 'e.g. 🎉',
			description: 'The emoji to react with',
		},
		optionsField(),
	],
	read(parameters) {
		const reaction = parameters.required('reaction', 'Reaction');
		return {
			messageId: parameters.required('messageId', 'Message ID'),
			reaction: reaction === 'custom' ? parameters.required('emoji', 'Emoji') : reaction,
		};
	},
	orderedBy: ({ messageId }) => messageId,
	async execute({ messageId, reaction }, { api }) {
		return [output(await sendReaction(api, messageId, reaction))];
	},
});
