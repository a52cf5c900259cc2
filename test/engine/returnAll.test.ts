import fc from 'fast-check';

import type { Dialect, Emulator } from '../../emulator';
import { byId, jsonOf, useActionNode } from '../harness/engine/actionNode';

const node = useActionNode();

const idsOf = (rows: object[]) => rows.map((row) => (row as { id: string }).id);

/** Makes something happen to the list before each request: `chance` decides what, and to whom. */
function keepMoving({ store, beforeEach }: Emulator, chance: () => number) {
	const stayed = new Set(idsOf(store.conversations()));
	const oneOf = () => {
		const rows = store.conversations();
		return rows[chance() % rows.length].id;
	};
	beforeEach(() => {
		const what = chance() % 10;
		if (what < 6) store.touch(oneOf());
		else if (what < 8) store.addConversation({ lastMessageAt: store.clock.now() });
		else {
			const id = oneOf();
			store.removeConversation(id);
			stayed.delete(id);
		}
	});
	return stayed;
}

const conversations = async (parameters: object = {}) =>
	jsonOf(
		await node.engine.execute({
			resource: 'conversation',
			operation: 'getAll',
			returnAll: true,
			...parameters,
		}),
	);

const messages = async (conversationId: string, parameters: object = {}) =>
	jsonOf(
		await node.engine.execute({
			resource: 'message',
			operation: 'getAll',
			conversationId: byId(conversationId),
			returnAll: true,
			...parameters,
		}),
	);

const dialects = fc.record({
	timestampPrecision: fc.constantFrom('seconds', 'milliseconds', 'microseconds'),
	timestampZone: fc.constantFrom('Z', '+00:00'),
	pageSize: fc.constantFrom<Dialect['pageSize']>('asAsked', 7, 20, 50),
	messagePageSize: fc.constantFrom<Dialect['pageSize']>('asAsked', 13, 50),
	messageOrder: fc.constantFrom('newestFirst', 'oldestFirst'),
	messagePage: fc.constantFrom('order', 'newest', 'nearest'),
	cursor: fc.constantFrom('exclusive', 'inclusive'),
	emptyFields: fc.constantFrom('null', 'absent'),
});

async function inEveryDialect(
	property: (dialect: Partial<Dialect>, chance: () => number) => Promise<void>,
) {
	await fc.assert(
		fc
			.asyncProperty(dialects, fc.infiniteStream(fc.nat()), async (dialect, numbers) => {
				Object.assign(node.emulator.dialect, dialect);
				await property(dialect, () => numbers.next().value as number);
			})
			.afterEach(() => node.emulator.reset()),
		{ numRuns: 25 },
	);
}

describe('Return All of conversations', () => {
	it('gives each once, in order, in every dialect', async () => {
		await inEveryDialect(async () => {
			const seeded = node.emulator.store.seed({ conversations: 230 });
			expect(idsOf(await conversations())).toEqual(idsOf(seeded));
		});
	});

	it('gives each that stayed once though the list moves before every request', async () => {
		await inEveryDialect(async (_dialect, chance) => {
			node.emulator.store.seed({ conversations: 230 });
			const stayed = keepMoving(node.emulator, chance);
			const found = idsOf(await conversations({ options: { concurrency: 1 + (chance() % 8) } }));
			expect(new Set(found).size).toBe(found.length);
			expect([...stayed].filter((id) => !found.includes(id))).toEqual([]);
		});
	});

	it('of 10,000 asks for no page twice', async () => {
		node.emulator.store.seed({ conversations: 10_000 });
		expect(await conversations()).toHaveLength(10_000);
		expect(node.emulator.requests).toHaveLength(101);
	});

	it('of 50 changed of 10,000 asks for one page, at rest and while the list moves', async () => {
		const seeded = node.emulator.store.seed({ conversations: 10_000 });
		const activeSince = new Date(Number(seeded[49].lastMessageAt) / 1_000).toISOString();
		expect(await conversations({ filters: { activeSince } })).toHaveLength(50);
		expect(node.emulator.requests).toHaveLength(1);
		node.emulator.clearRequests();
		node.emulator.beforeEach(() => node.emulator.store.touch(seeded[5_000].id));
		expect(await conversations({ filters: { activeSince } })).toHaveLength(51);
		expect(node.emulator.requests.length).toBeLessThanOrEqual(2);
	});
});

describe('Return All of messages', () => {
	it('gives each once, in the order asked for, in every dialect, ties and all', async () => {
		await inEveryDialect(async (_dialect, chance) => {
			const { store } = node.emulator;
			const { id } = store.addConversation();
			let time = Date.UTC(2026, 0, 1);
			// Carousels: three images of one time.
			const sent = Array.from({ length: 180 }, (_, at) => {
				if (at % 3 === 0) time += 1_000 + (chance() % 100_000);
				return store.addMessage(id, { receivedAt: time });
			});
			const arrived = keepTexting(node.emulator, id, chance);
			const sort = chance() % 2 ? 'newestFirst' : 'oldestFirst';
			const found = await messages(id, { options: { sort } });
			const foundIds = idsOf(found).filter((each) => !arrived.has(each));
			expect(foundIds).toEqual(idsOf(sort === 'oldestFirst' ? sent : [...sent].reverse()));
			const times = found.map(({ receivedAt }) => Date.parse(String(receivedAt)));
			const rising = sort === 'oldestFirst' ? times : [...times].reverse();
			expect(rising).toEqual([...rising].sort((one, other) => one - other));
		});
	});

	it('gives the same between two times, in every dialect', async () => {
		await inEveryDialect(async (_dialect, chance) => {
			const { store } = node.emulator;
			const { id } = store.addConversation();
			const start = Date.UTC(2026, 0, 1);
			const sent = Array.from({ length: 120 }, (_, at) =>
				store.addMessage(id, { receivedAt: start + Math.floor(at / 2) * 1_000 }),
			);
			const [from, to] = [chance() % 60, chance() % 60].sort((one, other) => one - other);
			const found = await messages(id, {
				filters: {
					after: new Date(start + from * 1_000).toISOString(),
					before: new Date(start + to * 1_000).toISOString(),
				},
				options: { sort: 'oldestFirst' },
			});
			expect(idsOf(found).sort()).toEqual(idsOf(sent.slice(2 * from, 2 * to)).sort());
		});
	});
});

/** New messages arrive while the conversation is read, three in a second: more than fit on a page nobody could read. */
function keepTexting({ store, beforeEach }: Emulator, id: string, chance: () => number) {
	const arrived = new Set<string>();
	const start = Date.UTC(2026, 6, 1);
	beforeEach(() => {
		if (chance() % 3) return;
		const receivedAt = start + Math.floor(arrived.size / 3) * 1_000;
		arrived.add(store.addMessage(id, { receivedAt }).id);
	});
	return arrived;
}

it('conversations of one time that come in another order each time, miscounted: all of them, or an error', async () => {
	const { store, dialect } = node.emulator;
	Object.assign(dialect, {
		conversationTies: 'varying',
		conversationTotal: 'tooHigh',
		pageSize: 20,
	} satisfies Partial<Dialect>);
	for (let made = 0; made < 90; made++)
		store.addConversation({ lastMessageAt: Date.UTC(2026, 0, 1, 0, Math.floor(made / 10)) });
	const expected = idsOf(store.conversations()).sort();
	for (let run = 0; run < 20; run++) expect(idsOf(await conversations()).sort()).toEqual(expected);
	const since = await conversations({ filters: { activeSince: '2026-01-01T00:04:00Z' } });
	expect(since).toHaveLength(50);
});
