import fc from 'fast-check';

import { readByOffset, UnsettledListError } from '../../../nodes/api/lists';

interface Row {
	id: string;
}

const rowsOf = (count: number): Row[] =>
	Array.from({ length: count }, (_, id) => ({ id: `${id}` }));

/** What happens to the list before a request. */
const change = fc.record({
	isRemoval: fc.boolean(),
	at: fc.double({ min: 0, max: 1, noNaN: true }),
});

it('gives each row that is there all the time once, while rows are added and removed', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 0, max: 60 }),
			fc.integer({ min: 2, max: 10 }),
			fc.array(fc.array(change, { maxLength: 1 }), { maxLength: 8 }),
			fc.constantFrom('both', 'total', 'hasMore'),
			async (count, pageSize, changes, tells) => {
				const list = rowsOf(count);
				const stays = new Set(list.map(({ id }) => id));
				let made = 0;
				const rows = await readByOffset<Row>(
					async ({ limit, offset }) => {
						for (const { isRemoval, at } of changes.shift() ?? []) {
							if (isRemoval && list.length)
								stays.delete(list.splice(Math.floor(at * (list.length - 1)), 1)[0].id);
							if (!isRemoval) list.splice(at < 0.5 ? 0 : list.length, 0, { id: `new ${++made}` });
						}
						const data = list.slice(offset, offset + Math.min(limit, pageSize));
						return {
							data,
							...(tells !== 'hasMore' && { total: list.length }),
							...(tells !== 'total' && { hasMore: offset + data.length < list.length }),
						};
					},
					{ pageSize, what: 'rows' },
				);
				const ids = rows.map(({ id }) => id);
				expect(new Set(ids).size).toBe(ids.length);
				expect([...stays].filter((id) => !ids.includes(id))).toEqual([]);
			},
		),
		{ numRuns: 2_000 },
	);
});

it('asks for no more pages than it needs', async () => {
	const list = rowsOf(100);
	let requests = 0;
	const read = async (limit?: number) =>
		await readByOffset<Row>(
			async (query) => {
				requests += 1;
				const data = list.slice(query.offset, query.offset + query.limit);
				return { data, total: list.length, hasMore: query.offset + data.length < list.length };
			},
			{ limit, pageSize: 50, what: 'rows' },
		);
	expect(await read(50)).toHaveLength(50);
	expect(requests).toBe(1);
	expect(await read()).toHaveLength(100);
	expect(requests).toBe(4);
});

it('ends in an error when pages never hang together', async () => {
	let made = 0;
	const rows = readByOffset<Row>(
		async () => ({ data: [{ id: `${++made}` }, { id: `${++made}` }], hasMore: true }),
		{ pageSize: 2, what: 'rows' },
	);
	await expect(rows).rejects.toThrow(UnsettledListError);
});
