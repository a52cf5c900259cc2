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
