import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { startEmulator, type Emulator } from '../../emulator';
import { AgentPhonePollingTrigger } from '../../nodes/AgentPhonePollingTrigger/AgentPhonePollingTrigger.node';
import { forgetTurns } from '../../nodes/AgentPhonePollingTrigger/turns';
import { Engine } from '../harness/engine/engine';
import { HURRY } from '../harness/engine/hurry';
import { setUp, until } from '../harness/engine/triggerFixture';

const ADA = '+14155550117';
const BOB = '+14155550118';
const API_KEY = 'sk_live_only_for_this_test';

let emulator: Emulator;
let engine: Engine;
let staticData: IDataObject;

beforeAll(async () => {
	emulator = await startEmulator({ apiKey: API_KEY });
	engine = new Engine({
		nodeType: new AgentPhonePollingTrigger(),
		credentials: { apiKey: API_KEY, baseUrl: emulator.baseUrl },
		policy: HURRY,
	});
});
beforeEach(() => {
	emulator.reset();
	staticData = {};
	forgetTurns();
});
afterAll(async () => await emulator.stop());

/** One poll, after which n8n stores the static data. */
async function poll(
	parameters: INodeParameters = {},
	isManual = false,
	getPollBudgetMs?: () => number,
): Promise<IDataObject[]> {
	const context = engine.pollContext(parameters, { staticData, isManual });
	if (getPollBudgetMs) Object.assign(context, { getPollBudgetMs });
	const output = await new AgentPhonePollingTrigger().poll.call(context as never);
	if (!isManual) {
		const kept: IDataObject = context.getWorkflowStaticData('node');
		staticData = {
			'node:AgentPhone Polling Trigger': JSON.parse(JSON.stringify(kept)) as IDataObject,
		};
	}
	return (output?.[0] ?? []).map(({ json }) => json);
}
const texts = async (parameters?: INodeParameters) =>
	(await poll(parameters)).map(({ text }) => text);

describe('messages', () => {
	it('give nothing the first time, and then each once, the oldest first', async () => {
		emulator.dialect.timestampPrecision = 'microseconds';
		await emulator.person.text(ADA, 'Before');
		expect(await texts()).toEqual([]);
		await emulator.person.text(ADA, 'One');
		await emulator.person.text(BOB, 'Two');
		await emulator.person.text(ADA, 'Three');
		expect(await texts()).toEqual(['One', 'Two', 'Three']);
		expect(await texts()).toEqual([]);
	});

	it('come once where polls overlap, and where n8n has not stored yet what the last one gave', async () => {
		await poll();
		await emulator.person.text(ADA, 'One');
		const notStored = structuredClone(staticData);
		const [one, other] = await Promise.all([texts(), texts()]);
		expect([...one!, ...other!]).toEqual(['One']);
		staticData = structuredClone(notStored);
		expect(await texts()).toEqual([]);
		// n8n was killed before it stored anything.
		forgetTurns();
		staticData = notStored;
		expect(await texts()).toEqual(['One']);
	});

	it('cost one request when there is nothing new', async () => {
		emulator.store.seed({ conversations: 150, messages: 2 });
		await poll();
		await poll();
		emulator.clearRequests();
		expect(await poll()).toEqual([]);
		expect(emulator.requests).toHaveLength(1);
	});

	it.each(['seconds', 'milliseconds', 'microseconds'] as const)(
		'of one moment all come, with times in %s',
		async (timestampPrecision) => {
			emulator.dialect.timestampPrecision = timestampPrecision;
			const at = Date.now();
			const { id } = emulator.store.addConversation({ participant: ADA });
			const add = (body: string) => emulator.store.addMessage(id, { body, receivedAt: at });
			add('Before');
			await poll();
			add('One');
			add('Two');
			expect(await texts()).toEqual(['One', 'Two']);
			add('Three');
			expect(await texts()).toEqual(['Three']);
		},
	);

	it('that arrive while a poll reads are not lost, and not doubled', async () => {
		await poll();
		const stop = emulator.beforeEach(async () => {
			await emulator.person.text(BOB, 'Meanwhile');
		});
		await emulator.person.text(ADA, 'Hello');
		const first = await texts();
		stop();
		const all = [...first, ...(await texts()), ...(await texts())];
		const sent = emulator.store
			.conversations()
			.flatMap(({ id }) => emulator.store.messages(id).map(({ body }) => body));
		expect(all.sort()).toEqual(sent.sort());
	});

	it('beyond the newest hundred of a conversation come as well', async () => {
		await poll();
		const { id } = emulator.store.addConversation({ participant: ADA });
		// At once, all of them could have one time, and more of one time than fit on a page cannot be read.
		const receivedAt = Date.now();
		for (let index = 0; index < 260; index++)
			emulator.store.addMessage(id, { body: `Text ${index}`, receivedAt: receivedAt + index });
		expect(await texts()).toEqual(Array.from({ length: 260 }, (_, index) => `Text ${index}`));
	});

	it('of the agent are none', async () => {
		await poll();
		const { id } = emulator.store.addConversation({ participant: ADA });
		emulator.store.addMessage(id, { body: 'From us', direction: 'outbound' });
		expect(await texts()).toEqual([]);
	});

	it('come once though n8n is stopped before it has stored what a poll found', async () => {
		await poll();
		await emulator.person.text(ADA, 'Hello');
		const before = structuredClone(staticData);
		await poll();
		forgetTurns();
		staticData = before;
		expect(await texts()).toEqual(['Hello']);
		expect(await texts()).toEqual([]);
	});

	it('are filtered', async () => {
		await poll();
		await emulator.person.text(ADA, 'From Ada');
		await emulator.person.text(BOB, 'From Bob');
		expect(await texts({ filters: { participant: '(415) 555-0118' } })).toEqual(['From Bob']);
	});

	it('a filter whose expression gives nothing is refused', async () => {
		await expect(poll({ filters: { participant: '={{ undefined }}' } })).rejects.toThrow(
			'Participant is empty',
		);
	});

	it.each([
		['Channel', { channel: '=telegram' }, 'one of imessage, mms, sms, whatsapp'],
		['Is Group', { isGroup: '=maybe' }, 'true or false'],
		['Is Group', { isGroup: '={{ undefined }}' }, 'true or false'],
	])('a value that the filter %s does not offer is refused: %j', async (label, filters, wanted) => {
		await expect(poll({ filters })).rejects.toThrow(`The field ${label} must be ${wanted}`);
	});

	it.each([
		['Event', { event: '=calls' }],
		['Simplify', { simplify: '=maybe' }],
		['Simplify', { simplify: '={{ undefined }}' }],
		['Metadata Changes', { event: 'conversation', options: { metadataChanges: '=maybe' } }],
		['Metadata Changes', { event: 'conversation', options: { metadataChanges: '={{ null }}' } }],
		['Context Limit', { options: { contextLimit: '=many' } }],
		['Context Limit', { options: { contextLimit: '={{ undefined }}' } }],
		['Context Limit', { options: { contextLimit: '' } }],
		['Context Limit', { options: { contextLimit: 51 } }],
		['Context Limit', { options: { contextLimit: -1 } }],
		['Context Limit', { options: { contextLimit: 2.5 } }],
	])('a value that the field %s cannot have is refused: %j', async (label, parameters) => {
		await expect(poll(parameters)).rejects.toThrow(`The field ${label} must be `);
		expect([...emulator.requests]).toEqual([]);
	});

	it.each([
		[0, 0],
		['=2', 2],
		['={{ 3 }}', 3],
	])('come with as many earlier ones as Context Limit says: %j', async (contextLimit, count) => {
		await poll();
		for (const text of ['One', 'Two', 'Three', 'Four']) await emulator.person.text(ADA, text);
		const items = await poll({ options: { contextLimit } });
		expect(items.at(-1)!.history).toHaveLength(count);
	});

	it('that a poll finds after n8n has given it up are left for the next', async () => {
		await poll();
		await emulator.person.text(ADA, 'Hello');
		emulator.faults.add({ kind: 'latency', ms: 400, path: /conversations\/conv/, times: 1 });
		expect(await poll({}, false, () => 300)).toEqual([]);
		expect(await texts()).toEqual(['Hello']);
		expect(await texts()).toEqual([]);
	});

	it('are asked for once more soon, and not after the wait of a minute that AgentPhone asks for', async () => {
		await poll();
		emulator.faults.add({ kind: 'status', status: 429, retryAfter: 60, times: 1 });
		await expect(poll()).rejects.toMatchObject({
			description: expect.stringContaining('longer than the 10 seconds this node waits'),
		});
		await emulator.person.text(ADA, 'Hello');
		expect(await texts()).toEqual(['Hello']);
	});

	it('a poll that fails loses nothing', async () => {
		await poll();
		await emulator.person.text(ADA, 'Hello');
		emulator.faults.add({ kind: 'status', status: 500, path: /conversations\/conv/, times: 3 });
		await expect(poll()).rejects.toThrow();
		expect(await texts()).toEqual(['Hello']);
	});
});

describe('items', () => {
	const box = setUp();

	it.each([
		['from a person', async (world: Emulator) => await world.person.text(ADA, 'Hello')],
		[
			'from a group',
			async (world: Emulator) => {
				const { groupId } = world.store.addConversation({
					groupName: 'Team',
					participants: [
						{ identifier: ADA, name: 'Ada' },
						{ identifier: BOB, name: 'Bob' },
					],
				});
				await world.person.text(ADA, 'Hello', { groupId: groupId! });
			},
		],
		[
			'with a picture',
			async (world: Emulator) =>
				await world.person.text(ADA, '', { mediaUrls: ['https://files.example/1.jpg'] }),
		],
	])('%s are those of the webhook trigger', async (_what, write) => {
		const world = box.emulator;
		const n8n = await box.n8n({ parameters: { simplify: true } });
		await n8n.activate();
		const { apiKey, baseUrl } = world;
		const polling = new Engine({
			nodeType: new AgentPhonePollingTrigger(),
			credentials: { apiKey, baseUrl },
		});
		const data: IDataObject = {};
		const once = async () => {
			const context = polling.pollContext({}, { staticData: data });
			return await new AgentPhonePollingTrigger().poll.call(context as never);
		};
		const known = world.store.addConversation({ participant: ADA, metadata: { stage: 'new' } });
		world.store.addMessage(known.id, { body: 'Earlier', direction: 'outbound' });
		await once();
		await write(world);
		await until(() => n8n.executions.length === 1);
		const delivered = n8n.executions[0]!.items[0]!.json;
		const polled = (await once())![0]![0]!.json;
		expect(polled).toEqual({ ...delivered, contact: null });
	});

	it('have AgentPhone’s own form where Simplify is off', async () => {
		await poll();
		await emulator.person.text(ADA, 'Hello');
		expect(await poll({ simplify: false })).toEqual([
			expect.objectContaining({
				event: 'agent.message',
				data: expect.objectContaining({ message: 'Hello', from: ADA }),
			}),
		]);
	});

	it('show nothing of a question that waits', async () => {
		await poll();
		const { id } = emulator.store.addConversation({
			participant: ADA,
			metadata: { stage: 'new', n8nWaiting: { v: 1 } },
		});
		emulator.store.addMessage(id, { body: 'Hello' });
		expect((await poll())[0]!.state).toEqual({ stage: 'new' });
		expect(JSON.stringify(await poll({ event: 'conversation' }))).not.toContain('n8nWaiting');
	});
});

describe('reactions', () => {
	it('come once', async () => {
		const { messageId } = await emulator.person.text(ADA, 'Hello');
		await emulator.person.react(messageId!, 'love');
		await poll({ event: 'reaction' });
		await emulator.person.react(messageId!, 'like');
		const [item, ...others] = await poll({ event: 'reaction' });
		expect(others).toEqual([]);
		expect(item).toMatchObject({
			event: 'agent.reaction',
			reaction: 'like',
			text: 'Hello',
			messageId,
			from: ADA,
		});
		expect(await poll({ event: 'reaction' })).toEqual([]);
	});
});

describe('reactions in conversations', () => {
	const event = { event: 'reaction' };

	it('far down the list come when it is their turn, without reading all of it', async () => {
		const rows = emulator.store.seed({ conversations: 150, messages: 2 });
		const { id } = rows.at(-1)!;
		await poll(event);
		const [message] = emulator.store.messages(id);
		emulator.store.addReaction(message!.id, { reactionType: 'love', direction: 'inbound' });
		const found: unknown[] = [];
		for (let turn = 0; turn < 8; turn++) {
			emulator.clearRequests();
			found.push(...(await poll(event)).map(({ conversationId }) => conversationId));
			expect(emulator.requests.length).toBeLessThanOrEqual(3 + 40);
		}
		expect(found).toEqual([id]);
	});

	it('come though another conversation cannot be read', async () => {
		const texts = [await emulator.person.text(BOB, 'Hi'), await emulator.person.text(ADA, 'Hi')];
		await poll(event);
		for (const { messageId } of texts) await emulator.person.react(messageId!, 'love');
		const failing = emulator.faults.add({
			kind: 'status',
			status: 400,
			path: `/v1/conversations/${texts[0]!.conversationId}`,
		});
		expect((await poll(event)).map(({ from }) => from)).toEqual([ADA]);
		failing.remove();
		expect((await poll(event)).map(({ from }) => from)).toEqual([BOB]);
	});
});

describe('conversations', () => {
	const event = { event: 'conversation' };
	const ids = async (parameters: INodeParameters = event) =>
		(await poll(parameters)).map(({ id }) => id);

	it('come when something was written, also by the agent', async () => {
		const [ada, bob] = [ADA, BOB].map((participant) =>
			emulator.store.addConversation({ participant, metadata: { stage: 'new' } }),
		);
		await poll(event);
		emulator.store.addMessage(ada!.id, { direction: 'outbound' });
		expect(await poll(event)).toEqual([
			expect.objectContaining({ id: ada!.id, participant: ADA, metadata: { stage: 'new' } }),
		]);
		expect(await ids()).toEqual([]);
		emulator.store.addMessage(bob!.id);
		expect(await ids()).toEqual([bob!.id]);
	});

	it('come for changed metadata only where that is asked for', async () => {
		const { id } = emulator.store.addConversation({ participant: ADA });
		emulator.store.seed({ conversations: 120 });
		const asked = { ...event, options: { metadataChanges: true } };
		await poll(asked);
		expect(await ids(asked)).toEqual([]);
		emulator.store.setMetadata(id, { stage: 'booked' });
		expect(await ids(asked)).toEqual([id]);
		expect(await ids(asked)).toEqual([]);
		emulator.store.setMetadata(id, { stage: 'booked', n8nWaiting: {} });
		expect(await ids(asked)).toEqual([]);
	});
});

it('what is looked for was changed: polling begins anew', async () => {
	const { messageId } = await emulator.person.text(ADA, 'Hello');
	await emulator.person.react(messageId!, 'love');
	await poll();
	await emulator.person.react(messageId!, 'like');
	expect(await poll({ event: 'reaction' })).toEqual([]);
	await emulator.person.react(messageId!, 'laugh');
	expect(await poll({ event: 'reaction' })).toHaveLength(1);
	const conversations = { event: 'conversation', options: { metadataChanges: true } };
	expect(await poll(conversations)).toEqual([]);
	expect(await poll(conversations)).toEqual([]);
});

describe('a run by hand', () => {
	it('shows the newest, and remembers nothing', async () => {
		await emulator.person.text(ADA, 'Hello');
		expect(await poll({}, true)).toEqual([expect.objectContaining({ text: 'Hello' })]);
		expect(staticData).toEqual({});
		expect(await poll({ event: 'conversation' }, true)).toHaveLength(1);
		expect(await poll({ event: 'reaction' }, true)).toEqual([]);
	});

	it('gives nothing on an empty account', async () => {
		expect(await poll({}, true)).toEqual([]);
	});
});
