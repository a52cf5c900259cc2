import { ExecuteContext } from 'n8n-core';
import {
	createRunExecutionData,
	NodeConnectionTypes,
	Workflow,
	type AINodeConnectionType,
	type IDataObject,
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
		credentials: CREDENTIALS,
		...settings,
	};
	const asTool: INodeType = Object.assign(Object.create(nodeType) as INodeType, {
		description: { ...nodeType.description, inputs: [], outputs: [NodeConnectionTypes.AiTool] },
	});
	const { supplied } = await supplyAgent(engine, asTool, tool, NodeConnectionTypes.AiTool);
	const tools = supplied as Array<{ response: Tool }>;
	return tools.map((each) => each.response ?? each)[0] as Tool;
}

/** A memory as an agent calls it. */
export interface Memory {
	memoryKeys: string[];
	loadMemoryVariables(values: object): Promise<{ chat_history: MemoryMessage[] }>;
	saveContext(input: object, output: object): Promise<void>;
	clear(): Promise<void>;
	chatHistory: {
		getMessages(): Promise<MemoryMessage[]>;
		addMessage(message: object): Promise<void>;
		clear(): Promise<void>;
	};
}

export interface MemoryMessage {
	role: string;
	content: string;
	getType(): string;
}

/**
 * Connects the node to an AI agent as its memory.
 *
 * @param json the item that the agent works on
 * @returns the memory, and the execution in which the editor finds its log
 */
export async function connectMemory(
	engine: Engine,
	nodeType: INodeType,
	parameters: INodeParameters,
	json: object,
): Promise<{ memory: Memory; execution: IRunExecutionData }> {
	const { displayName, name } = nodeType.description;
	const node: INode = {
		id: 'memory',
		name: displayName,
		type: `n8n-nodes-agentphone.${name}`,
		typeVersion: 1,
		position: [0, 200],
		parameters,
		credentials: CREDENTIALS,
	};
	const { supplied, execution } = await supplyAgent(
		engine,
		nodeType,
		node,
		NodeConnectionTypes.AiMemory,
		json as IDataObject,
	);
	return { memory: supplied as Memory, execution };
}

const CREDENTIALS = { agentPhoneApi: { id: '1', name: 'AgentPhone' } };

/** What the node gives to an agent that it is connected to. */
async function supplyAgent(
	engine: Engine,
	nodeType: INodeType,
	node: INode,
	connection: AINodeConnectionType,
	json: IDataObject = {},
): Promise<{ supplied: unknown; execution: IRunExecutionData }> {
	const agent: INode = {
		id: 'agent',
		name: 'AI Agent',
		type: 'agent',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const typeOf = (name: string) => (name === agent.type ? AGENT : nodeType);
	const workflow = new Workflow({
		id: 'workflow-1',
		nodes: [node, agent],
		connections: {
			[node.name]: { [connection]: [[{ node: agent.name, type: connection, index: 0 }]] },
		},
		active: false,
		nodeTypes: {
			getByName: typeOf,
			getByNameAndVersion: typeOf,
			getKnownTypes: () => ({}),
		},
	});
	const items = [{ json }];
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
	return { supplied: await context.getInputConnectionData(connection, 0), execution };
}

const AGENT: INodeType = {
	description: {
		displayName: 'AI Agent',
		name: 'agent',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'AI Agent' },
		inputs: ['main', { type: 'ai_tool' }, { type: 'ai_memory', maxConnections: 1 }],
		outputs: ['main'],
		properties: [],
	},
};
