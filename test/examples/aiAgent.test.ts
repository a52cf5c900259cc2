import { startChatModel, type ChatModel } from '../harness/n8n/chatModel';
import { useScene } from '../harness/n8n/scene';
import { nodeOf, readExample } from '../harness/example';

const ADA = '+14155550117';

describe('the example “AI agent by text message”', () => {
	const scene = useScene();
	let model: ChatModel;

	afterEach(() => model.stop());

	it('answers from the conversation, and remembers with our node as its tool', async () => {
		const { emulator, n8n } = scene;
		model = await startChatModel([
			{ tool: /Remember/, arguments: () => ({ facts: { name: 'Ada', likes: 'blue' } }) },
			{ text: 'Nice to meet you, Ada!' },
			{ tool: /Earlier/, arguments: () => ({}) },
			{ text: 'You said blue, Ada.' },
		]);
		const workflow = await scene.saveWorkflow(await withModel());
		await n8n.activate(workflow);

		const { conversationId } = await emulator.person.text(ADA, 'I am Ada and I like blue', {
			channel: 'imessage',
		});
		await n8n.waitForExecutions(workflow, 1);
		const conversation = emulator.store.conversation(conversationId!)!;
		expect(conversation.metadata).toEqual({ customer: { name: 'Ada', likes: 'blue' } });

		conversation.metadata = { ...conversation.metadata, stage: 'lead' };
		await emulator.person.text(ADA, 'What was my colour?', { channel: 'imessage' });
		const executions = await n8n.waitForExecutions(workflow, 2);

		expect(executions.map(({ status, error }) => error ?? status)).toEqual(['success', 'success']);
		expect(emulator.store.messages(conversationId!).map(({ body }) => body)).toEqual([
			'I am Ada and I like blue',
			'Nice to meet you, Ada!',
			'What was my colour?',
			'You said blue, Ada.',
		]);
		const [system] = model.requests[2].messages;
		expect(system.content).toContain('{"customer":{"name":"Ada","likes":"blue"},"stage":"lead"}');
		expect(system.content).toContain(
			'Customer: I am Ada and I like blue\nYou: Nice to meet you, Ada!',
		);
		expect(system.content).not.toContain('Customer: What was my colour?');
		expect(String(model.requests[3].messages.at(-1)?.content)).toContain('I like blue');
		expect(emulator.requests.filter(({ path }) => path.endsWith('/typing'))).toHaveLength(2);
	});

	it('answers an SMS too, where no typing can be shown', async () => {
		const { emulator, n8n } = scene;
		model = await startChatModel([{ text: 'Hello!' }]);
		const workflow = await scene.saveWorkflow(await withModel());
		await n8n.activate(workflow);

		const { conversationId } = await emulator.person.text(ADA, 'Hello?', { channel: 'sms' });
		const [execution] = await n8n.waitForExecutions(workflow, 1);

		expect(execution).toMatchObject({ status: 'success', error: undefined });
		expect(emulator.store.messages(conversationId!).map(({ body }) => body)).toEqual([
			'Hello?',
			'Hello!',
		]);
		expect(emulator.store.conversation(conversationId!)!.metadata).toBeNull();
	});

	/** The example with its chat model's credential set. */
	async function withModel() {
		const name = `Scripted model at ${model.url}`;
		const id = await scene.n8n.createCredential(name, 'openAiApi', {
			apiKey: 'none',
			url: model.url,
		});
		const workflow = readExample('ai-agent');
		nodeOf(workflow, 'Chat Model').credentials = { openAiApi: { id, name } };
		return workflow;
	}
});
