import { startChatModel, type ChatModel } from '../harness/n8n/chatModel';
import { useScene } from '../harness/n8n/scene';
import { byId, MANUAL, manualTrigger, node } from '../harness/n8n/workflows';

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
		const openAi = await n8n.createCredential('Scripted model', 'openAiApi', {
			apiKey: 'none',
			url: model.url,
		});
		const agent = node(
			'AI Agent',
			'@n8n/n8n-nodes-langchain.agent',
			{ promptType: 'define', text: 'Tell Ada that her parcel is on its way', options: {} },
			3,
		);
		const chatModel = {
			...node(
				'Chat Model',
				'@n8n/n8n-nodes-langchain.lmChatOpenAi',
				{ model: byId('scripted'), responsesApiEnabled: false, options: {} },
				1.3,
			),
			credentials: { openAiApi: { id: openAi, name: 'Scripted model' } },
		};
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
});
