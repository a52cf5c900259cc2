import type { INodeListSearchResult } from 'n8n-workflow';

import { listSearch } from '../../nodes/fields/listSearch';
import { asked, useActionNode } from '../harness/engine/actionNode';

const node = useActionNode();

const search = async (
	method: keyof typeof listSearch,
	filter?: string,
	token?: string,
): Promise<INodeListSearchResult> =>
	await listSearch[method].call(node.engine.loadOptionsContext() as never, filter, token);
const valuesOf = ({ results }: INodeListSearchResult) => results.map(({ value }) => value);

/** All pages of a list, as scrolling down shows them. */
async function scroll(method: keyof typeof listSearch, filter?: string) {
	const values = [];
	let token: string | undefined;
	do {
		const page = await search(method, filter, token);
		values.push(...valuesOf(page));
		token = page.paginationToken as string | undefined;
	} while (token !== undefined);
	return values;
}

describe('conversations', () => {
	it('are shown by participant or group name and what was said last, page by page', async () => {
		const { store } = node.emulator;
		store.seed({ conversations: 130 });
		const named = store.addConversation({ groupId: 'grp_1', groupName: 'Lisbon' });
		store.addMessage(named.id, { body: 'See you there' });
		const first = await search('searchConversations');
		expect(first.results).toHaveLength(100);
		expect(first.results[0]).toEqual({ name: 'Lisbon: See you there', value: named.id });
		expect(await scroll('searchConversations')).toEqual(store.conversations().map(({ id }) => id));
	});

	it.each([7, 100])(
		'are all there when a page holds %i, whatever is asked for',
		async (pageSize) => {
			node.emulator.store.seed({ conversations: 30 });
			node.emulator.dialect.pageSize = pageSize;
			expect(await scroll('searchConversations')).toHaveLength(30);
		},
	);

	it('are found by number, however written, by group, by member and by ID', async () => {
		const { store } = node.emulator;
		const direct = store.addConversation({ participant: '+15550100199' });
		const group = store.addConversation({
			groupName: 'Moving to Lisbon',
			participants: [{ identifier: 'zebedee@example.com', name: 'Zebedee' }],
		});
		store.seed({ conversations: 120 });
		for (const filter of ['555-010-0199', '0100199', direct.id])
			expect(await scroll('searchConversations', filter)).toEqual([direct.id]);
		for (const filter of ['LISBON', 'zebedee', group.id])
			expect(await scroll('searchConversations', filter)).toEqual([group.id]);
		expect(await scroll('searchConversations', 'nobody')).toEqual([]);
	});

	it('are looked for in a bounded number of pages at a time', async () => {
		node.emulator.store.seed({ conversations: 60 });
		node.emulator.dialect.pageSize = 3;
		const page = await search('searchConversations', 'nobody');
		expect(page).toEqual({ results: [], paginationToken: '30' });
		expect(asked(node.emulator, 'GET')).toHaveLength(10);
	});
});

describe.each([false, true])('agents, where the list has hasMore: %s,', (agentListHasMore) => {
	it('are all shown, and found by name', async () => {
		const { store } = node.emulator;
		node.emulator.dialect.agentListHasMore = agentListHasMore;
		const agents = Array.from({ length: 105 }, (_each, at) =>
			store.addAgent({ name: `Agent ${at}` }),
		);
		expect(new Set(await scroll('searchAgents'))).toEqual(new Set(agents.map(({ id }) => id)));
		expect(await scroll('searchAgents', 'agent 42')).toEqual([agents[42].id]);
	});
});

it('numbers are shown, and found by their digits', async () => {
	const { store } = node.emulator;
	const number = store.addNumber({ phoneNumber: '+14155550123' });
	store.addNumber({ phoneNumber: '+14155550124' });
	expect((await search('searchNumbers', '(415) 555-0123')).results).toEqual([
		{ name: '+14155550123', value: number.id },
	]);
});

it('what goes wrong is told in AgentPhone’s words', async () => {
	node.emulator.faults.add({ kind: 'status', status: 401 });
	await expect(search('searchAgents')).rejects.toMatchObject({
		description: 'Check the API Key in the AgentPhone API credential.',
	});
});

describe('contacts and calls', () => {
	it('are searched by AgentPhone', async () => {
		const { contacts, calls } = node.emulator.store;
		contacts.add({ phoneNumber: '+14155550117', name: 'Ada' });
		const bo = contacts.add({ phoneNumber: '+14155550118', name: 'Bo' });
		const call = calls.add({ toNumber: bo.phoneNumber, startedAt: '2026-01-31T12:00:00Z' });
		calls.add({ toNumber: '+14155550119' });
		expect((await search('searchContacts')).results.map(({ name }) => name)).toEqual([
			'Ada: +14155550117',
			'Bo: +14155550118',
		]);
		expect(valuesOf(await search('searchContacts', ' bo '))).toEqual([bo.id]);
		expect((await search('searchCalls', '550118')).results).toEqual([
			{ name: 'To +14155550118, 2026-01-31T12:00:00.000Z (in-progress)', value: call.id },
		]);
	});

	it('are shown page by page', async () => {
		const { contacts } = node.emulator.store;
		for (let index = 0; index < 230; index++) contacts.add({ name: `Person ${index}` });
		expect(await scroll('searchContacts')).toEqual(contacts.list().map(({ id }) => id));
	});
});
