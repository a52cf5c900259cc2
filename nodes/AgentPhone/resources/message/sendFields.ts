import type { INodeProperties } from 'n8n-workflow';

import { agentLocator, conversationLocator, numberLocator } from '../../../fields/locators';
import { optionsField } from '../../fields';
import { plainTextField } from './plainTextField';
import { whatsAppField } from './whatsApp';

/** The fields of Message: Send, in the order in which a message is written. */
export const sendFields: INodeProperties[] = [
	{
		displayName: 'To',
		name: 'sendTo',
		type: 'options',
		default: 'participant',
		description: 'Whom to send the message to',
		options: [
			{
				name: 'Conversation',
				value: 'conversation',
				description:
					'Answer an existing conversation: its participant or its group, from the number it is with',
			},
			{
				name: 'New Group',
				value: 'newGroup',
				description: 'Start a new iMessage group with two or more people',
			},
			{
				name: 'Participant',
				value: 'participant',
				description: 'Write to a phone number, an email address or a group ID',
			},
		],
	},
	{
		displayName: 'Recipient',
		name: 'toNumber',
		type: 'string',
		required: true,
		displayOptions: { show: { sendTo: ['participant'] } },
		default: '',
		placeholder: 'e.g. +15550100199',
		description:
			'A phone number in any format, a short code, an email address (iMessage), or a group ID (grp_…). In a workflow that starts with the AgentPhone Trigger, answer to its field replyTo.',
	},
	conversationLocator({
		displayOptions: { show: { sendTo: ['conversation'] } },
		description: 'The conversation to answer: its participant, or its group',
	}),
	{
		displayName: 'Recipients',
		name: 'recipients',
		type: 'string',
		required: true,
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Recipient' },
		displayOptions: { show: { sendTo: ['newGroup'] } },
		default: [],
		placeholder: 'e.g. +15550100199',
		description:
			'Two or more phone numbers or email addresses. The output field to_number is the ID of the new group, to send further messages to.',
	},
	{
		displayName: 'Message',
		name: 'body',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		placeholder: 'e.g. Your table is booked for 7 pm.',
		description:
			'The text to send. An SMS holds up to 1600 characters. May be empty when there is media, and must be for several images.',
	},
	{
		displayName: 'Media URLs',
		name: 'mediaUrls',
		type: 'string',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Media URL' },
		default: [],
		placeholder: 'e.g. https://example.com/menu.jpg',
		description:
			'Public HTTPS addresses of images, videos or files. One goes with the text; 2 to 20 images make an iMessage carousel, which has no text.',
	},
	optionsField([
		agentLocator({ description: 'The agent to send as' }),
		{
			displayName: 'Channel',
			name: 'channel',
			type: 'options',
			default: 'automatic',
			description:
				'How the message goes. Takes the field channel of the AgentPhone Trigger as it is, so that WhatsApp is answered by WhatsApp.',
			options: [
				{
					name: 'Automatic',
					value: 'automatic',
					description:
						'AgentPhone chooses between iMessage and SMS; with To: Conversation, as the conversation goes',
				},
				{
					name: 'WhatsApp',
					value: 'whatsapp',
					description: 'By WhatsApp, a thread of its own beside iMessage and SMS',
				},
			],
		},
		{
			displayName: 'From Number',
			name: 'fromNumber',
			type: 'string',
			default: '',
			placeholder: 'e.g. +15550100100',
			description: 'Which of your numbers to send from, written as a phone number',
		},
		numberLocator({
			displayName: 'Phone Number',
			description: 'Which of your numbers to send from, picked from the list or by its ID',
		}),
		plainTextField,
		{
			displayName: 'Reply to Message ID',
			name: 'replyToMessageId',
			type: 'string',
			default: '',
			placeholder: 'e.g. msg_8f2a61c0',
			description: 'The message to reply to inline (iMessage and WhatsApp)',
		},
		{
			displayName: 'Send Style',
			name: 'sendStyle',
			type: 'options',
			default: 'confetti',
			description: 'The effect the message arrives with. iMessage only; an SMS is sent without it.',
			options: [
				{ name: 'Balloons', value: 'balloons', description: 'Balloons fill the screen' },
				{ name: 'Celebration', value: 'celebration', description: 'Sparks fill the screen' },
				{ name: 'Confetti', value: 'confetti', description: 'Confetti fills the screen' },
				{ name: 'Echo', value: 'echo', description: 'The message repeats all over the screen' },
				{ name: 'Fireworks', value: 'fireworks', description: 'Fireworks fill the screen' },
				{ name: 'Gentle', value: 'gentle', description: 'The bubble arrives small and quiet' },
				{ name: 'Invisible Ink', value: 'invisible', description: 'Hidden until it is swiped' },
				{ name: 'Lasers', value: 'lasers', description: 'Lasers fill the screen' },
				{ name: 'Loud', value: 'loud', description: 'The bubble arrives large' },
				{ name: 'Love', value: 'love', description: 'A heart fills the screen' },
				{ name: 'Slam', value: 'slam', description: 'The bubble slams onto the screen' },
				{ name: 'Spotlight', value: 'spotlight', description: 'A light falls on the message' },
			],
		},
		{
			displayName: 'Split Long Text',
			name: 'splitLongText',
			type: 'boolean',
			default: true,
			description:
				'Whether to send a text of more than 1600 characters as several messages, divided between paragraphs, sentences or words. The output field messageIds has the ID of each.',
		},
		whatsAppField,
	]),
];
