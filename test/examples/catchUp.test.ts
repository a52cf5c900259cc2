import { useMortalScene } from '../harness/n8n/scene';
import { nodeOf, readExample } from '../harness/example';
import { pollOften, untilAtRest, untilPolled } from './polls';

jest.setTimeout(400_000);

const [ADA, BOB, CARA, DAN] = ['+14155550117', '+14155550118', '+14155550119', '+14155550120'];
const DAY = 86_400_000;

describe('the example “answer what was missed”', () => {
	// Nothing is delivered again before the test asks for it.
	const scene = useMortalScene({ deliveryRetryWait: Array(5).fill(DAY) });

	/** What was said to this person. */
	const answers = (conversationId: string) =>
		scene.emulator.store
			.messages(conversationId)
			.filter(({ direction }) => direction === 'outbound')
			.map(({ body }) => body);

	it('answers what was never delivered, and nothing twice', async () => {
		const { emulator, host, n8n } = scene;
		const { store } = emulator;
		const dan = store.addConversation({ participant: DAN });
		store.addMessage(dan.id, { body: 'Long ago', receivedAt: Date.now() - 2 * DAY });
		const draft = pollOften(readExample('catch-up'));
		Object.assign(nodeOf(draft, 'Give the Answer Time').parameters!, {
			amount: 15,
			unit: 'seconds',
		});
		const workflow = await scene.saveWorkflow(draft);
		await n8n.activate(workflow);
		await untilPolled(emulator);
		const ada = await emulator.person.text(ADA, 'Hello');
		await untilAtRest(emulator, n8n, workflow);
		await host.kill();

		const late = await emulator.person.text(CARA, 'I come late');
		// n8n itself answered this delivery while it started.
		const bob = store.addConversation({ participant: BOB });
		store.addMessage(bob.id, { body: 'Are you there?' });
		store.addMessage(bob.id, { body: 'Anybody there?' });
		await host.start();
		await untilAtRest(emulator, n8n, workflow);
		const undelivered = emulator.deliveries.find(({ messageId }) => messageId === late.messageId)!;
		expect(undelivered.state).toBe('pending');
		await emulator.deliver(undelivered.event, undelivered.body as Record<string, unknown>, {
			id: undelivered.id,
		});
		const executions = await untilAtRest(emulator, n8n, workflow);

		const answer = (text: string) =>
			`Thank you, we have your message: “${text}”. We will be in touch.`;
		expect(answers(ada.conversationId!)).toEqual([answer('Hello')]);
		expect(answers(bob.id)).toEqual([answer('Anybody there?')]);
		expect(answers(late.conversationId!)).toEqual([answer('I come late')]);
		expect(answers(dan.id)).toEqual([]);
		expect(new Set(executions.map(({ status, error }) => error ?? status))).toEqual(
			new Set(['success']),
		);
		expect(executions.filter(({ mode }) => mode === 'webhook')).toHaveLength(2);
	});
});
