import type { INodeProperties } from 'n8n-workflow';

import { conversationLocator } from '../fields/locators';

export const DEFAULT_WINDOW = 20;

export const fields: INodeProperties[] = [
	conversationLocator({
		description:
			'The conversation to remember. In a workflow that starts with the AgentPhone Trigger, its field conversationId.',
	}),
	{
		displayName: 'Context Window Length',
		name: 'contextWindowLength',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: DEFAULT_WINDOW,
		description: 'How many of the latest messages the agent remembers',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Include Media',
				name: 'includeMedia',
				type: 'boolean',
				default: true,
				description:
					'Whether the agent gets the addresses of pictures and files. Otherwise it knows only how many there were.',
			},
			{
				displayName: 'Up to Message ID',
				name: 'upToMessageId',
				type: 'string',
				default: '={{ $json.messageId }}',
				description:
					'The message being answered: the agent has it as its prompt, so it is left out here, with all that is newer. Where it is not added, it is the messageId of the item, if there is one.',
			},
		],
	},
];
