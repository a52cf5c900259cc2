import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { listSearch } from '../fields/listSearch';
import { fields } from './fields';
import { poll } from './poll';

/** Starts a workflow for what it finds at AgentPhone: for an n8n that AgentPhone cannot reach, and for syncs. */
export class AgentPhonePollingTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'AgentPhone Polling Trigger',
		name: 'agentPhonePollingTrigger',
		icon: {
			light: 'file:../../icons/agentphone.svg',
			dark: 'file:../../icons/agentphone.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: '={{$parameter["event"]}}',
		description:
			'Looks every so often for messages, reactions or active conversations; n8n need not be reachable from the internet',
		defaults: { name: 'AgentPhone Polling Trigger' },
		builderHint: {
			searchHint:
				'Use it where the internet cannot reach n8n, and to keep a CRM or a table in step (event "conversation"). It looks every minute at most; where n8n has a public address, AgentPhone Trigger starts at once. Each message comes once, so no table of handled messages is needed.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-agentphone.agentPhone',
					relationHint: 'Answers the message, and updates the metadata of the conversation',
				},
				{
					nodeType: 'n8n-nodes-agentphone.agentPhoneTrigger',
					relationHint: 'Use instead where n8n has a public address',
				},
			],
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'agentPhoneApi', required: true }],
		polling: true,
		properties: fields,
	};

	methods = { listSearch };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this);
	}
}
