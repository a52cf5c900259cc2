import type { INodeProperties } from 'n8n-workflow';

import { contextLimitField } from '../fields/contextLimit';
import { channelFilter, isGroupFilter, participantFilter } from '../fields/conversationFilters';
import { agentLocator } from '../fields/locators';

/** The polling trigger's parameters, in the order in which they are shown. n8n adds when to poll. */
export const fields: INodeProperties[] = [
	{
		displayName: 'Event',
		name: 'event',
		type: 'options',
		default: 'message',
		description: 'What starts the workflow',
		options: [
			{
				name: 'Conversation Active',
				value: 'conversation',
				description:
					'Conversations in which something was written, as Conversation: Get Many has them',
			},
			{
				name: 'Message Received',
				value: 'message',
				description: 'Somebody wrote',
			},
			{
				name: 'Reaction Received',
				value: 'reaction',
				description:
					'Somebody reacted to one of the newest 100 messages of a conversation. AgentPhone lists no reactions, so each poll reads the 20 most recently active conversations and 20 of the others in turn.',
			},
		],
	},
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		displayOptions: { show: { event: ['message', 'reaction'] } },
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: [
			agentLocator({ description: 'Only conversations of this agent' }),
			channelFilter({ description: 'Only conversations on this channel' }),
			isGroupFilter,
			participantFilter,
		],
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			contextLimitField,
			{
				displayName: 'Metadata Changes',
				name: 'metadataChanges',
				type: 'boolean',
				default: true,
				description:
					'Whether conversations whose metadata changed count as well, for the event Conversation Active: of the 10,000 most recently active ones. Each poll then reads the list, a request for each hundred conversations and 50 at most; the next one goes on from there.',
			},
		],
	},
];
