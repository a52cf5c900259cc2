import { agentWithMemory, chatModelNode } from '../harness/n8n/agentWithMemory';
import { startChatModel, type ChatModel } from '../harness/n8n/chatModel';
import { useScene } from '../harness/n8n/scene';
import { MANUAL, manualTrigger, node } from '../harness/n8n/workflows';

const ADA = '+14155550117';

/** The action node in the hands of n8n's own AI Agent. */
describe('an AI agent', () => {
	const scene = useScene();
	let model: ChatModel;

	afterEach(() => model.stop());

	it('sends a message with our node as its tool', async () => {
		const { n8n, emulator } = scene;
		model = await startChatModel([
			{
				tool: /AgentPhone|message/i,
				// n8n names the tool's arguments after what $fromAI asks for.
				arguments: () => ({ To: ADA, Text: 'Your parcel is on its way.' }),
			},
			{ text: 'I told her.' },
		]);
		const agent = node(
			'AI Agent',
			'@n8n/n8n-nodes-langchain.agent',
			{ promptType: 'define', text: 'Tell Ada that her parcel is on its way', options: {} },
			3,
		);
		const chatModel = await chatModelNode(n8n, model.url);
		const tool = node('Send a message', 'n8n-nodes-agentphone.agentPhoneTool', {
			toolDescription: 'Sends a text message',
			resource: 'message',
			operation: 'send',
			sendTo: 'participant',
			toNumber: "={{ $fromAI('To', 'phone number', 'string') }}",
			body: "={{ $fromAI('Text', 'what to say', 'string') }}",
		});
		const workflow = await scene.saveWorkflow({
			name: 'Agent',
			nodes: [manualTrigger(), agent, chatModel, tool],
			connections: {
				[MANUAL]: { main: [[{ node: 'AI Agent', type: 'main', index: 0 }]] },
				'Chat Model': {
					ai_languageModel: [[{ node: 'AI Agent', type: 'ai_languageModel', index: 0 }]],
				},
				'Send a message': { ai_tool: [[{ node: 'AI Agent', type: 'ai_tool', index: 0 }]] },
			},
		});

		const execution = await n8n.runManually(workflow, MANUAL);

		expect(execution.error).toBeUndefined();
		expect(execution.items('AI Agent')[0].json).toMatchObject({ output: 'I told her.' });
		const sent = emulator.requests.filter(({ method }) => method === 'POST');
		expect(sent.map(({ path, body }) => ({ path, body }))).toEqual([
			{ path: '/v1/messages', body: { to_number: ADA, body: 'Your parcel is on its way.' } },
		]);
		expect(model.requests[1].messages.at(-1)).toMatchObject({ role: 'tool' });
	});

	it('with the conversation as its memory sees each text once', async () => {
		const { n8n, emulator } = scene;
		const { store } = emulator;
		const ada = store.addConversation({ participant: ADA });
		store.addMessage(ada.id, { body: 'Do you have a terrace?' });
		store.addMessage(ada.id, { body: 'We do.', direction: 'outbound' });
		model = await startChatModel([{ text: 'Table 7 is **free**.' }]);
		const workflow = await scene.saveWorkflow(await agentWithMemory(n8n, model.url));
		await n8n.activate(workflow);

		await emulator.person.text(ADA, 'Is table 7 free?');
		const [execution] = await n8n.waitForExecutions(workflow, 1);

		expect(execution.error).toBeUndefined();
		const said = model.requests[0].messages.filter(({ role }) => role !== 'system');
		expect(said.map(({ role, content }) => ({ role, content }))).toEqual([
			{ role: 'user', content: 'Do you have a terrace?' },
			{ role: 'assistant', content: 'We do.' },
			{ role: 'user', content: 'Is table 7 free?' },
		]);
		expect(store.messages(ada.id).at(-1)).toMatchObject({ body: 'Table 7 is free.' });
	});
});
