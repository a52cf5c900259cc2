import axios from 'axios';

import { useScene } from '../harness/n8n/scene';
import { nodeOf, readExample } from '../harness/example';
import { untilWaiting } from './waiting';

const ADA = '+14155550117';
const QUESTION = 'Shall we order 40 chairs?';

describe('the example “ask for approval and go on”', () => {
	const scene = useScene();
	let workflow: string;
	let form: string;

	beforeEach(async () => {
		const draft = readExample('ask-for-approval');
		form = `${scene.n8n.url}/form/${nodeOf(draft, 'When an Approval Is Needed').webhookId}`;
		workflow = await scene.saveWorkflow(draft);
		await scene.n8n.activate(workflow);
	});

	/** Sends the form, and resolves once the question is out and the execution is stored as waiting. */
	async function ask() {
		const { emulator, n8n } = scene;
		const { id } = emulator.store.addConversation({
			participant: ADA,
			channel: 'imessage',
			metadata: { name: 'Ada' },
		});
		await axios.postForm(form, { 'field-0': ADA, 'field-1': QUESTION }, { proxy: false });
		await untilWaiting(n8n, workflow);
		return { id, question: emulator.store.messages(id).at(-1)! };
	}

	const bodies = (id: string) => scene.emulator.store.messages(id).map(({ body }) => body);

	it('goes on after a 👍 on the question, and only once', async () => {
		const { emulator, n8n } = scene;
		const { id, question } = await ask();
		expect(question.body).toContain(QUESTION);

		await emulator.person.react(question.id, 'like', { from: ADA });
		const [answered] = await n8n.waitForExecutions(workflow, 1);
		await emulator.person.react(question.id, 'dislike', { from: ADA });
		const executions = await n8n.waitForExecutions(workflow, 2);

		expect(answered!.runData['Go On Here']).toBeDefined();
		expect(executions.filter(({ runData }) => runData['Go On Here'])).toHaveLength(1);
		expect(bodies(id).slice(1)).toEqual([`Approved, we go ahead: ${QUESTION}`]);
		expect(emulator.store.conversation(id)!.metadata).toEqual({ name: 'Ada' });
	});

	it('asks again when the answer is unclear, and stops after a no', async () => {
		const { emulator, n8n } = scene;
		const { id } = await ask();

		await emulator.person.text(ADA, 'What do they cost?', { channel: 'sms' });
		await emulator.person.text(ADA, 'No, too many', { channel: 'sms' });
		const [execution] = await n8n.waitForExecutions(workflow, 1);

		expect(execution!.runData['Go On Here']).toBeUndefined();
		expect(bodies(id).slice(1)).toEqual([
			'What do they cost?',
			'Sorry, I did not understand that. Please answer yes or no.',
			'No, too many',
			`Declined, we leave it: ${QUESTION}`,
		]);
	});
});
