import { useMortalScene } from '../harness/n8n/scene';
import { readExample } from '../harness/example';

jest.setTimeout(180_000);

const [ADA, BOB, CARA, DAN] = ['+14155550117', '+14155550118', '+14155550119', '+14155550120'];
const DAY = 86_400_000;

describe('the example “catch up after a restart”', () => {
	// n8n is back before AgentPhone tries again.
	const scene = useMortalScene({ deliveryRetryWait: 20_000 });

	/** What was said to this person. */
	const answers = (conversationId: string) =>
		scene.emulator.store
			.messages(conversationId)
			.filter(({ direction }) => direction === 'outbound')
			.map(({ body }) => body);

	it('answers what was never delivered, and nothing twice', async () => {
		const { emulator, host, n8n } = scene;
		const workflow = await scene.saveWorkflow(readExample('catch-up'));
		await n8n.activate(workflow);
		const ada = await emulator.person.text(ADA, 'Hello');
		await n8n.waitForExecutions(workflow, 1);
		await host.kill();

		const late = await emulator.person.text(CARA, 'I come later');
		// AgentPhone has given these up, or has taken n8n's own word for it that they arrived.
		const [bob, dan] = [BOB, DAN].map((participant) =>
			emulator.store.addConversation({ participant }),
		);
		emulator.store.addMessage(bob.id, { body: 'Anybody there?' });
		emulator.store.addMessage(dan.id, { body: 'Long ago', receivedAt: Date.now() - 2 * DAY });
		await host.start();
		// The first one, the one of the start, and the one that is delivered again.
		const executions = await n8n.waitForExecutions(workflow, 3);
		await emulator.settled();

		const answer = (text: string) =>
			`Thank you, we have your message: “${text}”. We will be in touch.`;
		expect(answers(ada.conversationId!)).toEqual([answer('Hello')]);
		expect(answers(bob.id)).toEqual([answer('Anybody there?')]);
		expect(answers(late.conversationId!)).toEqual([answer('I come later')]);
		expect(answers(dan.id)).toEqual([]);
		expect(executions.map(({ status }) => status)).toEqual(['success', 'success', 'success']);
	});
});
