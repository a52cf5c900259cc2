import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type ISupplyDataFunctions,
	type SupplyData,
} from 'n8n-workflow';

import { listSearch } from '../fields/listSearch';
import { fields } from './fields';
import { memoryOf } from './memory';
import { recallerOf } from './recall';

/** What an AI agent remembers: the conversation as AgentPhone has it. Nothing is stored a second time. */
export class AgentPhoneMemory implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'AgentPhone Chat Memory',
		name: 'agentPhoneMemory',
		icon: {
			light: 'file:../../icons/agentphone.svg',
			dark: 'file:../../icons/agentphone.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: '=Last {{$parameter["contextWindowLength"]}} messages',
		description: 'The AgentPhone conversation as the memory of an AI agent',
		defaults: { name: 'AgentPhone Chat Memory' },
		builderHint: {
			searchHint:
				'The memory of an AI Agent that talks to people through AgentPhone. Set conversationId to that of the trigger. It stores nothing: the agent remembers its answer because AgentPhone, message: send, sends it into the conversation.',
			relatedNodes: [
				{
					nodeType: '@n8n/n8n-nodes-langchain.agent',
					relationHint: 'The agent whose memory it is',
				},
				{
					nodeType: 'n8n-nodes-agentphone.agentPhone',
					relationHint: 'Sends what the agent answers, which is how it is remembered',
				},
			],
		},
		inputs: [],
		outputs: [NodeConnectionTypes.AiMemory],
		outputNames: ['Memory'],
		credentials: [{ name: 'agentPhoneApi', required: true }],
		properties: fields,
	};

	methods = { listSearch };

	async supplyData(this: ISupplyDataFunctions, itemIndex: number): Promise<SupplyData> {
		return { response: memoryOf(this, await recallerOf(this, itemIndex)) };
	}
}
