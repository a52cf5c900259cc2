import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { listSearch } from '../fields/listSearch';
import { fields } from './fields';
import { receive } from './delivery/receive';
import { Registration } from './registration/registration';
import { webhook } from './webhook';

/** Starts a workflow when somebody writes to an agent, reacts to its message, or calls it. */
export class AgentPhoneTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'AgentPhone Trigger',
		name: 'agentPhoneTrigger',
		icon: {
			light: 'file:../../icons/agentphone.svg',
			dark: 'file:../../icons/agentphone.dark.svg',
		},
		group: ['trigger'],
		// The same in both; but for nodes of version 1, n8n evaluates an expression of its own with each delivery.
		version: [1, 2],
		defaultVersion: 2,
		subtitle: '={{$parameter["events"].join(", ").replaceAll("agent.", "").replaceAll("_", " ")}}',
		description: 'Starts the workflow when an agent gets a message or a reaction, or a call ends',
		eventTriggerDescription: 'Waiting for somebody to write to your AgentPhone number',
		activationMessage:
			'AgentPhone now sends its events to this workflow. Each event that starts it appears among its executions.',
		triggerPanel: {
			header: 'Write to your AgentPhone number, or test with a sample',
			executionsHelp: {
				inactive:
					'<b>While building</b>, click Execute and write a message to your AgentPhone number from your own phone. Or set <b>Test Run With</b> to a sample, which arrives by itself.<br /><br /><b>When it works</b>, publish (activate) the workflow: it then starts for every event.',
				active:
					'<b>The workflow is published</b>: it starts for every event, and its executions are listed on the Executions tab.<br /><br /><b>To go on building</b>, set <b>Test Run With</b> to a sample. With a real event, the published workflow gets none until the test ends.',
			},
			activationHint:
				'When the workflow works, publish (activate) it, so that it starts by itself.',
		},
		defaults: { name: 'AgentPhone Trigger' },
		builderHint: {
			searchHint:
				'Registers its own webhook at AgentPhone when the workflow is published: add no Webhook node, and ask for no verification token. n8n must be reachable from the internet over HTTPS; where it is not, use AgentPhone Polling Trigger, whose items are the same. Each item has text, conversationId, replyTo, and in state the metadata of the conversation. Answer with AgentPhone, message: send. Nothing is lost or started twice, so no table of handled messages is needed.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-agentphone.agentPhone',
					relationHint: 'Answers the message, and updates the metadata of the conversation',
				},
				{
					nodeType: 'n8n-nodes-agentphone.agentPhonePollingTrigger',
					relationHint: 'Use instead where the internet cannot reach n8n',
				},
			],
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'agentPhoneApi', required: true }],
		webhooks: [webhook],
		properties: fields,
	};

	methods = { listSearch };

	webhookMethods = {
		default: {
			checkExists: async function (this: IHookFunctions): Promise<boolean> {
				return await new Registration(this).find();
			},
			create: async function (this: IHookFunctions): Promise<boolean> {
				return await new Registration(this).create();
			},
			delete: async function (this: IHookFunctions): Promise<boolean> {
				return await new Registration(this).remove();
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}
}
