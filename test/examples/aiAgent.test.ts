import { setTimeout as wait } from 'node:timers/promises';

import { startChatModel, type ChatModel, type Line } from '../harness/n8n/chatModel';
import { useScene } from '../harness/n8n/scene';
import { nodeOf, readExample } from '../harness/example';
import { untilWaiting } from './waiting';

jest.setTimeout(180_000);

const ADA = '+14155550117';
const EVE = '+14155550188';
const APOLOGY = 'I am sorry. Shall we send you a new one?';

describe('the example “AI agent by text message”', () => {
	const scene = useScene();
	let model: ChatModel;
	let workflow: string;

	afterEach(() => model.stop());

	/** Publishes the example, with its chat model's credential and the colleague's phone set. */
	async function begin(script: Line[]) {
		model = await startChatModel(script);
		const name = `Scripted model at ${model.url}`;
		const id = await scene.n8n.createCredential(name, 'openAiApi', {
			apiKey: 'none',
			url: model.url,
		});
		const draft = readExample('ai-agent');
		nodeOf(draft, 'Chat Model').credentials = { openAiApi: { id, name } };
		nodeOf(draft, 'Ask a Colleague').parameters!.toNumber = EVE;
		workflow = await scene.saveWorkflow(draft);
		await scene.n8n.activate(workflow);
	}

	/** Texts within the pause that the trigger waits for. */
	async function write(texts: string[], channel: 'imessage' | 'sms' = 'imessage') {
		const written = [];
		for (const text of texts) {
			written.push(scene.emulator.person.text(ADA, text, { channel }));
			await wait(100);
		}
		const [{ conversationId }] = await Promise.all(written);
		return conversationId!;
	}

	/** What the model was shown of the conversation, with its n-th request. */
	const shown = (request: number) =>
		model.requests[request].messages
			.filter(({ role }) => role === 'user' || role === 'assistant')
			.map(({ role, content }) => `${role}: ${content}`);
	const bodies = (id: string) => scene.emulator.store.messages(id).map(({ body }) => body);
	const outcomes = async (count: number) =>
		(await scene.n8n.waitForExecutions(workflow, count)).map(
			({ status, error }) => error ?? status,
		);

	it('gives one answer to a burst, remembers, and sees each text once', async () => {
		const { emulator } = scene;
		await begin([
			{ tool: /Remember/, arguments: () => ({ facts: { name: 'Ada', likes: 'blue' } }) },
			{ text: 'Nice to meet you, **Ada**!' },
			{ text: 'You said blue, Ada.' },
		]);

		const id = await write(['I am Ada', 'and I like', 'blue']);
		expect(await outcomes(1)).toEqual(['success']);
		expect(shown(0)).toEqual(['user: I am Ada\nand I like\nblue']);
		const conversation = emulator.store.conversation(id)!;
		expect(conversation.metadata).toEqual({ customer: { name: 'Ada', likes: 'blue' } });

		conversation.metadata = { ...conversation.metadata, stage: 'lead' };
		await write(['What was my colour?', 'I forgot']);
		expect(await outcomes(2)).toEqual(['success', 'success']);
		expect(bodies(id)).toEqual([
			'I am Ada',
			'and I like',
			'blue',
			'Nice to meet you, Ada!',
			'What was my colour?',
			'I forgot',
			'You said blue, Ada.',
		]);
		expect(shown(2)).toEqual([
			'user: I am Ada',
			'user: and I like',
			'user: blue',
			'assistant: Nice to meet you, Ada!',
			'user: What was my colour?\nI forgot',
		]);
		const [system] = model.requests[2].messages;
		expect(system.content).toContain('{"customer":{"name":"Ada","likes":"blue"},"stage":"lead"}');
		expect(emulator.requests.filter(({ path }) => path.endsWith('/typing'))).toHaveLength(2);
	});

	const refund: Line = {
		tool: /Refund/,
		arguments: () => ({
			toolParameters: { amount: 12, reason: 'broken mug' },
			hitlParameters: {},
		}),
	};
	/** What the colleague was texted. */
	const askedEve = () => {
		const { store } = scene.emulator;
		const eve = store.conversations().find(({ participant }) => participant === EVE);
		return eve ? bodies(eve.id) : [];
	};

	it('asks a colleague before a refund, and grants it after a yes', async () => {
		const { emulator, n8n } = scene;
		await begin([refund, { text: 'You get 12 dollars back today.' }]);
		const id = await write(['My mug arrived broken'], 'sms');
		await untilWaiting(n8n, workflow);
		expect(askedEve()).toEqual([expect.stringMatching(/Refund.*\+14155550117.*12.*broken mug/)]);
		expect(emulator.store.conversation(id)!.metadata).toBeNull();

		await emulator.person.text(EVE, 'Yes');
		expect(await outcomes(1)).toEqual(['success']);
		expect(emulator.store.conversation(id)!.metadata).toEqual({
			refund: { amount: 12, reason: 'broken mug' },
		});
		expect(bodies(id)).toEqual(['My mug arrived broken', 'You get 12 dollars back today.']);
	});

	it('tells the model what the colleague says instead, and answers others meanwhile', async () => {
		const { emulator, n8n } = scene;
		await begin([refund, { text: 'We have it in blue.' }, { text: APOLOGY }]);
		const id = await write(['My mug arrived broken']);
		await untilWaiting(n8n, workflow);

		await write(['Do you have it in blue?']);
		await untilAnswered(id, 'We have it in blue.');
		expect(shown(1)).toEqual(['user: My mug arrived broken', 'user: Do you have it in blue?']);
		await emulator.person.text(EVE, 'No, offer a new one');
		expect(await outcomes(2)).toEqual(['success', 'success']);
		expect(JSON.stringify(model.requests[2].messages)).toContain('offer a new one');
		expect(shown(2).filter((line) => line.startsWith('user'))).toEqual([
			'user: My mug arrived broken',
		]);
		expect(emulator.store.conversation(id)!.metadata).toBeNull();
		expect(bodies(id).at(-1)).toBe(APOLOGY);
	});

	async function untilAnswered(id: string, text: string) {
		for (const end = Date.now() + 60_000; !bodies(id).includes(text); await wait(200))
			if (Date.now() > end) throw new Error(`Nobody said “${text}” within a minute`);
	}
});
