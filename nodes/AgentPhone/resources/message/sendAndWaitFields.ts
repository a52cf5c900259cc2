import type { INodeProperties } from 'n8n-workflow';

import { conversationLocator } from '../../../fields/locators';
import { optionsField } from '../../fields';
import { plainTextField } from './plainTextField';

/** What a question that was not understood is answered with where the builder says nothing. */
export const NOT_UNDERSTOOD = {
	approval: 'Sorry, I did not understand that. Please answer yes or no.',
	choice: 'Sorry, I did not understand that. Please answer with one of the numbers.',
	freeText: '',
};

const onlyFor = (...types: string[]) => ({ show: { '/responseType': types } });

/** The fields of Message: Send and Wait for Response. n8n's human review of tools knows some of them by name. */
export const sendAndWaitFields: INodeProperties[] = [
	{
		displayName:
			'The answer arrives through an AgentPhone Trigger in an active workflow of this n8n, whichever workflow that is. It resumes this one, and starts nothing else.',
		name: 'hearingNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'To',
		name: 'sendTo',
		type: 'options',
		default: 'participant',
		description: 'Whom to ask',
		options: [
			{
				name: 'Conversation',
				value: 'conversation',
				description: 'Ask in an existing conversation, from the number it is with',
			},
			{
				name: 'Participant',
				value: 'participant',
				description: 'Ask a phone number, an email address or a group',
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
			'A phone number in any format, an email address (iMessage), or a group ID (grp_…). In a workflow that starts with the AgentPhone Trigger, ask its field replyTo.',
	},
	conversationLocator({
		displayOptions: { show: { sendTo: ['conversation'] } },
		description: 'The conversation to ask in',
	}),
	{
		displayName: 'Message',
		name: 'message',
		type: 'string',
		required: true,
		typeOptions: { rows: 4 },
		default: '',
		placeholder: 'e.g. May I book the table for 7 pm?',
		description: 'The question',
	},
	{
		displayName: 'Response Type',
		name: 'responseType',
		type: 'options',
		default: 'approval',
		description: 'What counts as an answer',
		options: [
			{
				name: 'Approval',
				value: 'approval',
				description: 'Yes or no, in words or by tapback (thumbs up, thumbs down)',
			},
			{
				name: 'Choice',
				value: 'choice',
				description: 'One of several choices, by its number or its text',
			},
			{ name: 'Free Text', value: 'freeText', description: 'Whatever they write' },
		],
	},
	{
		displayName: 'Choices',
		name: 'choices',
		type: 'string',
		required: true,
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Choice' },
		displayOptions: { show: { responseType: ['choice'] } },
		default: [],
		placeholder: 'e.g. Tuesday at 3 pm',
		description: 'Two to 20 different choices. They are sent below the message, numbered.',
	},
	optionsField([
		{
			displayName: 'Answer From',
			name: 'answerFrom',
			type: 'string',
			default: '',
			placeholder: 'e.g. +15550100001, ada@example.com',
			description:
				'Who may answer, separated by commas: phone numbers with their country code, in any spelling, or email addresses. In a group, an approval needs it. What others write starts the workflow of the trigger as usual.',
		},
		{
			displayName: 'Approve Words',
			name: 'approveWords',
			type: 'string',
			default: '',
			displayOptions: onlyFor('approval'),
			placeholder: 'e.g. ship it, go',
			description: 'What else means yes, beside the usual words, separated by commas',
		},
		{
			displayName: 'Decline Words',
			name: 'declineWords',
			type: 'string',
			default: '',
			displayOptions: onlyFor('approval'),
			placeholder: 'e.g. hold, later',
			description: 'What else means no, beside the usual words, separated by commas',
		},
		{
			displayName: 'Limit Wait Time',
			name: 'limitWaitTime',
			type: 'fixedCollection',
			default: {
				values: { limitType: 'afterTimeInterval', resumeAmount: 45, resumeUnit: 'minutes' },
			},
			description:
				'How long to wait. After that the items come out as they went in, without an answer, and what is written later starts the workflow of the trigger as usual. Without a limit it waits for ever.',
			options: [
				{
					displayName: 'Limit',
					name: 'values',
					values: [
						{
							displayName: 'Limit Type',
							name: 'limitType',
							type: 'options',
							default: 'afterTimeInterval',
							description: 'How the limit is set',
							options: [
								{ name: 'After Time Interval', value: 'afterTimeInterval' },
								{ name: 'At Specified Time', value: 'atSpecifiedTime' },
							],
						},
						{
							displayName: 'Amount',
							name: 'resumeAmount',
							type: 'number',
							displayOptions: { show: { limitType: ['afterTimeInterval'] } },
							typeOptions: { minValue: 0, numberPrecision: 2 },
							default: 45,
							description: 'How many of the unit to wait',
						},
						{
							displayName: 'Unit',
							name: 'resumeUnit',
							type: 'options',
							displayOptions: { show: { limitType: ['afterTimeInterval'] } },
							default: 'minutes',
							description: 'The unit of the amount',
							options: [
								{ name: 'Days', value: 'days' },
								{ name: 'Hours', value: 'hours' },
								{ name: 'Minutes', value: 'minutes' },
							],
						},
						{
							displayName: 'Date and Time',
							name: 'maxDateAndTime',
							type: 'dateTime',
							displayOptions: { show: { limitType: ['atSpecifiedTime'] } },
							default: '',
							description: 'When to stop waiting',
						},
					],
				},
			],
		},
		{
			displayName: 'Not Understood',
			name: 'notUnderstood',
			type: 'string',
			default: 'Sorry, I did not understand that. Could you answer again?',
			displayOptions: onlyFor('approval', 'choice'),
			description:
				'What an unclear answer is answered with; then the node waits on. Empty: nothing is sent, and the text starts the workflow of the trigger as usual.',
		},
		plainTextField,
	]),
];
