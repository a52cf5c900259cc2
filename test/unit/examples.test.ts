import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { exampleNames, readExample } from '../harness/example';

const root = join(__dirname, '..', '..');
const page = readFileSync(join(root, 'examples', 'README.md'), 'utf8');

/** That they run is tested in test/examples. */
describe.each(exampleNames)('the example %s', (name) => {
	const { nodes, connections } = readExample(name);

	it('has a section in examples/README.md, with its picture', () => {
		expect(page).toContain(`\n[${name}.json](${name}.json)\n`);
		expect(page).toContain(`](../docs/images/example-${name}.png)`);
		expect(existsSync(join(root, 'docs', 'images', `example-${name}.png`))).toBe(true);
	});

	it('says in a note what to set', () => {
		const notes = nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
		expect(notes.map(({ parameters }) => parameters!.content).join()).toContain('**To set');
	});

	it('names credentials as n8n does, so that they are found, and none of one machine', () => {
		const names: Record<string, string> = {
			agentPhoneApi: 'AgentPhone account',
			openAiApi: 'OpenAI account',
			hubspotAppToken: 'HubSpot App Token account',
		};
		for (const { credentials = {} } of nodes)
			for (const [type, credential] of Object.entries(credentials))
				expect(credential).toEqual({ id: '', name: names[type] });
	});

	it('has nodes named for what they do, each in its place', () => {
		for (const node of nodes) {
			expect(node.name).not.toMatch(/\d$|^(If|Switch|Edit Fields|Code|AgentPhone)$/);
			expect(nodes.filter(({ name: other }) => other === node.name)).toEqual([node]);
		}
		const linked = Object.values(connections)
			.flatMap((outputs) => Object.values(outputs).flat(2))
			.map((target) => target?.node);
		expect(nodes.map((each) => each.name)).toEqual(expect.arrayContaining(linked));
	});
});
