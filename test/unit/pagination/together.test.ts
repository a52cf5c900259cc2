import fc from 'fast-check';

import { readConversationsTogether } from '../../../nodes/api/lists';
import { MovingList, type Row } from '../../harness/lists/movingList';

const STILL = { hasMore: true, total: true, tick: 1_000, printed: 'seconds' } as const;

const queries = fc.array(
	fc.record({
		limit: fc.option(fc.integer({ min: 1, max: 70 }), { nil: undefined }),
		since: fc.option(fc.nat({ max: 59 }), { nil: undefined }),
		third: fc.option(fc.nat({ max: 2 }), { nil: undefined }),
	}),
	{ minLength: 1, maxLength: 6 },
);

it('gives each query what it would get alone, in every combination', async () => {
	await fc.assert(
		fc.asyncProperty(queries, fc.integer({ min: 3, max: 20 }), async (asked, pageSize) => {
			const list = new MovingList(60, { ...STILL, pageSize });
			const lists = await readConversationsTogether<Row>(
				list.readPage,
				asked.map(({ limit, since, third }) => ({
					limit,
					activeSince: since === undefined ? undefined : list.rows[since].lastMessageAt,
					accept: third === undefined ? undefined : ({ id }) => Number(id.slice(1)) % 3 === third,
				})),
				4,
			);
			const expected = asked.map(({ limit, since, third }) =>
				list.rows
					.slice(0, since === undefined ? undefined : since + 1)
					.filter(({ id }) => third === undefined || Number(id.slice(1)) % 3 === third)
					.slice(0, limit),
			);
			expect(lists).toEqual(expected);
		}),
		{ numRuns: 300 },
	);
});

it('reads no further down than the query that needs the most', async () => {
	const list = new MovingList(10_000, STILL);
	const limits = [10, 250, 30];
	await readConversationsTogether<Row>(
		list.readPage,
		limits.map((limit) => ({ limit, accept: () => true })),
		8,
	);
	expect(list.requests).toHaveLength(3);
});

const any = (): boolean => true;

it('for limits alone reads as many rows as the largest, and for one query what that one needs', async () => {
	for (const [asked, requests] of [
		[[{ limit: 10 }, { limit: 100 }, { limit: 30 }], 1],
		[[{ limit: 10 }, { limit: 101 }], 2],
		[[{ limit: 250, accept: any }], 3],
		[
			[
				{ limit: 100, accept: any },
				{ limit: 50, accept: any },
			],
			1,
		],
	] as const) {
		const list = new MovingList(1_000, STILL);
		const lists = await readConversationsTogether<Row>(list.readPage, asked, 8);
		expect(lists).toEqual(asked.map(({ limit }) => list.rows.slice(0, limit)));
		expect(list.requests).toHaveLength(requests);
	}
	const list = new MovingList(250, STILL);
	expect(await readConversationsTogether<Row>(list.readPage, [{}, { limit: 1 }], 1)).toEqual([
		list.rows,
		list.rows.slice(0, 1),
	]);
});

it.each([
	['the whole list', [{}, { limit: 300, accept: any }], 4],
	['no more than some rows', [{ limit: 400 }, { limit: 300, accept: any }], 1],
	[
		'what was active since',
		[{ activeSince: '2026-01-01T00:00:01Z' }, { limit: 300, accept: any }],
		1,
	],
] as const)('reads %s with as many pages at a time as that needs', async (_what, asked, most) => {
	const list = new MovingList(1_000, STILL);
	let running = 0;
	let seen = 0;
	await readConversationsTogether<Row>(
		async (request) => {
			seen = Math.max(seen, ++running);
			await new Promise((resolve) => setImmediate(resolve));
			running--;
			return await list.readPage(request);
		},
		asked,
		4,
	);
	expect(seen).toBe(most);
});

it('asks for no more rows than are wanted', async () => {
	const since = '2026-01-01T00:00:01Z';
	for (const [asked, limit] of [
		[[{ limit: 10, activeSince: since }], 10],
		[[{ limit: 10 }, { limit: 30 }], 30],
		[[{ limit: 10 }, { limit: 30, accept: any }], 100],
	] as const) {
		const list = new MovingList(200, STILL);
		await readConversationsTogether<Row>(list.readPage, asked, 4);
		expect(list.requests).toEqual([{ limit, offset: 0 }]);
	}
});

it('gives each query its own, where all have a filter of one kind', async () => {
	const list = new MovingList(60, STILL);
	const since = (at: number) => ({ activeSince: list.rows[at].lastMessageAt });
	expect(await readConversationsTogether<Row>(list.readPage, [since(20), since(40)], 4)).toEqual([
		list.rows.slice(0, 21),
		list.rows.slice(0, 41),
	]);
	const [first, , third] = list.rows;
	const only = (one: Row) => ({ accept: ({ id }: Row): boolean => id === one.id });
	expect(
		await readConversationsTogether<Row>(list.readPage, [only(first), only(third)], 4),
	).toEqual([[first], [third]]);
});
