import { setTimeout as wait } from 'node:timers/promises';

import { agentWithMemory } from '../harness/n8n/agentWithMemory';
import { startChatModel } from '../harness/n8n/chatModel';
import { EVERY_FEW_SECONDS } from '../harness/n8n/polling';
import { useStarted } from '../harness/n8n/started';
import { joinUp, type Scene } from '../harness/n8n/scene';
import { agentPhone, byId, chain, node, trigger, TRIGGER } from '../harness/n8n/workflows';
import { startEmulator } from '../../emulator';
import { startN8n, type N8n } from '../../n8n';
import { VERSIONS } from './versions';

jest.setTimeout(900_000);

const ADA = '+14155550117';
/** More than one page. */
const CONVERSATIONS = 130;

describe.each(VERSIONS)('n8n %s', (version) => {
	let server: N8n;
	const scene = {} as Scene;

	useStarted(`n8n ${version}`, async () => {
		scene.emulator = await startEmulator();
		server = await startN8n({ version });
		scene.n8n = server.client;
		await scene.n8n.setupOwner();
		await joinUp(scene);
	});

	afterAll(async () => {
		await server?.stop();
		await scene.emulator?.stop();
	});

	it('knows all nodes', async () => {
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

	it('shows the output preview of an operation', async () => {
		const type = 'n8n-nodes-agentphone.agentPhone';
		expect(await scene.n8n.outputPreview(type, '1.0.0', 'conversation', 'get')).toMatchObject({
			properties: { participant: { type: 'string' } },
		});
	});

	it('tests the credential', async () => {
		const { n8n, credentialData } = scene;
		const id = await n8n.createCredential('Good', 'agentPhoneApi', credentialData);
		expect(await n8n.testCredential(id, 'Good', 'agentPhoneApi', credentialData)).toMatchObject({
			status: 'OK',
		});
	});

	it('runs the main job: a signed message in, state merged, an answer, all conversations read', async () => {
		const { emulator, n8n } = scene;
		const ada = emulator.store.addConversation({
			participant: ADA,
			metadata: { name: 'Ada', order: { number: '1042' } },
		});
		for (let index = 1; index < CONVERSATIONS; index++) emulator.store.addConversation();
		const workflow = await scene.save([
			trigger({ events: ['agent.message'] }),
			agentPhone('Merge', {
				resource: 'conversation',
				operation: 'update',
				conversationId: byId('={{ $json.conversationId }}'),
				metadataInput: 'json',
				metadata: '={{ JSON.stringify({ order: { asked: true }, name: null }) }}',
			}),
			agentPhone('Answer', {
				resource: 'message',
				operation: 'send',
				toNumber: `={{ $('${TRIGGER}').item.json.replyTo }}`,
				body: `=On its way, {{ $('${TRIGGER}').item.json.state.name }}`,
			}),
			agentPhone('Get All', { resource: 'conversation', operation: 'getAll', returnAll: true }),
		]);
		await n8n.activate(workflow);
		expect(emulator.webhooks.master?.url.startsWith(server.url)).toBe(true);
		emulator.clearRequests();

		const forged = await emulator.deliver('agent.message', {}, { secret: 'whsec_forged' });
		await emulator.person.text(ADA, 'Where is it?');
		const [execution, ...others] = await n8n.waitForExecutions(workflow, 1);

		expect(forged.attempts.map(({ status }) => status)).toEqual([401]);
		expect(emulator.deliveries.map(({ state }) => state)).toEqual(['failed', 'delivered']);
		expect(others).toEqual([]);
		expect(execution).toMatchObject({ status: 'success', error: undefined });
		const requests = emulator.requests.map(({ method, path, body }) => ({ method, path, body }));
		expect(requests).toEqual(
			expect.arrayContaining([
				{
					method: 'PATCH',
					path: `/v1/conversations/${ada.id}`,
					body: { metadata: { order: { number: '1042', asked: true } } },
				},
				{ method: 'POST', path: '/v1/messages', body: { to_number: ADA, body: 'On its way, Ada' } },
			]),
		);
		expect(requests.filter(({ method }) => method !== 'GET')).toHaveLength(2);
		const ids = execution.items('Get All').map(({ json }) => json.id);
		expect(ids).toHaveLength(CONVERSATIONS);
		expect(new Set(ids)).toEqual(new Set(emulator.store.conversations().map(({ id }) => id)));
		// Left active, it would take the webhook back whenever n8n is started again.
		await n8n.deactivate(workflow);
	});

	it('asks, waits, and goes on once with the answer, though n8n was killed meanwhile', async () => {
		const { emulator, n8n } = scene;
		await emulator.reset();
		emulator.store.addNumber();
		const hearing = await scene.save([trigger({ events: ['agent.message'] })], 'Hearing');
		await n8n.activate(hearing);
		const asking = await scene.save(
			[
				{
					...node('Webhook', 'n8n-nodes-base.webhook', { path: 'ask', httpMethod: 'POST' }, 2),
					webhookId: 'ask',
				},
				agentPhone('Ask', {
					resource: 'message',
					operation: 'sendAndWait',
					toNumber: ADA,
					message: 'May I book it?',
				}),
				node('After', 'n8n-nodes-base.noOp', {}),
			],
			'Asking',
		);
		await n8n.activate(asking);
		await fetch(`${server.url}/webhook/ask`, { method: 'POST' });
		await until(async () => (await n8n.executions(asking))[0]?.status === 'waiting');
		const { metadata } = emulator.store.conversations()[0]!;
		const { open } = metadata!.n8nWaiting as { open: Array<{ url: string }> };
		const { url } = open[0]!;
		const unsigned = await fetch(url.replace(/[?&]signature=[^&]*/, ''), { method: 'POST' });
		expect(unsigned.status).toBe(401);
		// The end-to-end tests do so in the version that they run in.
		if (version === VERSIONS[0]) {
			await server.kill();
			await server.start();
		}

		const { deliveries } = await emulator.person.text(ADA, 'Yes please');
		const [{ event, body, id }] = deliveries;
		await emulator.deliver(event, body as Record<string, unknown>, { id });
		const [execution, ...others] = await n8n.waitForExecutions(asking, 1);

		expect(others).toEqual([]);
		expect(execution).toMatchObject({ status: 'success', error: undefined });
		expect(execution.items('After').map(({ json }) => json)).toMatchObject([
			{ data: { approved: true, text: 'Yes please' } },
		]);
		expect(await n8n.executions(hearing)).toEqual([]);
		await n8n.deactivate(hearing);
		await n8n.deactivate(asking);
	});

	it('finds a text by polling, keeps who wrote it, and calls back once', async () => {
		const { emulator, n8n } = scene;
		await emulator.reset();
		const agent = emulator.store.addAgent();
		emulator.store.addNumber({ agentId: agent.id });
		const workflow = await scene.save([
			node('Look', 'n8n-nodes-agentphone.agentPhonePollingTrigger', {
				pollTimes: EVERY_FEW_SECONDS,
			}),
			agentPhone('Keep', {
				resource: 'contact',
				operation: 'upsert',
				phoneNumber: '={{ $json.from }}',
				name: 'Ada',
			}),
			agentPhone('Call', {
				resource: 'call',
				operation: 'create',
				agentId: byId(agent.id),
				toNumber: '={{ $json.phoneNumber }}',
			}),
			agentPhone('Calls', { resource: 'call', operation: 'getAll', returnAll: true }),
		]);
		await n8n.activate(workflow);
		const looked = () => emulator.requests.some(({ path }) => path === '/v1/conversations');
		await until(async () => looked());
		await wait(1_000);
		await emulator.person.text(ADA, 'Call me');
		const [execution] = await n8n.waitForExecutions(workflow, 1);
		await n8n.deactivate(workflow);

		expect(execution).toMatchObject({ status: 'success', error: undefined });
		expect(execution.items('Keep').map(({ json }) => json)).toMatchObject([
			{ phoneNumber: ADA, name: 'Ada' },
		]);
		expect(execution.items('Calls').map(({ json }) => json)).toMatchObject([{ toNumber: ADA }]);
		const placed = emulator.requests.filter(
			({ method, path }) => method === 'POST' && path === '/v1/calls',
		);
		expect(placed).toHaveLength(1);
	});

	it('gives an AI agent the conversation as its memory', async () => {
		const { emulator, n8n } = scene;
		await emulator.reset();
		const ada = emulator.store.addConversation({ participant: ADA });
		emulator.store.addMessage(ada.id, { body: 'Do you have a terrace?' });
		emulator.store.addMessage(ada.id, { body: 'We do.', direction: 'outbound' });
		const model = await startChatModel([{ text: 'Table 7 is **free**.' }]);
		try {
			const workflow = await scene.saveWorkflow(await agentWithMemory(n8n, model.url));
			await n8n.activate(workflow);
			await emulator.person.text(ADA, 'Is table 7 free?');
			const [execution] = await n8n.waitForExecutions(workflow, 1);
			expect(execution).toMatchObject({ status: 'success', error: undefined });
			await n8n.deactivate(workflow);
		} finally {
			await model.stop();
		}
		const said = model.requests[0].messages.filter(({ role }) => role !== 'system');
		expect(said.map(({ role, content }) => ({ role, content }))).toEqual([
			{ role: 'user', content: 'Do you have a terrace?' },
			{ role: 'assistant', content: 'We do.' },
			{ role: 'user', content: 'Is table 7 free?' },
		]);
		expect(emulator.store.messages(ada.id).at(-1)).toMatchObject({ body: 'Table 7 is free.' });
	});

	it('sends a failed item to the error output', async () => {
		const { emulator, n8n } = scene;
		await emulator.reset();
		const workflow = chain([
			trigger({ events: ['agent.message'] }),
			{
				...agentPhone('Get', {
					resource: 'conversation',
					operation: 'get',
					conversationId: byId('conv_none'),
				}),
				onError: 'continueErrorOutput',
			},
			node('Found', 'n8n-nodes-base.noOp', {}),
			node('Failed', 'n8n-nodes-base.noOp', {}),
		]);
		const to = (name: string) => [{ node: name, type: 'main' as const, index: 0 }];
		workflow.connections.Get = { main: [to('Found'), to('Failed')] };
		delete workflow.connections.Found;
		const id = await scene.saveWorkflow(workflow);
		await n8n.activate(id);
		await emulator.person.text(ADA, 'Hello?');
		const [execution] = await n8n.waitForExecutions(id, 1);
		expect(execution.items('Failed').map(({ json }) => json)).toEqual([
			expect.objectContaining({ error: 'Conversation not found', from: ADA }),
		]);
		expect(execution.items('Found')).toEqual([]);
	});

	it('says why an activation failed', async () => {
		const { emulator, n8n } = scene;
		await emulator.reset();
		const workflow = await scene.save([trigger()]);
		emulator.faults.add({ kind: 'status', status: 402, path: /webhooks/ });
		await expect(n8n.activate(workflow)).rejects.toThrow(/balance|402/i);
	});

	it('removes the webhook on deactivation', async () => {
		const { emulator, n8n } = scene;
		await emulator.reset();
		const workflow = await scene.save([trigger()]);
		await n8n.activate(workflow);
		expect(emulator.webhooks.master).not.toBeNull();
		await n8n.deactivate(workflow);
		expect(emulator.webhooks.master).toBeNull();
	});
});

async function until(done: () => Promise<boolean>) {
	for (let waited = 0; !(await done()); waited += 200) {
		if (waited > 30_000) throw new Error('It did not happen');
		await wait(200);
	}
}
