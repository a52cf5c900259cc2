import { asked, itemsOf, jsonOf, pairsOf, useActionNode } from '../harness/engine/actionNode';

const node = useActionNode();

const byParticipant = (value: string) => ({ __rl: true, mode: 'participant', value });
const listRequests = () =>
	asked(node.emulator, 'GET').filter((path) => path === '/v1/conversations');

const OPERATIONS = [
	{ resource: 'conversation', operation: 'get' },
	{ resource: 'conversation', operation: 'sendTyping' },
	{
		resource: 'conversation',
		operation: 'update',
		metadata: '{"seen":true}',
		metadataInput: 'json',
	},
	{ resource: 'conversation', operation: 'removeBackground' },
	{
		resource: 'conversation',
		operation: 'setBackground',
		imageUrl: 'https://example.com/beach.jpg',
	},
	{ resource: 'message', operation: 'getAll', returnAll: true },
	{ resource: 'message', operation: 'send', sendTo: 'conversation', body: 'Hello' },
	{ resource: 'reaction', operation: 'getAll', returnAll: true },
];

it.each(OPERATIONS)(
	'$resource: $operation finds the conversation by phone number',
	async (operation) => {
		const { store } = node.emulator;
		const number = store.addNumber({ type: 'imessage' });
		const { id } = store.addConversation({ participant: '+15550100001', phoneNumberId: number.id });
		store.addMessage(id, { channel: 'imessage' });
		store.addConversation();
		await node.engine.execute(
			{ ...operation, conversationId: byParticipant('(555) 010-0001') },
			itemsOf({}),
		);
		const others = node.emulator.requests.filter(({ path }) => path !== '/v1/conversations');
		expect(others.length).toBeGreaterThan(0);
		for (const { path } of others)
			expect(path).toMatch(new RegExp(`^/v1/(messages|conversations/${id})`));
	},
);

it('takes the most recently active conversation with one person, and finds groups by their ID', async () => {
	const { store } = node.emulator;
	const one = store.addNumber();
	const other = store.addNumber();
	const participant = 'ada@example.com';
	store.addConversation({ participant, phoneNumberId: one.id });
	const newer = store.addConversation({ participant, phoneNumberId: other.id });
	const group = store.addConversation({
		participants: [{ identifier: participant, name: 'Ada' }],
		groupId: 'grp_1',
	});
	const items = await node.engine.execute(
		{
			resource: 'conversation',
			operation: 'get',
			conversationId: { __rl: true, mode: 'participant', value: '={{ $json.who }}' },
		},
		itemsOf({ who: 'ADA@example.com' }, { who: 'grp_1' }),
	);
	expect(jsonOf(items).map(({ id }) => id)).toEqual([newer.id, group.id]);
});

it('60 contacts among 10,000 conversations cost one read of the list', async () => {
	const rows = node.emulator.store.seed({ conversations: 10_000 });
	const people = Array.from({ length: 60 }, (_, at) => rows[at * 166].participant);
	const items = await node.engine.execute(
		{
			resource: 'conversation',
			operation: 'update',
			conversationId: { __rl: true, mode: 'participant', value: '={{ $json.phone }}' },
			metadataInput: 'json',
			metadata: '={{ JSON.stringify({ crm: $json.phone }) }}',
		},
		itemsOf(...people.map((phone) => ({ phone }))),
	);
	expect(jsonOf(items).map(({ participant }) => participant)).toEqual(people);
	expect(listRequests().length).toBeLessThanOrEqual(102);
	expect(asked(node.emulator, 'PATCH')).toHaveLength(60);
	expect(node.emulator.requests.length).toBeLessThanOrEqual(102 + 120);
});

it('reads no further than the last one that is looked for', async () => {
	const rows = node.emulator.store.seed({ conversations: 1_000 });
	await node.engine.execute(
		{
			resource: 'conversation',
			operation: 'get',
			conversationId: byParticipant(rows[40].participant),
		},
		itemsOf({}),
	);
	expect(listRequests()).toHaveLength(1);
});

it('fails for the item alone whose participant has no conversation, before anything is sent for it', async () => {
	const { store } = node.emulator;
	store.addNumber();
	const { participant } = store.addConversation();
	const items = await node.engine.execute(
		{
			resource: 'message',
			operation: 'send',
			sendTo: 'conversation',
			conversationId: { __rl: true, mode: 'participant', value: '={{ $json.who }}' },
			body: 'Hello',
		},
		itemsOf({ who: '+15550109999' }, { who: participant }),
		{ continueOnFail: true },
	);
	expect(jsonOf(items)[0]).toMatchObject({
		error: expect.stringContaining('There is no conversation with +15550109999'),
	});
	expect(jsonOf(items)[1]).not.toHaveProperty('error');
	expect(pairsOf(items)).toEqual([{ item: 0 }, { item: 1 }]);
	expect(asked(node.emulator, 'POST')).toHaveLength(1);
});

it('60 Get Many items with a filter each read the list once', async () => {
	const rows = node.emulator.store.seed({ conversations: 2_000 });
	const people = Array.from({ length: 60 }, (_, at) => rows[at * 33].participant);
	const items = await node.engine.execute(
		{
			resource: 'conversation',
			operation: 'getAll',
			returnAll: true,
			filters: { participant: '={{ $json.phone }}' },
		},
		itemsOf(...people.map((phone) => ({ phone }))),
	);
	expect(jsonOf(items).map(({ participant }) => participant)).toEqual(people);
	expect(pairsOf(items)).toEqual(people.map((_, item) => ({ item })));
	expect(listRequests().length).toBeLessThanOrEqual(21);
});

it('a sync of 1,000 conversations of which 5 change reads and writes those 5 only', async () => {
	const { store } = node.emulator;
	const rows = store.seed({ conversations: 1_000 });
	for (const { id } of rows) store.setMetadata(id, { stage: 'new', kept: true });
	const changes = rows.map(({ id }, at) => ({ id, stage: at % 200 === 7 ? 'booked' : 'new' }));
	const items = await node.engine.execute(
		{
			resource: 'conversation',
			operation: 'update',
			conversationId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			metadataInput: 'json',
			metadata: '={{ JSON.stringify({ stage: $json.stage }) }}',
		},
		itemsOf(...changes),
	);
	expect(jsonOf(items)).toEqual(
		changes.map(({ id, stage }) =>
			expect.objectContaining({ id, metadata: { stage, kept: true }, changed: stage === 'booked' }),
		),
	);
	expect(jsonOf(items)[0]).not.toHaveProperty('lastMessagePreview');
	expect(listRequests().length).toBeLessThanOrEqual(12);
	expect(asked(node.emulator, 'PATCH')).toHaveLength(5);
	expect(node.emulator.requests.length).toBeLessThanOrEqual(12 + 10);
});
