import fc from 'fast-check';

import { PageTooSmallError, readConversations, UnsettledListError } from '../../../nodes/api/lists';
import { InvalidTimeError } from '../../../nodes/api/model/timestamps';
import {
	MovingList,
	type ListDialect,
	type Movement,
	type Row,
} from '../../harness/lists/movingList';

const STILL: ListDialect = { hasMore: true, total: true, tick: 1_000, printed: 'seconds' };

const dialects: fc.Arbitrary<ListDialect> = fc.record({
	pageSize: fc.integer({ min: 2, max: 12 }),
	hasMore: fc.boolean(),
	total: fc.boolean(),
	tick: fc.constantFrom(1, 300, 1_000, 60_000),
	printed: fc.constantFrom('seconds', 'milliseconds'),
});

const movements: fc.Arbitrary<Movement> = fc.oneof(
	{ weight: 6, arbitrary: fc.record({ kind: fc.constant('jump'), at: fc.nat() }) },
	{ weight: 2, arbitrary: fc.record({ kind: fc.constant('add') }) },
	{ weight: 2, arbitrary: fc.record({ kind: fc.constant('remove'), at: fc.nat() }) },
) as fc.Arbitrary<Movement>;

const ids = (rows: Row[]) => rows.map(({ id }) => id);

function expectOrder(rows: Row[]) {
	const times = rows.map(({ lastMessageAt }) => lastMessageAt);
	expect(times).toEqual([...times].sort().reverse());
}

function expectEveryStayed(list: MovingList, rows: Row[]) {
	expect(new Set(ids(rows)).size).toBe(rows.length);
	const found = new Set(ids(rows));
	expect([...list.stayed].filter((id) => !found.has(id))).toEqual([]);
	expectOrder(rows);
}

describe('a list that stands still', () => {
	it('comes out as it is, in every dialect', async () => {
		await fc.assert(
			fc.asyncProperty(
				dialects,
				fc.nat({ max: 60 }),
				fc.integer({ min: 1, max: 8 }),
				async (dialect, size, concurrency) => {
					const list = new MovingList(size, dialect);
					const rows = await readConversations(list.readPage, { concurrency });
					expect(rows).toEqual(list.rows);
				},
			),
			{ numRuns: 1_000 },
		);
	});

	it('is refused in pages of one, which cannot overlap', async () => {
		const dialect = { ...STILL, pageSize: 1 };
		await expect(
			readConversations(new MovingList(5, { ...dialect, total: false }).readPage),
		).rejects.toThrow(PageTooSmallError);
		for (const size of [0, 1])
			for (const hasMore of [true, false]) {
				const list = new MovingList(size, { ...dialect, hasMore, total: false });
				expect(await readConversations(list.readPage)).toEqual(list.rows);
			}
		const [newest] = new MovingList(5, dialect).rows;
		expect(await readConversations(new MovingList(5, dialect).readPage, { limit: 1 })).toEqual([
			newest,
		]);
	});

	it('costs the pages of its length, and one row of overlap each', async () => {
		const list = new MovingList(10_000, STILL);
		await readConversations(list.readPage, { concurrency: 8 });
		expect(list.requests).toHaveLength(101);
	});

	it('is read several pages at a time, and never more than allowed', async () => {
		const list = new MovingList(5_000, STILL);
		let running = 0;
		let most = 0;
		await readConversations(
			async (request) => {
				most = Math.max(most, ++running);
				await new Promise((resolve) => setImmediate(resolve));
				running--;
				return await list.readPage(request);
			},
			{ concurrency: 8 },
		);
		expect(most).toBe(8);
	});
});

describe('a list that moves', () => {
	it('comes out with everything that stayed exactly once, while it moves between any two answers', async () => {
		await fc.assert(
			fc.asyncProperty(
				dialects,
				fc.integer({ min: 5, max: 80 }),
				fc.integer({ min: 1, max: 8 }),
				fc.array(fc.array(movements, { maxLength: 2 }), { maxLength: 40 }),
				async (dialect, size, concurrency, steps) => {
					const list = new MovingList(size, dialect);
					list.beforeAnswer = (request) => steps[request - 1]?.forEach((step) => list.move(step));
					expectEveryStayed(list, await readConversations(list.readPage, { concurrency }));
				},
			),
			{ numRuns: 1_500 },
		);
	});

	it('loses nothing where a removal hides that rows of one time changed places, and nothing counts them', async () => {
		const list = new MovingList(76, { ...STILL, pageSize: 20, total: false });
		let key = 0;
		let step = 1;
		list.shuffleTies = () => (key += step);
		list.beforeAnswer = (request) => {
			if (request === 0) list.tie(38, 2);
			if (request !== 2) return;
			list.move({ kind: 'remove', at: 1 });
			step = -1;
		};
		expectEveryStayed(list, await readConversations(list.readPage));
	});

	it('finishes though it moves before each answer, for ever', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(movements, { minLength: 1, maxLength: 30 }),
				fc.integer({ min: 20, max: 300 }),
				fc.integer({ min: 1, max: 8 }),
				async (steps, size, concurrency) => {
					const list = new MovingList(size, { ...STILL, pageSize: 10 });
					list.beforeAnswer = (request) => list.move(steps[request % steps.length]);
					expectEveryStayed(list, await readConversations(list.readPage, { concurrency }));
					expect(list.requests.length).toBeLessThan(50 + (6 * size) / 9);
				},
			),
			{ numRuns: 1_000 },
		);
	});

	it('gives the newest version of a conversation that was seen twice', async () => {
		const list = new MovingList(250, STILL);
		const jumps = list.rows[120].id;
		list.beforeAnswer = (request) => {
			if (request !== 2) return;
			list.move({ kind: 'jump', at: 240 });
			list.move({ kind: 'jump', at: list.rows.findIndex(({ id }) => id === jumps) });
		};
		const rows = await readConversations(list.readPage);
		expect(rows[0]).toMatchObject({ id: jumps, messageCount: 2 });
		expect(ids(rows).filter((id) => id === jumps)).toHaveLength(1);
	});

	it('loses nothing in silence where ties come in another order in each answer', async () => {
		await fc.assert(
			fc.asyncProperty(fc.infiniteStream(fc.nat()), async (numbers) => {
				const list = new MovingList(60, { ...STILL, tick: 300, pageSize: 7 });
				list.shuffleTies = () => numbers.next().value as number;
				const read = readConversations(list.readPage, { concurrency: 3 });
				const rows = await read.catch((error: unknown) => {
					expect(error).toBeInstanceOf(UnsettledListError);
					return list.rows;
				});
				expect(ids(rows).sort()).toEqual(ids(list.rows).sort());
			}),
			{ numRuns: 500 },
		);
	});

	it('comes out whole though it is shorter than it says', async () => {
		for (const concurrency of [1, 8]) {
			const list = new MovingList(50, { ...STILL, pageSize: 10, total: 5 });
			expect(await readConversations(list.readPage, { concurrency })).toEqual(list.rows);
			expect(list.requests.length).toBeLessThan(20);
		}
	});

	it('gives up, and says so, on a list that moves faster than its pages can be read', async () => {
		const list = new MovingList(100, { ...STILL, pageSize: 10 });
		list.beforeAnswer = () => {
			for (let jumps = 0; jumps < 30; jumps++) list.move({ kind: 'jump', at: 99 });
		};
		await expect(readConversations(list.readPage)).rejects.toThrow(UnsettledListError);
		expect(list.requests.length).toBeLessThan(150);
	});
});

describe('limit', () => {
	it('gives the first rows of the list, and asks for no page too many', async () => {
		await fc.assert(
			fc.asyncProperty(
				dialects,
				fc.nat({ max: 60 }),
				fc.integer({ min: 1, max: 70 }),
				fc.integer({ min: 1, max: 8 }),
				async (dialect, size, limit, concurrency) => {
					const list = new MovingList(size, { ...dialect, total: true });
					const rows = await readConversations(list.readPage, { limit, concurrency });
					expect(rows).toEqual(list.rows.slice(0, limit));
					const needed = Math.min(limit, size);
					const pages = Math.max(1, Math.ceil((needed - 1) / (dialect.pageSize! - 1)));
					expect(list.requests.length).toBeLessThanOrEqual(pages);
				},
			),
			{ numRuns: 1_000 },
		);
	});

	it.each([
		[1, 1],
		[50, 1],
		[100, 1],
		[150, 2],
		[250, 3],
	])('of %i of 10,000 costs %i requests', async (limit, requests) => {
		const list = new MovingList(10_000, STILL);
		expect(await readConversations(list.readPage, { limit, concurrency: 8 })).toHaveLength(limit);
		expect(list.requests).toHaveLength(requests);
	});

	it('counts accepted rows only', async () => {
		const list = new MovingList(300, STILL);
		const accept = ({ id }: Row) => Number(id.slice(1)) % 3 === 0;
		const rows = await readConversations(list.readPage, { limit: 40, accept, concurrency: 8 });
		expect(rows).toEqual(list.rows.filter(accept).slice(0, 40));
		expect(list.requests).toHaveLength(2);
	});

	it('holds on a list that moves', async () => {
		await fc.assert(
			fc.asyncProperty(
				dialects,
				fc.integer({ min: 30, max: 80 }),
				fc.integer({ min: 1, max: 25 }),
				fc.integer({ min: 1, max: 8 }),
				// A removed row may have taken the place of another one.
				fc.array(
					fc.array(
						movements.filter(({ kind }) => kind !== 'remove'),
						{ maxLength: 2 },
					),
					{
						maxLength: 30,
					},
				),
				async (dialect, size, limit, concurrency, steps) => {
					const list = new MovingList(size, dialect);
					const first = () => ids(list.rows.slice(0, limit));
					let always = first();
					const once = new Set<string>();
					list.beforeAnswer = (request) => {
						steps[request - 1]?.forEach((step) => list.move(step));
						const now = new Set(first());
						// What fell out of the first ones and jumped back was not always among them.
						always = always.filter((id) => now.has(id));
						for (const id of now) once.add(id);
					};
					const rows = await readConversations(list.readPage, { limit, concurrency });
					expect(rows.length).toBe(limit);
					expectOrder(rows);
					const found = new Set(ids(rows));
					expect(found.size).toBe(limit);
					expect([...found].filter((id) => !once.has(id))).toEqual([]);
					expect(always.filter((id) => !found.has(id))).toEqual([]);
				},
			),
			{ numRuns: 1_000 },
		);
	});
});

describe('activeSince', () => {
	const activeSince = (list: MovingList, count: number) => list.rows[count - 1].lastMessageAt;

	it.each([
		[50, 1],
		[99, 1],
		[150, 2],
		[250, 3],
	])('of %i changed of 10,000 costs %i requests', async (changed, requests) => {
		const list = new MovingList(10_000, STILL);
		const rows = await readConversations(list.readPage, {
			activeSince: activeSince(list, changed),
			concurrency: 8,
		});
		expect(rows).toEqual(list.rows.slice(0, changed));
		expect(list.requests).toHaveLength(requests);
	});

	it('costs its pages twice, and a look at the head each time, while the list moves', async () => {
		const list = new MovingList(10_000, STILL);
		const since = activeSince(list, 150);
		list.beforeAnswer = () => list.move({ kind: 'jump', at: 120 });
		const rows = await readConversations(list.readPage, { activeSince: since });
		expectEveryStayed(Object.assign(list, { stayed: new Set(ids(list.rows.slice(0, 150))) }), rows);
		expect(list.requests).toHaveLength(6);
	});

	it('includes the whole second of a time that is printed in seconds', async () => {
		const list = new MovingList(40, { ...STILL, tick: 250 });
		const rows = await readConversations(list.readPage, {
			activeSince: new Date(Date.UTC(2026, 0, 1, 0, 0, 5, 900)),
		});
		expect(rows).toEqual(
			list.rows.filter(({ lastMessageAt }) => lastMessageAt >= '2026-01-01T00:00:05Z'),
		);
	});

	it('is refused when it is no time', async () => {
		const list = new MovingList(1, STILL);
		await expect(readConversations(list.readPage, { activeSince: 'soon' })).rejects.toThrow(
			InvalidTimeError,
		);
	});
});

it('waits for the requests that run when one fails', async () => {
	const list = new MovingList(2_000, STILL);
	let running = 0;
	const read = readConversations(
		async (request) => {
			running++;
			await new Promise((resolve) => setTimeout(resolve, request.offset % 7));
			running--;
			if (request.offset === 495) throw new Error('gone');
			return await list.readPage(request);
		},
		{ concurrency: 8 },
	);
	await expect(read).rejects.toThrow('gone');
	expect(running).toBe(0);
	expect(list.requests.length).toBeLessThan(20);
});
