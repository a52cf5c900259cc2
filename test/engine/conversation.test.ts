import {
	API_KEY,
	asked,
	byId,
	failureOf,
	itemsOf,
	jsonOf,
	onlyBody,
	pairsOf,
	useActionNode,
} from '../harness/engine/actionNode';
import { until } from '../harness/engine/triggerFixture';

const node = useActionNode();
const conversation = (operation: string, parameters: object = {}) => ({
	resource: 'conversation',
	operation,
	...parameters,
});
const one = (operation: string, parameters: object = {}) =>
	conversation(operation, { conversationId: byId('={{ $json.id }}'), ...parameters });

describe('Get', () => {
	it('gives what a flow goes on with, its messages in the order they were said', async () => {
		const { id } = node.emulator.store.addConversation({
			participant: '+15550100199',
			metadata: { stage: 'new' },
		});
		node.emulator.store.addMessage(id, { body: 'Hello', receivedAt: '2026-01-01T10:00:00Z' });
		node.emulator.store.addMessage(id, {
			body: 'Hi Ada',
			direction: 'outbound',
			receivedAt: '2026-01-01T10:00:05Z',
		});
		const [{ json }] = await node.engine.execute(one('get'), itemsOf({ id }));
		expect(json).toMatchObject({
			id,
			participant: '+15550100199',
			replyTo: '+15550100199',
			metadata: { stage: 'new' },
			messages: [
				{ body: 'Hello', from: '+15550100199', direction: 'inbound', mediaUrls: [] },
				{ body: 'Hi Ada', direction: 'outbound' },
			],
		});
		expect(json).not.toHaveProperty('groupIconUrl');
	});

	it.each(['newestFirst', 'oldestFirst'] as const)(
		'keeps the order of a carousel’s images where AgentPhone lists the %s',
		async (messageOrder) => {
			node.emulator.dialect.messageOrder = messageOrder;
			const { id } = node.emulator.store.addConversation();
			const times = [1, 2, 2, 2, 3].map((second) => `2026-01-01T10:00:0${second}Z`);
			times.forEach((receivedAt, at) =>
				node.emulator.store.addMessage(id, { body: `${at}`, receivedAt }),
			);
			const [{ json }] = await node.engine.execute(one('get'), itemsOf({ id }));
			const messages = json.messages as Array<{ body: string }>;
			expect(messages.map(({ body }) => body)).toEqual(['0', '1', '2', '3', '4']);
		},
	);

	it('answers to the group in a group', async () => {
		const { id } = node.emulator.store.addConversation({ groupId: 'grp_7' });
		const [{ json }] = await node.engine.execute(one('get'), itemsOf({ id }));
		expect(json).toMatchObject({ isGroup: true, replyTo: 'grp_7' });
	});

	it('gives the raw answer on request, with as many messages as asked for', async () => {
		const { id } = node.emulator.store.addConversation();
		for (let count = 0; count < 4; count++) node.emulator.store.addMessage(id);
		const [{ json }] = await node.engine.execute(
			one('get', { simplify: false, options: { messageLimit: 3 } }),
			itemsOf({ id }),
		);
		expect(json).toHaveProperty('groupIconUrl', null);
		expect(json.messages).toHaveLength(3);
	});

	it('says for each item what went wrong with it', async () => {
		const { id } = node.emulator.store.addConversation();
		const items = await node.engine.execute(one('get'), itemsOf({ id }, { id: 'conv_x' }, { id }), {
			continueOnFail: true,
		});
		expect(items[1]).toEqual({
			json: {
				error: 'Conversation not found',
				message: expect.stringMatching(/^HTTP 404\. .*From List/),
				code: 'NOT_FOUND',
			},
			pairedItem: { item: 1 },
		});
		expect(pairsOf(items)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
	});
});

describe('Get Many', () => {
	const getAll = (filters: object = {}, parameters: object = {}) =>
		conversation('getAll', { returnAll: true, filters, ...parameters });
	const idsOf = async (filters: object) =>
		jsonOf(await node.engine.execute(getAll(filters))).map(({ id }) => id);

	it('gives all, with their metadata, the newest activity first', async () => {
		const rows = node.emulator.store.seed({ conversations: 230 });
		const items = await node.engine.execute(getAll());
		expect(items.map(({ json }) => json.id)).toEqual(
			node.emulator.store.conversations().map(({ id }) => id),
		);
		expect(items).toHaveLength(rows.length);
		expect(items[0]).toMatchObject({
			json: { metadata: expect.anything() },
			pairedItem: { item: 0 },
		});
	});

	it('stops at the limit, and says that there may be more', async () => {
		node.emulator.store.seed({ conversations: 60 });
		const context = node.engine.executeContext(conversation('getAll', { limit: 7 }), itemsOf({}));
		expect(await node.engine.executeIn(context)).toHaveLength(7);
		expect(context.hints).toEqual([
			expect.objectContaining({ message: expect.stringContaining('The limit of 7 was reached') }),
		]);
		expect(asked(node.emulator, 'GET')).toHaveLength(1);
	});

	it('gives an agent’s conversations in the shape of all others', async () => {
		const { store } = node.emulator;
		const [support, sales] = [store.addAgent(), store.addAgent()];
		const mine = store.addConversation({
			phoneNumberId: store.addNumber({ agentId: support.id }).id,
			metadata: { a: 1 },
		});
		store.addConversation({ phoneNumberId: store.addNumber({ agentId: sales.id }).id });
		const items = await node.engine.execute(getAll({ agentId: byId(support.id) }));
		expect(jsonOf(items)).toEqual([expect.objectContaining({ id: mine.id, metadata: { a: 1 } })]);
	});

	it('finds a participant however the number is written, groups included', async () => {
		const { store } = node.emulator;
		const direct = store.addConversation({ participant: '+15550100199' });
		const group = store.addConversation({
			participants: [
				{ identifier: '+15550100111', name: null },
				{ identifier: 'Ada@Example.com', name: 'Ada' },
			],
		});
		store.addConversation({ participant: '+15550100198' });
		expect(await idsOf({ participant: '(555) 010-0199' })).toEqual([direct.id]);
		expect(await idsOf({ participant: '001 555 010 0199' })).toEqual([direct.id]);
		expect(await idsOf({ participant: 'ada@example.COM' })).toEqual([group.id]);
	});

	it('filters by group and by metadata, both ways', async () => {
		const { store } = node.emulator;
		const group = store.addConversation({ groupId: 'grp_1', metadata: {} });
		const direct = store.addConversation({ metadata: { a: 1 } });
		expect(await idsOf({ isGroup: true })).toEqual([group.id]);
		expect(await idsOf({ isGroup: false })).toEqual([direct.id]);
		expect(await idsOf({ hasMetadata: true })).toEqual([direct.id]);
		expect(await idsOf({ hasMetadata: false })).toEqual([group.id]);
	});

	it('takes a time without a zone as the workflow’s', async () => {
		const { store } = node.emulator;
		// Berlin is an hour ahead of UTC in winter.
		const later = store.addConversation({ lastMessageAt: '2026-01-01T11:00:00Z' });
		store.addConversation({ lastMessageAt: '2026-01-01T10:59:00Z' });
		expect(await idsOf({ activeSince: '2026-01-01T12:00:00' })).toEqual([later.id]);
		expect(await idsOf({ activeSince: '2026-01-01T11:00:00Z' })).toEqual([later.id]);
		expect(await idsOf({ activeSince: '={{ DateTime.fromISO("2026-01-01T11:00:00Z") }}' })).toEqual(
			[later.id],
		);
	});

	it('refuses a time that is none', async () => {
		const error = await failureOf(node.engine.execute(getAll({ activeSince: 'soon' })));
		expect(error.message).toBe('The field Active Since must be a date and time, but it is "soon"');
		expect([...node.emulator.requests]).toEqual([]);
	});
});

describe('Send Typing Indicator', () => {
	it('passes on what AgentPhone answers', async () => {
		const { id } = node.emulator.store.addConversation();
		const items = await node.engine.execute(one('sendTyping'), itemsOf({ id }));
		expect(items).toEqual([
			{
				json: { conversationId: id, channel: 'imessage', status: 'sent' },
				pairedItem: { item: 0 },
			},
		]);
	});

	it('says that SMS has none', async () => {
		const { id } = node.emulator.store.addConversation({ channel: 'sms' });
		const error = await failureOf(node.engine.execute(one('sendTyping'), itemsOf({ id })));
		expect(error.description).toContain('iMessage');
		expect(error.context).toMatchObject({ itemIndex: 0 });
	});
});

describe('Set Background and Remove Background', () => {
	it('sets, and takes away again', async () => {
		const { id } = node.emulator.store.addConversation();
		const imageUrl = 'https://example.com/beach.jpg';
		const set = await node.engine.execute(one('setBackground', { imageUrl }), itemsOf({ id }));
		expect(set[0].json).toMatchObject({ conversationId: id, hasBackground: true, changed: true });
		expect(onlyBody(node.emulator, 'POST')).toEqual({ image_url: imageUrl });

		const removed = await node.engine.execute(one('removeBackground'), itemsOf({ id }));
		expect(removed).toEqual([
			{ json: { conversationId: id, hasBackground: false }, pairedItem: { item: 0 } },
		]);
		expect(node.emulator.store.conversation(id)!.background).toBeNull();
	});

	it.each(['', 'beach.jpg', 'file:///etc/passwd'])('refuses the image "%s"', async (imageUrl) => {
		const { id } = node.emulator.store.addConversation();
		await failureOf(node.engine.execute(one('setBackground', { imageUrl }), itemsOf({ id })));
		expect([...node.emulator.requests]).toEqual([]);
	});
});

describe('every operation', () => {
	it('puts the key into no error, even when the API repeats it', async () => {
		const id = `${API_KEY}/../x`;
		for (const operation of ['get', 'sendTyping', 'removeBackground']) {
			const error = await failureOf(node.engine.execute(one(operation), itemsOf({ id })));
			expect(JSON.stringify({ ...error, message: error.message, stack: '' })).not.toContain(
				API_KEY,
			);
		}
	});

	it('gives nothing for no items', async () => {
		expect(await node.engine.execute(one('get'), [])).toEqual([]);
	});

	it('stops when the execution is stopped, also where it continues on errors', async () => {
		const { id } = node.emulator.store.addConversation();
		node.emulator.faults.add({ kind: 'latency', ms: 200 });
		const stop = new AbortController();
		const run = node.engine.execute(
			one('get', { options: { concurrency: 1 } }),
			itemsOf({ id }, { id }, { id }),
			{ continueOnFail: true, signal: stop.signal },
		);
		const failure = failureOf(run);
		await until(() => asked(node.emulator, 'GET').length > 0);
		stop.abort();
		expect((await failure).message).toBe('The execution was stopped');
		expect(asked(node.emulator, 'GET').length).toBeLessThan(3);
	});

	it('says in a hint that it was slowed down', async () => {
		const { id } = node.emulator.store.addConversation();
		node.emulator.faults.add({ kind: 'status', status: 429, retryAfter: '0.01', times: 1 });
		const context = node.engine.executeContext(one('get'), itemsOf({ id }));
		expect(await node.engine.executeIn(context)).toHaveLength(1);
		expect(context.hints).toEqual([
			expect.objectContaining({ message: expect.stringContaining('limited the rate') }),
		]);
	});
});
