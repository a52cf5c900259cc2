import { join } from 'node:path';

import { loadOutputSchema } from 'n8n-core';

import { projectFolder } from '../../n8n/folders';
import { resources } from '../../nodes/AgentPhone/resources';

const folderOf = (node: string) => join(projectFolder, 'nodes', node);

const operations = resources.flatMap(({ option: resource, operations }) =>
	operations.map(({ option: operation }) => [resource.value, operation.value]),
);

describe('n8n finds the output preview', () => {
	it.each(operations)('of %s: %s, by the exact version that the editor asks for', (...names) => {
		const [resource, operation] = names;
		const schema = loadOutputSchema({
			nodeDir: folderOf('AgentPhone'),
			version: 1,
			resource,
			operation,
		});
		expect(schema).toMatchObject({ type: 'object', properties: expect.any(Object), version: 1 });
		expect(Object.keys(schema!.properties!)).not.toHaveLength(0);
	});

	it.each([
		['AgentPhoneTrigger', 1],
		['AgentPhoneTrigger', 2],
		['AgentPhonePollingTrigger', 1],
	])('of the %s, version %d, for its AI builder', (node, version) => {
		const schema = loadOutputSchema({ nodeDir: folderOf(node), version, versionFallback: true });
		expect(schema).toMatchObject({ type: 'object', properties: { text: { type: 'string' } } });
	});
});
