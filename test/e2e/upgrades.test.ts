import { readFixture, readResult } from '../harness/savedWorkflows';
import { useScene } from '../harness/n8n/scene';
import { MANUAL, TRIGGER } from '../harness/n8n/workflows';

const ADA = '+14155550117';

/** Workflows saved with an earlier release run as they did: see test/upgrades/fixtures.ts before changing one. */
describe('a workflow saved with an earlier release', () => {
	const scene = useScene();

	beforeEach(() => {
		const { store } = scene.emulator;
		store.addAgent({ id: 'agt_1', name: 'Support' });
		store.addNumber({ id: 'num_1', phoneNumber: '+14155550100', agentId: 'agt_1' });
		store.addConversation({
			id: 'conv_1',
			participant: ADA,
			phoneNumberId: 'num_1',
			metadata: { stage: 'lead', order: { number: '1041' }, draft: true },
		});
		store.addConversation({
			id: 'conv_group',
			phoneNumberId: 'num_1',
			groupId: 'grp_1',
			participants: [{ identifier: ADA, name: 'Ada' }],
		});
		store.addMessage('conv_1', { id: 'msg_1', direction: 'inbound', body: 'Hello' });
		const picture = scene.emulator.mediaUrl('picture.png', { type: 'image/png', bytes: 500 });
		store.addMessage('conv_1', { id: 'msg_picture', direction: 'inbound', mediaUrls: [picture] });
	});

	it.each(['conversations', 'messages'])('“%s” does and gives the same', async (name) => {
		const { writes, fields } = readResult(name);
		const workflow = await scene.saveWorkflow(readFixture(name));
		scene.emulator.clearRequests();

		const execution = await scene.n8n.runManually(workflow, MANUAL);

		expect(execution).toMatchObject({ status: 'success', error: undefined });
		const made = scene.emulator.requests
			.filter(({ method }) => method !== 'GET')
			.map(({ method, path, body }) => ({ method, path, body }));
		expect(made).toEqual(writes);
		for (const [node, names] of Object.entries(fields))
			expect([node, Object.keys(execution.items(node)[0].json)]).toEqual([
				node,
				expect.arrayContaining(names),
			]);
	});

	it.each([
		['trigger-account', { text: 'Hello', from: ADA, replyTo: ADA }],
		['trigger-agent', { event: 'agent.message', data: expect.objectContaining({ from: ADA }) }],
	])('“%s” gives the same items', async (name, item) => {
		const workflow = await scene.saveWorkflow(readFixture(name));
		await scene.n8n.activate(workflow);

		await scene.emulator.person.text(ADA, 'Hello');
		const [execution] = await scene.n8n.waitForExecutions(workflow, 1);

		expect(execution.items(TRIGGER)).toEqual([
			expect.objectContaining({ json: expect.objectContaining(item) }),
		]);
	});
});
