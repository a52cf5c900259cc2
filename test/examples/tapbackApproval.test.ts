import axios from 'axios';

import { useScene } from '../harness/n8n/scene';
import { nodeOf, readExample } from '../harness/example';

const ADA = '+14155550117';
const FORM = 'When an Approval Is Needed';
const QUESTION = 'Shall we order 40 chairs?';

describe('the example “tapback as approval”', () => {
	const scene = useScene();
	let workflow: string;
	let form: string;

	beforeEach(async () => {
		const draft = readExample('tapback-approval');
		form = `${scene.n8n.url}/form/${nodeOf(draft, FORM).webhookId}`;
		workflow = await scene.saveWorkflow(draft);
		await scene.n8n.activate(workflow);
	});

	/** Sends the form. Gives the conversation and the message that the question became. */
	async function ask() {
		const { emulator, n8n } = scene;
		emulator.store.addConversation({ participant: ADA, channel: 'imessage', metadata: { a: 1 } });
		await axios.postForm(form, { 'field-0': ADA, 'field-1': QUESTION }, { proxy: false });
		await n8n.waitForExecutions(workflow, 1);
		const [conversation] = emulator.store.conversations();
		const [question] = emulator.store.messages(conversation.id);
		expect(question.body).toBe(`${QUESTION}\n\n👍 approves, 👎 declines. Or answer YES or NO.`);
		expect(conversation.metadata).toEqual({
			a: 1,
			approval: { question: QUESTION, messageId: question.id, status: 'pending' },
		});
		return { conversation, question };
	}

	const bodies = (conversationId: string) =>
		scene.emulator.store
			.messages(conversationId)
			.map(({ body }) => body)
			.slice(1);

	it('goes on after a 👍 on the question, and only once', async () => {
		const { emulator, n8n } = scene;
		const { conversation, question } = await ask();
		const other = emulator.store.addMessage(conversation.id, {
			direction: 'outbound',
			body: 'By the way: hello!',
		});

		await emulator.person.react(other.id, 'like', { from: ADA });
		await n8n.waitForExecutions(workflow, 2);
		expect(conversation.metadata).toMatchObject({ approval: { status: 'pending' } });

		await emulator.person.react(question.id, 'like', { from: ADA });
		await n8n.waitForExecutions(workflow, 3);
		await emulator.person.react(question.id, 'dislike', { from: ADA });
		const executions = await n8n.waitForExecutions(workflow, 4);

		expect(executions.map(({ status, error }) => error ?? status)).toEqual(
			Array(4).fill('success'),
		);
		expect(executions.filter(({ runData }) => runData['Go On Here'])).toHaveLength(1);
		expect(bodies(conversation.id)).toEqual([
			'By the way: hello!',
			`Approved, we go ahead: ${QUESTION}`,
		]);
		expect(emulator.store.conversation(conversation.id)!.metadata).toEqual({
			a: 1,
			approval: { question: QUESTION, messageId: question.id, status: 'approved' },
		});
	});

	it('stops after a 👎', async () => {
		const { emulator, n8n } = scene;
		const { conversation, question } = await ask();

		await emulator.person.react(question.id, 'dislike', { from: ADA });
		const executions = await n8n.waitForExecutions(workflow, 2);

		expect(executions.some(({ runData }) => runData['Go On Here'])).toBe(false);
		expect(bodies(conversation.id)).toEqual([`Declined, we leave it: ${QUESTION}`]);
	});

	it('takes a YES by SMS, and nothing else', async () => {
		const { emulator, n8n } = scene;
		const { conversation } = await ask();

		await emulator.person.text(ADA, 'What do they cost?', { channel: 'sms' });
		await n8n.waitForExecutions(workflow, 2);
		expect(conversation.metadata).toMatchObject({ approval: { status: 'pending' } });
		await emulator.person.text(ADA, 'Yes please', { channel: 'sms' });
		await n8n.waitForExecutions(workflow, 3);

		expect(bodies(conversation.id)).toEqual([
			'What do they cost?',
			'Yes please',
			`Approved, we go ahead: ${QUESTION}`,
		]);
	});
});
