/** Workflows as the benchmarks save them. */
import { randomUUID } from 'node:crypto';

import type { INode } from 'n8n-workflow';

import type { N8n, WorkflowDraft } from '../../n8n';

export function node(
	name: string,
	type: string,
	typeVersion: number,
	parameters: INode['parameters'] = {},
): Partial<INode> {
	const id = randomUUID();
	return { id, webhookId: randomUUID(), name, type, typeVersion, position: [0, 0], parameters };
}

/** @returns the ID of the active workflow, in which each node is connected to the next */
export async function activate(n8n: N8n, nodes: Partial<INode>[]): Promise<string> {
	const connections: WorkflowDraft['connections'] = {};
	nodes.slice(1).forEach(({ name }, index) => {
		connections[nodes[index].name!] = { main: [[{ node: name!, type: 'main', index: 0 }]] };
	});
	const workflowId = await n8n.client.createWorkflow({
		name: nodes[0].name!,
		nodes,
		connections,
	});
	await n8n.client.activate(workflowId);
	return workflowId;
}
