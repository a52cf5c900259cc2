import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { listSearch } from '../fields/listSearch';
import { describeResources } from './run/menu';
import { resources } from './resources';
import { conversation } from './resources/conversation';
import { run } from './run/run';
import { receiveAnswer } from './waiting/receiveAnswer';
import { waitingWebhooks } from './waiting/webhooks';

/** What a workflow does with AgentPhone: each operation is a file in `resources/`. */
export class AgentPhone implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'AgentPhone',
		name: 'agentPhone',
		icon: {
			light: 'file:../../icons/agentphone.svg',
			dark: 'file:../../icons/agentphone.dark.svg',
		},
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Text people by SMS and iMessage, and keep the state of their conversations',
		defaults: { name: 'AgentPhone' },
		usableAsTool: true,
		builderHint: {
			searchHint:
				'Use it for SMS, iMessage, WhatsApp and phone calls. To answer a message of AgentPhone Trigger, use message: send with sendTo "conversation" and its conversationId; the channel and the sending number follow. To ask a person and go on with the answer, use message: sendAndWait instead of a Wait node: it needs a published workflow with an AgentPhone trigger in the same n8n. Keep what is known about a person in the metadata of the conversation (conversation: update, merge), not in a table of your own. For text that a language model wrote, add the options plainText and splitLongText.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-agentphone.agentPhoneTrigger',
					relationHint: 'Starts the workflow when a person writes, reacts or calls',
				},
				{
					nodeType: 'n8n-nodes-agentphone.agentPhoneMemory',
					relationHint: 'Gives an AI Agent the conversation as its memory',
				},
			],
		},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'agentPhoneApi', required: true }],
		webhooks: waitingWebhooks,
		properties: describeResources(resources, conversation),
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await run(this, resources)];
	}

	/** Called for an execution that waits for an answer. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveAnswer(this);
	}
}
