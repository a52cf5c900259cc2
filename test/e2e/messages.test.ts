import { useScene } from '../harness/n8n/scene';
import { agentPhone, byId, trigger } from '../harness/n8n/workflows';

const ADA = '+14155550117';

/** The main job: what people send starts workflows, and workflows answer. */
describe('a signed delivery', () => {
	const scene = useScene();

	it('of a message starts a workflow that merges state, answers and reacts', async () => {
		const { emulator, n8n } = scene;
		const conversation = emulator.store.addConversation({
			participant: ADA,
			metadata: { name: 'Ada', order: { number: '1042' } },
		});
		const workflow = await scene.save([
			trigger({ events: ['agent.message'] }),
			agentPhone('Merge', {
				resource: 'conversation',
				operation: 'update',
				conversationId: byId('={{ $json.conversationId }}'),
				metadataMode: 'merge',
				metadataInput: 'json',
				metadata: '={{ JSON.stringify({ order: { asked: true }, name: null }) }}',
			}),
			agentPhone('Answer', {
				resource: 'message',
				operation: 'send',
				sendTo: 'participant',
				toNumber: `={{ $('AgentPhone Trigger').item.json.replyTo }}`,
				body: '=On its way, {{ $("AgentPhone Trigger").item.json.state.name }}',
			}),
			agentPhone('React', {
				resource: 'reaction',
				operation: 'send',
				messageId: `={{ $('AgentPhone Trigger').item.json.messageId }}`,
				reaction: 'like',
			}),
		]);
		await n8n.activate(workflow);
		emulator.clearRequests();

		const { messageId } = await emulator.person.text(ADA, 'Where is it?', { channel: 'imessage' });
		const [execution, ...others] = await n8n.waitForExecutions(workflow, 1);

		expect(others).toEqual([]);
		expect(execution).toMatchObject({ status: 'success', mode: 'webhook', error: undefined });
		expect(execution.items('AgentPhone Trigger')[0].json).toMatchObject({
			event: 'agent.message',
			channel: 'imessage',
			conversationId: conversation.id,
			messageId,
			from: ADA,
			replyTo: ADA,
			text: 'Where is it?',
			direction: 'inbound',
			state: { name: 'Ada', order: { number: '1042' } },
		});
		expect(emulator.requests.map(({ method, path, body }) => ({ method, path, body }))).toEqual([
			expect.objectContaining({ method: 'GET', path: `/v1/conversations/${conversation.id}` }),
			{
				method: 'PATCH',
				path: `/v1/conversations/${conversation.id}`,
				body: { metadata: { order: { number: '1042', asked: true } } },
			},
			{
				method: 'POST',
				path: '/v1/messages',
				body: { to_number: ADA, body: 'On its way, Ada' },
			},
			{
				method: 'POST',
				path: `/v1/messages/${messageId}/reactions`,
				body: { reaction: 'like' },
			},
		]);
		for (const { headers } of emulator.requests)
			expect(headers.authorization).toBe(`Bearer ${emulator.apiKey}`);
	});

	it('of a tapback starts a workflow', async () => {
		const { emulator, n8n } = scene;
		const { id } = emulator.store.addConversation({ participant: ADA });
		const message = emulator.store.addMessage(id, { direction: 'outbound', body: 'Delivered!' });
		const workflow = await scene.save([trigger({ events: ['agent.reaction'] })]);
		await n8n.activate(workflow);

		await emulator.person.react(message.id, 'love', { from: ADA });
		const [execution, ...others] = await n8n.waitForExecutions(workflow, 1);

		expect(others).toEqual([]);
		expect(execution.items('AgentPhone Trigger')[0].json).toMatchObject({
			event: 'agent.reaction',
			conversationId: id,
			messageId: message.id,
			reaction: 'love',
			from: ADA,
		});
	});
});
