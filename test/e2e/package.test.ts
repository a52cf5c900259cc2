import { NodeSearchEngine } from '@n8n/ai-utilities/node-catalog';

import { resources } from '../../nodes/AgentPhone/resources';
import { useScene } from '../harness/n8n/scene';

/** How many results n8n's AI builder asks for. */
const BUILDER_LOOKS_AT = 10;

/** What n8n makes of the installed package: node types, and a credential that can be tested. */
describe('the package in n8n', () => {
	const scene = useScene();

	it('brings its nodes under its own name, and the action node as an AI tool', async () => {
		const names = (await scene.n8n.nodeTypes()).map(({ name }) => name);
		expect(names).toEqual(
			expect.arrayContaining([
				'n8n-nodes-agentphone.agentPhone',
				'n8n-nodes-agentphone.agentPhoneTrigger',
				'n8n-nodes-agentphone.agentPhonePollingTrigger',
				'n8n-nodes-agentphone.agentPhoneMemory',
				'n8n-nodes-agentphone.agentPhoneTool',
			]),
		);
	});

	it.each(['text message', 'SMS', 'iMessage', 'WhatsApp'])(
		'is what the AI builder finds by "%s", among all nodes of n8n',
		async (words) => {
			const catalogue = await scene.n8n.nodeTypes();
			const found = new NodeSearchEngine(catalogue as never).searchByName(words, BUILDER_LOOKS_AT);
			expect(found.map(({ name }) => name)).toContain('n8n-nodes-agentphone.agentPhone');
		},
	);

	it('has an output preview for every operation', async () => {
		const type = 'n8n-nodes-agentphone.agentPhone';
		for (const { option: resource, operations } of resources)
			for (const { option: operation } of operations)
				expect(
					await scene.n8n.outputPreview(type, '1.0.0', resource.value, operation.value),
				).toMatchObject({ type: 'object', properties: expect.any(Object) });
	});

	it('says of a good key that it works', async () => {
		const { n8n, credentialData } = scene;
		const id = await n8n.createCredential('Good', 'agentPhoneApi', credentialData);
		expect(await n8n.testCredential(id, 'Good', 'agentPhoneApi', credentialData)).toMatchObject({
			status: 'OK',
		});
		expect(scene.emulator.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
			'GET /v1/usage',
		]);
	});

	it('takes the key along with no redirect', async () => {
		const { n8n, emulator, credentialData } = scene;
		const elsewhere = emulator.mediaUrl('usage.json', { type: 'application/json', bytes: '{}' });
		emulator.faults.add({ kind: 'redirect', path: '/v1/usage', location: elsewhere });
		const id = await n8n.createCredential('Moved', 'agentPhoneApi', credentialData);
		const { status } = await n8n.testCredential(id, 'Moved', 'agentPhoneApi', credentialData);
		expect(status).toBe('Error');
		expect(emulator.mediaRequests).toEqual([]);
	});

	it('says of a wrong key that it does not', async () => {
		const { n8n, credentialData } = scene;
		const wrong = { ...credentialData, apiKey: 'sk_live_wrong' };
		const id = await n8n.createCredential('Wrong', 'agentPhoneApi', wrong);
		const { status, message } = await n8n.testCredential(id, 'Wrong', 'agentPhoneApi', wrong);
		expect(status).toBe('Error');
		expect(message).toMatch(/key|unauthori[sz]ed|authentication|authorization/i);
		expect(message).not.toContain('sk_live_wrong');
	});
});
