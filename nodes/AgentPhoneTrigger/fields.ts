import type { INodeProperties } from 'n8n-workflow';

import { agentLocator } from '../fields/locators';
import { options } from './options';

/** The trigger's parameters, in the order in which they are shown. */
export const fields: INodeProperties[] = [
	{
		displayName:
			'AgentPhone sends events to one URL only. While a test run waits for a real event, the live workflow gets none; afterwards the webhook is given back to it. To leave the live workflow alone, set Test Run With to a sample.',
		name: 'testNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		default: ['agent.message', 'agent.reaction'],
		description: 'What starts the workflow',
		options: [
			{
				name: 'Call Ended',
				value: 'agent.call_ended',
				description: 'A phone call is over; comes with transcript and summary',
			},
			{
				name: 'Message Received',
				value: 'agent.message',
				description: 'Somebody wrote (or, with the channel Voice, said something in a call)',
			},
			{
				name: 'Other Event',
				value: 'other',
				description:
					'Any other event that AgentPhone sends, such as a shared contact card, as it comes; and messages from channels that are not in the list of the option Channels',
			},
			{
				name: 'Reaction Received',
				value: 'agent.reaction',
				description: 'Somebody reacted to a message (iMessage, WhatsApp)',
			},
		],
	},
	{
		displayName: 'Scope',
		name: 'scope',
		type: 'options',
		default: 'account',
		description: 'Whose events start the workflow',
		options: [
			{
				name: 'Whole Account',
				value: 'account',
				description: 'All agents, except those that have a webhook of their own',
			},
			{
				name: 'One Agent',
				value: 'agent',
				description: "One agent's events, which then no longer go to the account's webhook",
			},
		],
	},
	agentLocator({
		required: true,
		description: 'The agent whose events start the workflow',
		displayOptions: { show: { scope: ['agent'] } },
	}),
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
	{
		displayName: 'Answer Callers',
		name: 'responseMode',
		type: 'options',
		default: 'onReceived',
		// Not shown by the option Channels alone, because n8n does not look into options when it applies displayOptions.
		description:
			'What a caller hears after saying something. Matters only when the option Channels includes Voice: text messages are acknowledged at once in any case.',
		options: [
			{
				name: 'Not by the Workflow',
				value: 'onReceived',
				description: 'They hear nothing, or the Voice Fallback if one is set',
			},
			{
				name: 'Using Respond to Webhook Node',
				value: 'responseNode',
				description:
					"They hear what n8n's Respond to Webhook node gives. That node insists on a Webhook node before it: add one, connect it to the same node as this trigger, and deactivate it.",
			},
			{
				name: 'When Last Node Finishes',
				value: 'lastNode',
				description: 'They hear the first item of the last node',
			},
		],
	},
	{
		displayName:
			'The answer is a text, or an object with some of <code>text</code>, <code>hangup</code>, <code>action</code> ("transfer" or "hangup") and <code>digits</code>. Anything else, an error, or no answer in time makes the caller hear the Voice Fallback. Add Voice to the Channels in the options.',
		name: 'voiceNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { responseMode: ['lastNode', 'responseNode'] } },
	},
	{
		displayName: 'Test Run With',
		name: 'testWith',
		type: 'options',
		default: 'realEvent',
		description:
			'What a test run in the editor receives. With a sample, AgentPhone is not involved, and the live workflow goes on undisturbed.',
		options: [
			{ name: 'Real Event', value: 'realEvent' },
			{ name: 'Sample Ended Call', value: 'sampleCallEnded' },
			{ name: 'Sample Group Message', value: 'sampleGroupMessage' },
			{ name: 'Sample Message', value: 'sampleMessage' },
			{ name: 'Sample Reaction', value: 'sampleReaction' },
			{ name: 'Sample Voice Turn', value: 'sampleVoiceTurn' },
		],
	},
	options,
];
