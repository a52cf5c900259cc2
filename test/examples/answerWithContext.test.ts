import { useScene } from '../harness/n8n/scene';
import { readExample } from '../harness/example';

const ADA = '+14155550117';

describe('the example “answer with context”', () => {
	const scene = useScene();

	it('answers with the state, merges what is new into it, and remembers a tapback', async () => {
		const { emulator, n8n } = scene;
		const order = { number: '1042', status: 'out for delivery' };
		const { id } = emulator.store.addConversation({
			participant: ADA,
			metadata: { name: 'Ada', order },
		});
		const workflow = await scene.saveWorkflow(readExample('answer-with-context'));
		await n8n.activate(workflow);
		emulator.clearRequests();

		const question = await emulator.person.text(ADA, 'Where is it?', { channel: 'imessage' });
		await n8n.waitForExecutions(workflow, 1);

		const path = `/v1/conversations/${id}`;
		expect(emulator.requests.map(({ method, path, body }) => ({ method, path, body }))).toEqual([
			expect.objectContaining({ method: 'GET', path }),
			expect.objectContaining({ method: 'GET', path }),
			{
				method: 'POST',
				path: '/v1/messages',
				body: {
					to_number: ADA,
					number_id: emulator.store.conversation(id)!.phoneNumberId,
					body: 'Hi Ada! Your order 1042 is out for delivery.',
				},
			},
			expect.objectContaining({ method: 'GET', path }),
			expect.objectContaining({ method: 'PATCH', path }),
			{
				method: 'POST',
				path: `/v1/messages/${question.messageId}/reactions`,
				body: { reaction: 'like' },
			},
		]);

		const answer = emulator.store.messages(id).find(({ direction }) => direction === 'outbound')!;
		await emulator.person.react(answer.id, 'love', { from: ADA });
		const executions = await n8n.waitForExecutions(workflow, 2);

		expect(executions.map(({ status }) => status)).toEqual(['success', 'success']);
		expect(emulator.store.conversation(id)!.metadata).toEqual({
			name: 'Ada',
			answers: 1,
			lastTapback: 'love',
			order: { ...order, lastQuestion: 'Where is it?' },
		});
	});

	it('answers an SMS of somebody unknown, without a reaction', async () => {
		const { emulator, n8n } = scene;
		const workflow = await scene.saveWorkflow(readExample('answer-with-context'));
		await n8n.activate(workflow);

		const { conversationId } = await emulator.person.text(ADA, 'Hello', { channel: 'sms' });
		const [execution] = await n8n.waitForExecutions(workflow, 1);

		expect(execution).toMatchObject({ status: 'success', error: undefined });
		expect(emulator.store.messages(conversationId!).map(({ body }) => body)).toEqual([
			'Hello',
			'Hi there! How can we help?',
		]);
		expect(emulator.requests.filter(({ path }) => path.endsWith('/reactions'))).toEqual([]);
	});
});
