import { asked, byId, itemsOf, jsonOf, pairsOf, useActionNode } from '../harness/engine/actionNode';

const node = useActionNode();
const getAll = (parameters: object = {}) => ({
	resource: 'message',
	operation: 'getAll',
	conversationId: byId('={{ $json.id }}'),
	returnAll: true,
	...parameters,
});
const second = (count: number) => `2026-01-01T10:00:${String(count).padStart(2, '0')}Z`;

function conversationOf(count: number, draft: (index: number) => object = () => ({})) {
	const { id } = node.emulator.store.addConversation();
	for (let index = 0; index < count; index++)
		node.emulator.store.addMessage(id, {
			body: String(index),
			receivedAt: second(index),
			...draft(index),
		});
	return id;
}
const bodiesOf = async (id: string, parameters: object = {}) =>
	jsonOf(await node.engine.execute(getAll(parameters), itemsOf({ id }))).map(({ body }) => body);

describe.each(['newestFirst', 'oldestFirst'] as const)(
	'where AgentPhone lists the %s',
	(messageOrder) => {
		beforeEach(() => {
			node.emulator.dialect.messageOrder = messageOrder;
		});

		it('gives all messages in the order of time, newest first unless asked otherwise', async () => {
			const id = conversationOf(5);
			expect(await bodiesOf(id)).toEqual(['4', '3', '2', '1', '0']);
			expect(await bodiesOf(id, { options: { sort: 'oldestFirst' } })).toEqual([
				'0',
				'1',
				'2',
				'3',
				'4',
			]);
		});

		it('gives the first so many of that order', async () => {
			const id = conversationOf(5);
			const limited = { returnAll: false, limit: 2 };
			expect(await bodiesOf(id, limited)).toEqual(['4', '3']);
			expect(await bodiesOf(id, { ...limited, options: { sort: 'oldestFirst' } })).toEqual([
				'0',
				'1',
			]);
		});

		it('keeps to the times, the first one included', async () => {
			const id = conversationOf(5);
			const filters = { after: second(1), before: second(3) };
			expect(await bodiesOf(id, { filters })).toEqual(['2', '1']);
		});
	},
);

it.each(
	(['newestFirst', 'oldestFirst'] as const).flatMap((messageOrder) =>
		(['order', 'newest', 'nearest'] as const).flatMap((messagePage) =>
			(['exclusive', 'inclusive'] as const).map((cursor) => ({
				messageOrder,
				messagePage,
				cursor,
			})),
		),
	),
)(
	'gives each message of a long conversation once, from several places at a time: %j',
	async (dialect) => {
		Object.assign(node.emulator.dialect, dialect, { messagePageSize: 50 });
		// Two of each second, now and then an hour's pause.
		const timeOf = (index: number) => (index >> 1) * 1_000 + (index >> 7) * 3_600_000;
		const id = conversationOf(500, (index) => ({
			receivedAt: new Date(1_767_225_600_000 + timeOf(index)).toISOString(),
		}));
		const bodies = await bodiesOf(id, { options: { sort: 'oldestFirst' } });
		expect(bodies.map(Number)).toEqual(Array.from({ length: 500 }, (_, index) => index));
		const pages = 10;
		expect(asked(node.emulator, 'GET').length).toBeLessThanOrEqual(2 * pages);
	},
);

it('filters by direction, channel and media', async () => {
	const id = conversationOf(6, (index) => ({
		direction: index % 2 ? 'outbound' : 'inbound',
		channel: index < 3 ? 'sms' : 'imessage',
		mediaUrls: index === 4 ? ['https://example.com/a.jpg'] : [],
	}));
	expect(await bodiesOf(id, { filters: { direction: 'outbound' } })).toEqual(['5', '3', '1']);
	expect(await bodiesOf(id, { filters: { channel: 'sms' } })).toEqual(['2', '1', '0']);
	expect(await bodiesOf(id, { filters: { hasMedia: true } })).toEqual(['4']);
	expect(await bodiesOf(id, { filters: { hasMedia: false, direction: 'inbound' } })).toEqual([
		'2',
		'0',
	]);
});

it('sees media that is told the old way, as one URL', async () => {
	node.emulator.dialect.mediaUrls = 'absent';
	const id = conversationOf(2, (index) => ({
		mediaUrls: index ? ['https://example.com/a.jpg'] : [],
	}));
	expect(await bodiesOf(id, { filters: { hasMedia: true } })).toEqual(['1']);
});

it('names the conversation in each message, and pairs each with its item', async () => {
	const ids = [conversationOf(2), conversationOf(0), conversationOf(1)];
	const items = await node.engine.execute(getAll(), itemsOf(...ids.map((id) => ({ id }))));
	expect(items.map(({ json }) => json.conversationId)).toEqual([ids[0], ids[0], ids[2]]);
	expect(pairsOf(items)).toEqual([{ item: 0 }, { item: 0 }, { item: 2 }]);
});

it('goes on with the other conversations where the node is set to', async () => {
	const id = conversationOf(1);
	const items = await node.engine.execute(getAll(), itemsOf({ id: 'conv_x' }, { id }), {
		continueOnFail: true,
	});
	expect(jsonOf(items)).toEqual([
		{ error: 'Conversation not found', message: expect.any(String), code: 'NOT_FOUND' },
		expect.objectContaining({ body: '0' }),
	]);
});

it('asks for no more than the limit, where nothing is filtered', async () => {
	const id = conversationOf(5);
	await bodiesOf(id, { returnAll: false, limit: 2 });
	expect(asked(node.emulator, 'GET')).toHaveLength(1);
});
