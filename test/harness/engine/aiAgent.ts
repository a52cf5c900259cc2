import { ExecuteContext } from 'n8n-core';
import {
	createRunExecutionData,
	NodeConnectionTypes,
	Workflow,
	type INode,
	type INodeParameters,
	type INodeType,
	type IRunExecutionData,
} from 'n8n-workflow';

import type { Engine } from './engine';

/** A tool as an agent sees it. */
export interface Tool {
	name: string;
	description: string;
	/** A zod schema of what the model is to fill in. */
	schema: { safeParse(value: unknown): { success: boolean } };
	invoke(args: object): Promise<string>;
}

/** Connects the node to an AI agent as a tool, the way n8n makes one of any node with `usableAsTool`. */
export async function connectTool(
	engine: Engine,
	nodeType: INodeType,
	parameters: INodeParameters,
	settings: Partial<INode> = {},
): Promise<Tool> {
	const tool: INode = {
		id: 'tool',
		name: 'AgentPhone',
		type: 'n8n-nodes-agentphone.agentPhoneTool',
		typeVersion: 1,
		position: [0, 200],
		parameters,
		credentials: { agentPhoneApi: { id: '1', name: 'AgentPhone' } },
		...settings,
	};
	const agent: INode = {
		id: 'agent',
		name: 'AI Agent',
		type: 'agent',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const asTool: INodeType = Object.assign(Object.create(nodeType) as INodeType, {
		description: { ...nodeType.description, inputs: [], outputs: [NodeConnectionTypes.AiTool] },
	});
	const typeOf = (name: string) => (name === agent.type ? AGENT : asTool);
	const workflow = new Workflow({
		id: 'workflow-1',
		nodes: [tool, agent],
		connections: {
			[tool.name]: { ai_tool: [[{ node: agent.name, type: 'ai_tool', index: 0 }]] },
		},
		active: false,
		nodeTypes: {
			getByName: typeOf,
			getByNameAndVersion: typeOf,
			getKnownTypes: () => ({}),
		},
	});
	const items = [{ json: {} }];
	const data = { main: [items] };
	const execution: IRunExecutionData = createRunExecutionData();
	const context = new ExecuteContext(
		workflow,
		workflow.getNode(agent.name)!,
		engine.additionalData(),
		'manual',
		execution,
		0,
		items,
		data,
		{ node: agent, data, source: null },
		[],
	);
	const tools = (await context.getInputConnectionData('ai_tool', 0)) as Array<{ response: Tool }>;
	return tools.map((each) => each.response ?? each)[0] as Tool;
}

const AGENT: INodeType = {
	description: {
		displayName: 'AI Agent',
		name: 'agent',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'AI Agent' },
		inputs: ['main', { type: 'ai_tool' }],
		outputs: ['main'],
		properties: [],
	},
};
