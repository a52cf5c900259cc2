/** How n8n's AI builder finds the nodes, by n8n's own search, and what it reads about them there. */
import { NodeSearchEngine } from '@n8n/ai-utilities/node-catalog';
import type { INodeTypeDescription } from 'n8n-workflow';

import { AgentPhone } from '../../nodes/AgentPhone/AgentPhone.node';
import actionCodex from '../../nodes/AgentPhone/AgentPhone.node.json';
import { AgentPhoneMemory } from '../../nodes/AgentPhoneMemory/AgentPhoneMemory.node';
import memoryCodex from '../../nodes/AgentPhoneMemory/AgentPhoneMemory.node.json';
import { AgentPhonePollingTrigger } from '../../nodes/AgentPhonePollingTrigger/AgentPhonePollingTrigger.node';
import pollingCodex from '../../nodes/AgentPhonePollingTrigger/AgentPhonePollingTrigger.node.json';
import { AgentPhoneTrigger } from '../../nodes/AgentPhoneTrigger/AgentPhoneTrigger.node';
import triggerCodex from '../../nodes/AgentPhoneTrigger/AgentPhoneTrigger.node.json';

/** With the package's name, as n8n lists it. */
const listed = (
	description: INodeTypeDescription,
	{ node, alias }: { node: string; alias: string[] },
) => ({
	...description,
	name: node,
	codex: { alias },
});

const nodes = [
	listed(new AgentPhone().description, actionCodex),
	listed(new AgentPhoneTrigger().description, triggerCodex),
	listed(new AgentPhonePollingTrigger().description, pollingCodex),
	listed(new AgentPhoneMemory().description, memoryCodex),
];
const catalogue = new NodeSearchEngine(nodes);

it.each(['text message', 'SMS', 'iMessage', 'WhatsApp'])(
	'n8n’s catalogue finds the action and both triggers by "%s"',
	(words) => {
		const found = catalogue.searchByName(words).map(({ displayName }) => displayName);
		expect(found).toEqual(
			expect.arrayContaining(['AgentPhone', 'AgentPhone Trigger', 'AgentPhone Polling Trigger']),
		);
	},
);

describe.each(nodes)('the hint of $displayName', ({ displayName, builderHint }) => {
	it('comes with what the catalogue finds', () => {
		const found = catalogue
			.searchByName(displayName)
			.find((each) => each.displayName === displayName);
		expect(found).toMatchObject({ builderHintMessage: builderHint!.searchHint });
	});

	it('names nodes that there are', () => {
		const ours = (builderHint!.relatedNodes ?? [])
			.map(({ nodeType }) => nodeType)
			.filter((type) => type.startsWith('n8n-nodes-agentphone.'));
		const names = nodes.map(({ name }) => name);
		expect(ours.filter((type) => !names.includes(type))).toEqual([]);
		expect(ours).not.toHaveLength(0);
	});
});

/** Hints are prose, so nothing else would notice that an operation or a field in them is gone. */
it('the hint of AgentPhone names what the node has', () => {
	const { properties, builderHint } = new AgentPhone().description;
	const known = JSON.stringify(properties);
	for (const name of ['sendAndWait', 'sendTo', 'conversation', 'plainText', 'splitLongText']) {
		expect(builderHint!.searchHint).toContain(name);
		expect(known).toContain(`"${name}"`);
	}
});
