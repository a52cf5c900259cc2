import { useScene } from '../harness/n8n/scene';
import { readExample } from '../harness/example';

const START = 'Start the Broadcast';
const TEXT = 'Our spring sale starts on Saturday. Shall we put something aside for you?';

describe('the example “broadcast, each person once”', () => {
	const scene = useScene();

	it('writes to each customer once, whatever goes wrong, and keeps what became of it', async () => {
		const { emulator, n8n } = scene;
		const add = (number: number, metadata: Record<string, unknown> | null) =>
			emulator.store.addConversation({ participant: `+1415555010${number}`, metadata });
		const [ada, ben, cy] = ['Ada', 'Ben', 'Cy'].map((name, index) =>
			add(index, { name, stage: 'customer', broadcasts: { winter: { status: 'sent' } } }),
		);
		add(3, { name: 'Lead', stage: 'lead' });
		add(4, { name: 'Out', stage: 'customer', optedOut: true });
		add(5, null);
		const workflow = await scene.saveWorkflow(readExample('broadcast'));
		const unhook = emulator.beforeEach(({ method, body }) => {
			if (method === 'POST' && (body as { to_number: string }).to_number === ben.participant)
				emulator.faults.add({ kind: 'status', path: '/v1/messages', status: 402, times: 1 });
		});
		emulator.faults.add({
			kind: 'status',
			method: 'PATCH',
			path: `/v1/conversations/${cy.id}`,
			status: 402,
			times: 1,
		});

		const sent = () => emulator.requests.filter(({ path }) => path === '/v1/messages');
		const recipients = () =>
			sent()
				.map(({ body }) => (body as { to_number: string }).to_number)
				.sort();

		const first = await n8n.runManually(workflow, START);
		unhook();
		expect(recipients()).toEqual([ada.participant, ben.participant]);
		emulator.faults.clear();
		await emulator.person.text(cy.participant, 'Yes please!');
		const second = await n8n.runManually(workflow, START);

		expect([first, second].map(({ status, error }) => error ?? status)).toEqual([
			'success',
			'success',
		]);
		expect(recipients()).toEqual([ada.participant, ben.participant, cy.participant]);
		expect(sent().map(({ body }) => (body as { body: string }).body)).toContain(`Hi Ada! ${TEXT}`);
		const became = [ada, ben, cy].map(
			({ id }) => emulator.store.conversation(id)!.metadata!.broadcasts,
		);
		const entry = (rest: object) => ({
			winter: { status: 'sent' },
			'spring-sale': { at: expect.any(String), ...rest },
		});
		expect(became).toEqual([
			entry({ status: 'sent', messageId: expect.any(String) }),
			entry({ status: 'failed', error: expect.any(String) }),
			entry({ status: 'sent', messageId: expect.any(String) }),
		]);
	});
});
