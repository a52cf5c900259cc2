/** The workflows of `examples/`, as they are imported. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { INode } from 'n8n-workflow';

import type { WorkflowDraft } from '../../n8n';
import { projectFolder } from '../../n8n/folders';

const folder = join(projectFolder, 'examples');

/** Their file names without `.json`. */
export const exampleNames = readdirSync(folder)
	.filter((file) => file.endsWith('.json'))
	.map((file) => file.replace(/\.json$/, ''))
	.sort();

/** A fresh copy, to set in it what its user would set. */
export function readExample(name: string): WorkflowDraft {
	return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as WorkflowDraft;
}

/** @throws Error when the workflow has no node of that name */
export function nodeOf({ nodes }: WorkflowDraft, name: string): Partial<INode> {
	const found = nodes.find((node) => node.name === name);
	if (!found) throw new Error(`The example has no node "${name}"`);
	return found;
}

/** Enters a value in a field of an Edit Fields node. */
export function enter(workflow: WorkflowDraft, node: string, field: string, value: string) {
	const { assignments } = nodeOf(workflow, node).parameters!.assignments as {
		assignments: { name: string; value: string }[];
	};
	const assignment = assignments.find(({ name }) => name === field);
	if (!assignment) throw new Error(`"${node}" has no field "${field}"`);
	assignment.value = value;
}
