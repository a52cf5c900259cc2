import { useScene } from '../harness/n8n/scene';
import { readExample } from '../harness/example';
import { untilWaiting } from './waiting';

const ADA = '+14155550117';

describe('the example “take an order by questions”', () => {
	const scene = useScene();

	it('asks for both, merges the order, and starts nothing for the answers', async () => {
		const { emulator, n8n } = scene;
		const { id } = emulator.store.addConversation({ participant: ADA, metadata: { name: 'Ada' } });
		const workflow = await scene.saveWorkflow(readExample('take-an-order'));
		await n8n.activate(workflow);
		const sent = (direction: string) =>
			emulator.store
				.messages(id)
				.filter((message) => message.direction === direction)
				.map(({ body }) => body);

		await emulator.person.text(ADA, 'I would like to Order');
		await untilWaiting(n8n, workflow);
		expect(sent('outbound').at(-1)).toMatch(/^Which pizza[^]*2[^]*Funghi/);
		await emulator.person.text(ADA, '2');
		await untilWaiting(n8n, workflow, () => sent('outbound').length === 2);
		expect(sent('outbound').at(-1)).toBe('One Funghi. Where should we bring it?');
		await emulator.person.text(ADA, '1 Main Street');
		const executions = await n8n.waitForExecutions(workflow, 1);

		expect(executions.map(({ status, error }) => error ?? status)).toEqual(['success']);
		expect(sent('outbound').at(-1)).toBe('Thank you! One Funghi is on its way to 1 Main Street.');
		expect(emulator.store.conversation(id)!.metadata).toEqual({
			name: 'Ada',
			order: { pizza: 'Funghi', address: '1 Main Street' },
		});
	});
});
