/** Each open point of the API is read both ways. */
import type { MessageDraft } from '../../emulator/data/model';
import { useBox } from './box';
import { useReceiver } from './receiver';

const box = useBox();
const receiver = useReceiver();

const IMAGES = ['https://files.example/1.jpg', 'https://files.example/2.jpg'];

interface Rows {
	data: Array<Record<string, unknown> & { id: string }>;
	hasMore?: boolean;
	total?: number;
}
const list = async (path: string) => (await box.ask<Rows>('GET', path)).body;

/** A conversation with messages at these times of one day. */
function conversation(...times: string[]) {
	const { store } = box.emulator;
	const { id } = store.addConversation({ id: 'c' });
	return times.map((time) => store.addMessage(id, { receivedAt: `2026-01-01T${time}Z` }).id);
}
const messages = async (query: Record<string, string | number> = {}) => {
	const search = new URLSearchParams(
		Object.entries(query).map(([key, value]) => [key, `${value}`]),
	);
	const { data, hasMore } = await list(`/v1/conversations/c/messages?${search}`);
	return { ids: data.map(({ id }) => id), hasMore };
};

describe('timestamps', () => {
	it.each([
		['seconds', 'Z', '2026-01-01T10:00:00Z'],
		['milliseconds', 'Z', '2026-01-01T10:00:00.123Z'],
		['microseconds', 'Z', '2026-01-01T10:00:00.123456Z'],
		['microseconds', '+00:00', '2026-01-01T10:00:00.123456+00:00'],
	] as const)('to %s, ending in %s', async (timestampPrecision, timestampZone, printed) => {
		conversation('10:00:00.123456');
		Object.assign(box.emulator.dialect, { timestampPrecision, timestampZone });
		expect((await list('/v1/conversations')).data[0].lastMessageAt).toBe(printed);
		expect((await list('/v1/conversations/c/messages')).data[0].receivedAt).toBe(printed);
	});

	it('tie where they look equal', async () => {
		const [first, second] = conversation('10:00:00.100', '10:00:00.900');
		const before = '2026-01-01T10:00:00.500Z';
		expect((await messages({ before })).ids).toEqual([first]);
		box.emulator.dialect.timestampPrecision = 'seconds';
		expect((await messages({ before })).ids).toEqual([second, first]);
	});
});

describe('the size of a page', () => {
	it.each([
		['/v1/conversations', 'pageSize'],
		['/v1/agents', 'pageSize'],
		['/v1/numbers', 'pageSize'],
		['/v1/conversations/c/messages', 'messagePageSize'],
	] as const)('of %s is as asked, or fixed', async (path, name) => {
		const { store, dialect } = box.emulator;
		conversation('10:00', '11:00', '12:00');
		for (let count = 0; count < 2; count++) {
			const { id } = store.addAgent();
			store.addNumber({ agentId: id });
			store.addConversation({ agentId: id });
		}
		store.addAgent();
		const size = async () => (await list(`${path}?limit=1`)).data.length;
		expect(await size()).toBe(1);
		dialect[name] = 2;
		expect(await size()).toBe(2);
	});
});

describe('the list of conversations', () => {
	it('keeps the order of those of one time, or changes it', async () => {
		const { store, dialect } = box.emulator;
		const lastMessageAt = Date.UTC(2026, 0, 1);
		for (let made = 0; made < 12; made++) store.addConversation({ lastMessageAt });
		const order = async () => (await list('/v1/conversations')).data.map(({ id }) => id).join();
		const orders = async () => new Set(await Promise.all(Array.from({ length: 5 }, order))).size;
		expect(await orders()).toBe(1);
		dialect.conversationTies = 'varying';
		expect(await orders()).toBeGreaterThan(1);
	});

	it('counts right, too high, or not at all, and may leave out whether there is more', async () => {
		const { store, dialect } = box.emulator;
		store.addConversation();
		const page = async () =>
			(await box.ask<{ total?: number; hasMore?: boolean }>('GET', '/v1/conversations')).body;
		expect(await page()).toMatchObject({ total: 1, hasMore: false });
		dialect.conversationTotal = 'tooHigh';
		expect((await page()).total).toBeGreaterThan(1);
		Object.assign(dialect, { conversationTotal: 'absent', conversationListHasMore: false });
		expect(Object.keys(await page())).toEqual(['data']);
	});
});

describe('messages', () => {
	it('come newest first or oldest first, also in the detail', async () => {
		const ids = conversation('10:00', '11:00', '12:00');
		const detail = async () =>
			(await box.ask<{ messages: Rows['data'] }>('GET', '/v1/conversations/c')).body.messages;
		const both = async () => [(await messages()).ids, (await detail()).map(({ id }) => id)];
		expect(await both()).toEqual([ids.toReversed(), ids.toReversed()]);
		box.emulator.dialect.messageOrder = 'oldestFirst';
		expect(await both()).toEqual([ids, ids]);
	});

	it('of exactly the cursor are left out or included', async () => {
		const [first, second, third] = conversation('10:00', '11:00', '12:00');
		const cursor = '2026-01-01T11:00:00Z';
		const both = async () => [
			(await messages({ before: cursor })).ids,
			(await messages({ after: cursor })).ids,
		];
		expect(await both()).toEqual([[first], [third]]);
		box.emulator.dialect.cursor = 'inclusive';
		expect(await both()).toEqual([
			[second, first],
			[third, second],
		]);
	});

	it.each([
		['newestFirst', 'order', ['43', '43', '43']],
		['oldestFirst', 'order', ['01', '23', '01']],
		['newestFirst', 'newest', ['43', '43', '43']],
		['oldestFirst', 'newest', ['34', '34', '34']],
		['newestFirst', 'nearest', ['43', '32', '43']],
		['oldestFirst', 'nearest', ['34', '23', '34']],
	] as const)('%s, a page taken by %s', async (messageOrder, messagePage, expected) => {
		const ids = conversation('10:00', '11:00', '12:00', '13:00', '14:00');
		Object.assign(box.emulator.dialect, { messageOrder, messagePage });
		const page = async (query: Record<string, string>) =>
			(await messages({ limit: 2, ...query })).ids.map((id) => ids.indexOf(id)).join('');
		const plain = await page({});
		const after = await page({ after: '2026-01-01T11:00:00Z' });
		const before = await page({ before: '2026-01-01T15:00:00Z' });
		expect([plain, after, before]).toEqual(expected);
	});

	it('have mediaUrls beside mediaUrl, or not', async () => {
		box.emulator.store.addConversation({ id: 'c' });
		box.emulator.store.addMessage('c', { mediaUrls: [IMAGES[0]] });
		const media = async () => {
			const [{ mediaUrl, mediaUrls }] = (await list('/v1/conversations/c/messages')).data;
			return { mediaUrl, mediaUrls };
		};
		expect(await media()).toEqual({ mediaUrl: IMAGES[0], mediaUrls: [IMAGES[0]] });
		box.emulator.dialect.mediaUrls = 'absent';
		expect(await media()).toEqual({ mediaUrl: IMAGES[0] });
	});

	it('of a carousel are one for each image, or one with all', async () => {
		const { person, dialect, store } = box.emulator;
		const count = async () => {
			const { conversationId } = await person.text('+14155550100', '', { mediaUrls: IMAGES });
			return store.messages(conversationId!).length;
		};
		expect(await count()).toBe(2);
		dialect.carousel = 'oneMessage';
		expect(await count()).toBe(3);
	});
});

it('fields without a value are null, or absent', async () => {
	const draft: MessageDraft = { body: 'Hi' };
	const { store, dialect } = box.emulator;
	store.addMessage(store.addConversation({ id: 'c' }).id, draft);
	const fields = async () => [
		...Object.keys((await list('/v1/conversations')).data[0]),
		...Object.keys((await list('/v1/conversations/c/messages')).data[0]),
		...Object.keys((await list('/v1/numbers')).data[0]),
	];
	const optional = ['agentId', 'groupName', 'participants', 'metadata', 'mediaUrl', 'replyTo'];
	expect(await fields()).toEqual(expect.arrayContaining(optional));
	dialect.emptyFields = 'absent';
	expect((await fields()).filter((name) => optional.includes(name))).toEqual([]);
});

it('the name of what is no group is refused, or ignored', async () => {
	const conversation = box.emulator.store.addConversation();
	const rename = async () =>
		(await box.ask('PATCH', `/v1/conversations/${conversation.id}`, { group_name: 'Us' })).status;
	expect(await rename()).toBe(400);
	box.emulator.dialect.renameOfNoGroup = 'ignored';
	expect(await rename()).toBe(200);
	expect(conversation.groupName).toBeNull();
});

it('the list of agents has hasMore, or not', async () => {
	box.emulator.store.addAgent();
	expect(await list('/v1/agents')).not.toHaveProperty('hasMore');
	box.emulator.dialect.agentListHasMore = true;
	expect(await list('/v1/agents')).toHaveProperty('hasMore', false);
});

it('a reaction needs an iMessage message, or an iMessage number', async () => {
	const { store, dialect } = box.emulator;
	const iMessageNumber = store.addNumber();
	const smsNumber = store.addNumber({ type: 'sms' });
	const [fallback, odd] = [[iMessageNumber, 'sms'] as const, [smsNumber, 'imessage'] as const].map(
		([{ id }, channel]) =>
			store.addMessage(store.addConversation({ phoneNumberId: id }).id, { channel }),
	);
	const react = async ({ id }: { id: string }) =>
		(await box.ask('POST', `/v1/messages/${id}/reactions`, { reaction: 'love' })).status;
	expect([await react(fallback), await react(odd)]).toEqual([400, 200]);
	dialect.reactionNeeds = 'iMessageNumber';
	expect([await react(fallback), await react(odd)]).toEqual([200, 400]);
});

it('errors come in one shape or the other; lists of fields always in their own', async () => {
	const both = async () => [
		(await box.ask('GET', '/v1/conversations/none')).body,
		(await box.ask('GET', '/v1/conversations?limit=0')).body,
	];
	const fields = { detail: [{ loc: ['query', 'limit'] }] };
	expect(await both()).toMatchObject([{ error: { code: 'NOT_FOUND' } }, fields]);
	box.emulator.dialect.errorShape = 'detail';
	expect(await both()).toMatchObject([{ detail: 'Conversation not found' }, fields]);
});

it('a deleted webhook is answered with 204 or with JSON; one that was not there with 404 or the same', async () => {
	const { webhooks, dialect } = box.emulator;
	const remove = async () => await box.ask('DELETE', '/v1/webhooks');
	webhooks.set({ subAccountId: null }, { url: receiver.url });
	expect([(await remove()).status, (await remove()).status]).toEqual([204, 404]);
	Object.assign(dialect, { webhookDeleted: 'json', webhookMissing: 'asDeleted' });
	expect(await remove()).toMatchObject({ status: 200, body: { success: true } });
});

describe('retries', () => {
	/** Lets a delivery fail once, while something happens, and gives what its two attempts looked like. */
	async function twoAttempts(meanwhile: () => void = () => undefined) {
		receiver.answer = (response, index) => {
			if (index === 0) meanwhile();
			response.writeHead(index === 0 ? 500 : 200).end();
		};
		await box.emulator.person.text('+14155550100', 'Hi');
		await box.emulator.settled();
		return receiver.received.map(({ headers }) => headers);
	}
	const register = (path = '') =>
		box.emulator.webhooks.set({ subAccountId: null }, { url: receiver.url + path });

	it.each(['fresh', 'original'] as const)('with a %s timestamp', async (retryTimestamp) => {
		register();
		box.emulator.dialect.retryTimestamp = retryTimestamp;
		const realNow = Date.now;
		const [first, second] = await twoAttempts(() => {
			Date.now = () => realNow() + 10_000;
		}).finally(() => {
			Date.now = realNow;
		});
		const age = Number(second['x-webhook-timestamp']) - Number(first['x-webhook-timestamp']);
		expect(age >= 10).toBe(retryTimestamp === 'fresh');
		expect(second['x-webhook-signature'] === first['x-webhook-signature']).toBe(
			retryTimestamp === 'original',
		);
		expect(second['x-webhook-id']).toBe(first['x-webhook-id']);
	});

	it.each(['current', 'original'] as const)('to the %s registration', async (registration) => {
		register('/old');
		box.emulator.dialect.retryRegistration = registration;
		await twoAttempts(() => register('/new'));
		const isNew = box.emulator.deliveries[0].url.endsWith('/new');
		expect(isNew).toBe(registration === 'current');
	});
});

describe('events', () => {
	beforeEach(() => {
		box.emulator.webhooks.set({ subAccountId: null }, { url: receiver.url });
	});

	it('carry ids, or not', async () => {
		const { person, dialect } = box.emulator;
		const { conversationId, messageId } = await person.text('+14155550100', 'Hi');
		dialect.eventIds = 'absent';
		await person.text('+14155550100', 'Hi');
		const [present, absent] = receiver.received.map(({ body }) => body.data);
		expect(present).toMatchObject({ conversationId, messageId, numberId: expect.any(String) });
		expect(absent).toMatchObject({ conversationId: null, numberId: null });
		expect(absent).not.toHaveProperty('messageId');
	});

	it('have a history that ends before the message, or with it', async () => {
		const { person, dialect } = box.emulator;
		await person.text('+14155550100', 'one');
		await person.text('+14155550100', 'two');
		dialect.recentHistory = 'withNewest';
		await person.text('+14155550100', 'three');
		const histories = receiver.received.map(({ body }) =>
			body.recentHistory.map(({ content }) => content),
		);
		expect(histories).toEqual([[], ['one'], ['one', 'two', 'three']]);
	});

	it('have a contact that is null, or absent', async () => {
		const { person, dialect } = box.emulator;
		await person.text('+14155550100', 'one');
		dialect.emptyFields = 'absent';
		await person.text('+14155550100', 'two');
		const [present, absent] = receiver.received.map(({ body }) => body.data);
		expect(present).toHaveProperty('contact', null);
		expect(absent).not.toHaveProperty('contact');
	});

	it("tell of the agent's own messages and reactions, or not", async () => {
		const { store, dialect, settled } = box.emulator;
		const { id } = store.addConversation({ participant: '+14155550100' });
		const message = store.addMessage(id);
		const act = async () => {
			await box.ask('POST', '/v1/messages', { to_number: '+14155550100', body: 'Hi' });
			await box.ask('POST', `/v1/messages/${message.id}/reactions`, { reaction: 'like' });
			await settled();
		};
		await act();
		expect(receiver.received).toEqual([]);
		dialect.outboundEvents = true;
		await act();
		expect(receiver.received.map(({ body }) => [body.event, body.data.direction])).toEqual([
			['agent.message', 'outbound'],
			['agent.reaction', 'outbound'],
		]);
	});
});
