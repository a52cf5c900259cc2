/** Workflows as n8n stores them, written short. */
import { randomUUID } from 'node:crypto';

import type { IConnections, INode, INodeParameters } from 'n8n-workflow';

import type { WorkflowDraft } from '../../../n8n';

export const TRIGGER = 'AgentPhone Trigger';

/** Our trigger, with a webhook of its own. */
export function trigger(parameters: INodeParameters = {}): Partial<INode> {
	return {
		...node(TRIGGER, 'n8n-nodes-agentphone.agentPhoneTrigger', parameters),
		webhookId: randomUUID(),
	};
}

/** Our action node. */
export function agentPhone(name: string, parameters: INodeParameters): Partial<INode> {
	return node(name, 'n8n-nodes-agentphone.agentPhone', parameters);
}

export const MANUAL = 'Manual Trigger';
export const manualTrigger = () => node(MANUAL, 'n8n-nodes-base.manualTrigger', {});

export function node(
	name: string,
	type: string,
	parameters: INodeParameters,
	typeVersion = 1,
): Partial<INode> {
	return { id: randomUUID(), name, type, typeVersion, position: [0, 0], parameters };
}

/** A conversation, as a resource locator given by ID. */
export const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** A workflow in which each node is connected to the next. */
export function chain(nodes: Partial<INode>[], name = 'End-to-end test'): WorkflowDraft {
	const connections: IConnections = {};
	nodes.forEach((each, index) => {
		each.position = [index * 220, 0];
		const next = nodes[index + 1]?.name;
		if (next) connections[each.name!] = { main: [[{ node: next, type: 'main', index: 0 }]] };
	});
	return { name, nodes, connections };
}
