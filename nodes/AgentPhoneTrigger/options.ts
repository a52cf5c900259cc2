import type { INodeProperties } from 'n8n-workflow';

import { contextLimitField } from '../fields/contextLimit';

/** What may be added to the trigger; where it is not added, the defaults in `settings.ts` hold. */
export const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Binary Property',
			name: 'binaryPropertyName',
			type: 'string',
			default: 'data',
			description:
				'Name of the binary property for downloaded media. A second file gets the name with _1 at the end, and so on.',
		},
		{
			displayName: 'Channels',
			name: 'channels',
			type: 'multiOptions',
			default: ['sms', 'mms', 'imessage', 'whatsapp'],
			description: 'Over which channels messages and reactions start the workflow',
			options: [
				{ name: 'iMessage', value: 'imessage' },
				{ name: 'MMS', value: 'mms' },
				{ name: 'SMS', value: 'sms' },
				{
					name: 'Voice',
					value: 'voice',
					description: 'Each time somebody says something in a call',
				},
				{ name: 'WhatsApp', value: 'whatsapp' },
			],
		},
		contextLimitField,
		{
			displayName: 'Deduplicate',
			name: 'deduplicate',
			type: 'boolean',
			default: true,
			description:
				'Whether to start the workflow only once when AgentPhone delivers an event more than once',
		},
		{
			displayName: 'Download Media',
			name: 'downloadMedia',
			type: 'boolean',
			default: false,
			description:
				'Whether to attach images and other files to the item. When a file cannot be had, the item comes without it, and mediaErrors says why.',
		},
		{
			displayName: 'From',
			name: 'from',
			type: 'string',
			default: '',
			placeholder: 'e.g. +15550100001, ada@example.com',
			description:
				'Start the workflow only for these senders, separated by commas: phone numbers with their country code, in any spelling, or email addresses',
		},
		{
			displayName: 'Include Outbound',
			name: 'includeOutbound',
			type: 'boolean',
			default: false,
			description:
				'Whether to start the workflow also for what the agent itself sent. Answering such a message makes a loop.',
		},
		{
			displayName: 'On Conflict',
			name: 'onConflict',
			type: 'options',
			default: 'fail',
			description:
				'What to do on activation when AgentPhone already sends these events to another URL',
			options: [
				{
					name: 'Fail',
					value: 'fail',
					description: 'Leave it, and say which URL it is',
				},
				{
					name: 'Replace',
					value: 'replace',
					description: 'Take the webhook over, and give it back on deactivation',
				},
			],
		},
		{
			displayName: 'Paused Key',
			name: 'pausedKey',
			type: 'string',
			default: 'pausedUntil',
			description:
				'Leave a conversation alone while a person has taken it over: as long as this key of its metadata holds a time in the future (ISO 8601, such as 2026-01-31T12:00:00Z) or true, its messages and reactions start nothing. Without this option, all do.',
		},
		{
			displayName: 'Registration',
			name: 'registration',
			type: 'options',
			default: 'automatic',
			description: 'Who sets the webhook URL in AgentPhone',
			options: [
				{
					name: 'Automatic',
					value: 'automatic',
					description: 'This node does, on activation',
				},
				{
					name: 'Manual',
					value: 'manual',
					description:
						'You do. The secret that AgentPhone then shows belongs in the credential, as Webhook Secret.',
				},
			],
		},
		{
			displayName: 'Show Typing',
			name: 'showTyping',
			type: 'boolean',
			default: false,
			description:
				'Whether the person sees the typing indicator as the workflow starts (iMessage). It ends with the answer, or after a while.',
		},
		{
			displayName: 'Timeout',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 5, maxValue: 120, numberPrecision: 0 },
			default: 30,
			description: 'How many seconds AgentPhone waits for an answer before it tries again (5-120)',
		},
		{
			displayName: 'Timestamp Tolerance',
			name: 'timestampTolerance',
			type: 'number',
			typeOptions: { minValue: 1, numberPrecision: 0 },
			default: 300,
			description:
				'How many seconds the timestamp of a delivery may be away from now. Older deliveries are refused, so that a recorded one cannot be played again.',
		},
		{
			displayName: 'Voice Fallback',
			name: 'voiceFallback',
			type: 'string',
			default: 'Sorry, something went wrong. Could you say that again?',
			description: 'What a caller hears when the workflow gives no answer that can be spoken',
		},
		{
			displayName: 'Wait for Pause',
			name: 'waitForPause',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 110, numberPrecision: 1 },
			default: 5,
			description:
				'How many seconds nobody may have written before the workflow starts (0-110). People send three texts where one would do: those are then one execution, with all of them in text and messages. Without this option, or with 0, each text starts one at once.',
		},
	],
};
