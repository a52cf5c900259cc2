/**
 * Workflows as users have saved them, with every operation and every option of a release. They stay as they are.
 *
 * A change that breaks one of them breaks the workflows of users. It then needs a new version of the node
 * (`version: [1, 1.1]`, the old behaviour kept for 1), and fixtures of its own beside the old ones.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { INode, INodeType } from 'n8n-workflow';

import { AgentPhone } from '../../nodes/AgentPhone/AgentPhone.node';
import { AgentPhoneMemory } from '../../nodes/AgentPhoneMemory/AgentPhoneMemory.node';
import { AgentPhonePollingTrigger } from '../../nodes/AgentPhonePollingTrigger/AgentPhonePollingTrigger.node';
import { AgentPhoneTrigger } from '../../nodes/AgentPhoneTrigger/AgentPhoneTrigger.node';
import type { WorkflowDraft } from '../../n8n';
import { projectFolder } from '../../n8n/folders';

const folder = join(projectFolder, 'test', 'upgrades', 'fixtures');

/** What a fixture did when it was saved. */
export interface Result {
	/** All requests that changed something, in order. */
	writes: Array<{ method: string; path: string; body?: unknown }>;
	/** The fields of each node's first item, which later nodes may refer to. */
	fields: Record<string, string[]>;
}

/** What the package's nodes are called in workflows. */
export const nodeTypes: Record<string, INodeType> = {
	'n8n-nodes-agentphone.agentPhone': new AgentPhone(),
	'n8n-nodes-agentphone.agentPhoneTrigger': new AgentPhoneTrigger(),
	'n8n-nodes-agentphone.agentPhoneMemory': new AgentPhoneMemory(),
	'n8n-nodes-agentphone.agentPhonePollingTrigger': new AgentPhonePollingTrigger(),
};

export const fixtureNames = readdirSync(folder)
	.filter((file) => file.endsWith('.json'))
	.map((file) => file.slice(0, -'.json'.length));

export const readFixture = (name: string) =>
	JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as WorkflowDraft;

export const readResult = (name: string) =>
	JSON.parse(
		readFileSync(join(projectFolder, 'test', 'upgrades', 'results', `${name}.json`), 'utf8'),
	) as Result;

/** The nodes of ours in a fixture. */
export const ownNodes = (name: string) =>
	readFixture(name).nodes.filter(({ type }) => type! in nodeTypes) as INode[];
