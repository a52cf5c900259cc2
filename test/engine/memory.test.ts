import type { INodeParameters } from 'n8n-workflow';

import { AgentPhoneMemory } from '../../nodes/AgentPhoneMemory/AgentPhoneMemory.node';
import { byId, useActionNode } from '../harness/engine/actionNode';
import { connectMemory } from '../harness/engine/aiAgent';

const node = useActionNode();
const ADA = '+15550100191';
const START = Date.parse('2026-01-31T12:00:00Z');

const memoryFor = async (parameters: INodeParameters, json: object = {}) =>
	await connectMemory(node.engine, new AgentPhoneMemory(), parameters, json);

/** What the agent is given: who speaks, and what. */
async function remembered(parameters: INodeParameters, json: object = {}) {
	const { memory } = await memoryFor(parameters, json);
	const { chat_history: history } = await memory.loadMemoryVariables({});
	return history.map(({ role, content }) => `${role}: ${content}`);
}

let conversation: string;
/** Says something in the conversation, a second after what was said before. */
const say = (body: string, more: object = {}) => {
	const { store } = node.emulator;
	const at = START + store.messages(conversation).length * 1_000;
	return store.addMessage(conversation, { body, receivedAt: at, ...more }).id;
};
const answer = (body: string) => say(body, { direction: 'outbound' });

beforeEach(() => {
	conversation = node.emulator.store.addConversation({ participant: ADA }).id;
});

describe('what an agent remembers', () => {
	it('is the conversation, oldest first, without the message being answered', async () => {
		say('Hi');
		answer('Hello Ada');
		const messageId = say('Is table 7 free?');
		expect(await remembered({ conversationId: byId(conversation) }, { messageId })).toEqual([
			'user: Hi',
			'assistant: Hello Ada',
		]);
	});

	it('stays the same when it is asked again after newer messages', async () => {
		say('Hi');
		const messageId = say('Is table 7 free?');
		const { memory } = await memoryFor({ conversationId: byId(conversation) }, { messageId });
		const before = await memory.loadMemoryVariables({});
		answer('I am looking');
		say('Hello?');
		const after = await memory.loadMemoryVariables({});
		expect(after.chat_history.map(({ content }) => content)).toEqual(['Hi']);
		expect(JSON.stringify(after)).toBe(JSON.stringify(before));
	});

	it('is without all messages of a burst that is answered at once', async () => {
		say('Hi');
		const burst = [say('Is'), say('table 7')];
		answer('One moment');
		burst.push(say('free?'));
		const json = {
			messageId: burst.at(-1),
			messages: burst.map((messageId) => ({ messageId })),
		};
		expect(await remembered({ conversationId: byId(conversation) }, json)).toEqual([
			'user: Hi',
			'assistant: One moment',
		]);
	});

	it('is without a burst whose first message is named, where the item does not say which they are', async () => {
		say('Hi');
		const [upToMessageId] = [say('Is'), say('table 7'), say('free?')];
		const parameters = { conversationId: byId(conversation), options: { upToMessageId } };
		expect(await remembered(parameters)).toEqual(['user: Hi']);
	});

	it('is all of it where nothing is being answered, or that is not listed yet', async () => {
		say('Hi');
		answer('Hello');
		const all = ['user: Hi', 'assistant: Hello'];
		const parameters = { conversationId: byId(conversation) };
		expect(await remembered(parameters)).toEqual(all);
		expect(await remembered(parameters, { messageId: 'msg_to_come' })).toEqual(all);
	});

	it('is as long as the builder says, however much came later', async () => {
		for (let at = 0; at < 10; at++) say(`old ${at}`);
		const upToMessageId = say('this one');
		for (let at = 0; at < 300; at++) say(`new ${at}`);
		expect(
			await remembered({
				conversationId: byId(conversation),
				contextWindowLength: 2,
				options: { upToMessageId },
			}),
		).toEqual(['user: old 8', 'user: old 9']);
	});

	it('is found by who is in the conversation', async () => {
		say('Hi');
		const conversationId = { __rl: true, mode: 'participant', value: '+1 (555) 010-0191' };
		expect(await remembered({ conversationId })).toEqual(['user: Hi']);
	});

	it('has media as the builder chooses', async () => {
		const mediaUrls = ['https://media.example.com/1.jpg'];
		say('Look', { mediaUrls });
		say('', { mediaUrls: [...mediaUrls, 'https://media.example.com/2.jpg'] });
		say('');
		const conversationId = byId(conversation);
		expect(await remembered({ conversationId })).toEqual([
			'user: Look\n[media]',
			'user: [2 media files]',
		]);
		expect(await remembered({ conversationId, options: { includeMedia: true } })).toEqual([
			'user: Look\n[media: https://media.example.com/1.jpg]',
			'user: [media: https://media.example.com/1.jpg]\n[media: https://media.example.com/2.jpg]',
		]);
	});

	it('says who speaks in a group', async () => {
		const { store } = node.emulator;
		conversation = store.addConversation({
			participant: 'grp_1',

			groupId: 'grp_1',
			participants: [
				{ identifier: ADA, name: 'Ada' },
				{ identifier: '+15550100192', name: null },
			],
		}).id;
		say('Hi', { senderIdentifier: ADA });
		say('Hello', { senderIdentifier: '+15550100192' });
		answer('Welcome');
		expect(await remembered({ conversationId: byId(conversation) })).toEqual([
			'user: Ada: Hi',
			'user: +15550100192: Hello',
			'assistant: Welcome',
		]);
	});
});

describe('the memory as agents call it', () => {
	it('has kinds of messages by which tokens are counted', async () => {
		say('Hi');
		answer('Hello');
		const { memory } = await memoryFor({ conversationId: byId(conversation) });
		const messages = await memory.chatHistory.getMessages();
		expect(messages.map((message) => message.getType())).toEqual(['human', 'ai']);
		expect(memory.memoryKeys).toEqual(['chat_history']);
	});

	it('changes nothing at AgentPhone, whatever it is told to save or forget', async () => {
		say('Hi');
		const { memory } = await memoryFor({ conversationId: byId(conversation) });
		await memory.saveContext({ input: 'Hi' }, { output: 'Hello' });
		await memory.chatHistory.addMessage({});
		await memory.clear();
		await memory.chatHistory.clear();
		expect(node.emulator.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
	});

	it('shows in the log of the editor what the agent was given', async () => {
		say('Hi');
		const { memory, execution } = await memoryFor({ conversationId: byId(conversation) });
		await memory.loadMemoryVariables({});
		const [run] = execution.resultData.runData['AgentPhone Chat Memory']!;
		expect(run!.data!.ai_memory![0]![0]!.json).toEqual({
			action: 'loadMemoryVariables',
			chatHistory: [{ role: 'user', content: 'Hi' }],
		});
	});

	it('fails with AgentPhone’s words where the conversation cannot be read', async () => {
		const { memory } = await memoryFor({ conversationId: byId('conv_none') });
		await expect(memory.loadMemoryVariables({})).rejects.toThrow('Conversation not found');
	});

	it('says with whom there is no conversation', async () => {
		const conversationId = { __rl: true, mode: 'participant', value: '+15550100777' };
		const { memory } = await memoryFor({ conversationId });
		await expect(memory.loadMemoryVariables({})).rejects.toThrow(
			'There is no conversation with +15550100777',
		);
	});

	it.each([
		[{ conversationId: byId(' ') }, 'Conversation is empty'],
		[
			{ conversationId: byId('conv_1'), contextWindowLength: 0 },
			'The field Context Window Length must be a number of 1 or more, but it is 0',
		],
	])('refuses %j', async (parameters, description) => {
		await expect(memoryFor(parameters)).rejects.toMatchObject({ description });
	});
});
