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
