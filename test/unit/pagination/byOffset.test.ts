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
			fc.constantFrom('both', 'total', 'hasMore', 'nothing'),
			fc.infiniteStream(fc.nat()),
			async (count, pageSize, changes, tells, lengths) => {
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
						const most = Math.min(limit, pageSize);
						// A page may be shorter than asked although there is more.
						const length = most - ((lengths.next().value as number) % (most - 1));
						const data = list.slice(offset, offset + length);
						return {
							data,
							...((tells === 'both' || tells === 'total') && { total: list.length }),
							...((tells === 'both' || tells === 'hasMore') && {
								hasMore: offset + data.length < list.length,
							}),
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
	expect(made / 2).toBeLessThan(50);
});

/** A list that says of itself what `page` adds, and changes before the requests given. */
function reading(
	list: Row[],
	pageSize: number,
	{ page = {}, changes = {} }: { page?: object; changes?: Record<number, () => void> } = {},
) {
	const requests: Array<{ limit: number; offset: number }> = [];
	const read = async (limit?: number) =>
		await readByOffset<Row>(
			async (query) => {
				changes[requests.length]?.();
				requests.push(query);
				const data = list.slice(query.offset, query.offset + Math.min(pageSize, query.limit));
				return { data, ...page };
			},
			{ limit, pageSize, what: 'contacts' },
		);
	return { requests, read, offsets: () => requests.map(({ offset }) => offset) };
}

it('asks for one row more than is wanted, which shows whether pages hang together', async () => {
	const { requests, read } = reading(rowsOf(100), 50, { page: { total: 100 } });
	expect(await read(10)).toEqual(rowsOf(10));
	expect(await read(60)).toEqual(rowsOf(60));
	expect(await read(1)).toEqual(rowsOf(1));
	expect(requests).toEqual([
		{ limit: 11, offset: 0 },
		{ limit: 50, offset: 0 },
		{ limit: 12, offset: 49 },
		{ limit: 2, offset: 0 },
	]);
});

it('goes back where so many rows were removed that a page does not hang together', async () => {
	const list = rowsOf(30);
	const { read, offsets } = reading(list, 10, { changes: { 1: () => list.splice(0, 15) } });
	expect((await read()).slice(-15)).toEqual(rowsOf(30).slice(15));
	expect(offsets()).toEqual([0, 9, 3, 0, 9, 14, 15]);
});

it('goes back step by step', async () => {
	const list = rowsOf(60);
	const { read, offsets } = reading(list, 10, {
		page: { total: 60 },
		changes: { 4: () => list.splice(0, 12) },
	});
	const rows = await read(60);
	expect(rows).toEqual(rowsOf(60));
	expect(offsets().slice(0, 8)).toEqual([0, 9, 18, 27, 36, 26, 16, 25]);
});

it.each([
	['says nothing of its length', {}, [0, 9, 18, 24, 25]],
	['says its length', { total: 25 }, [0, 9, 18]],
	['always says that there is more', { hasMore: true }, [0, 9, 18, 24, 25]],
])('reads a list to its end that %s', async (_what, page, offsets) => {
	const list = reading(rowsOf(25), 10, { page });
	expect(await list.read()).toEqual(rowsOf(25));
	expect(list.offsets()).toEqual(offsets);
});

it('ends where AgentPhone says so', async () => {
	const { read, offsets } = reading(rowsOf(25), 10, { page: { hasMore: false } });
	expect(await read()).toEqual(rowsOf(10));
	expect(offsets()).toEqual([0]);
});

it.each([0, 1])('reads a list of %i', async (count) => {
	const { read, requests } = reading(rowsOf(count), 10, { page: { total: count } });
	expect(await read()).toEqual(rowsOf(count));
	expect(requests).toHaveLength(1);
});

it('reads pages of one row one after the other', async () => {
	const { read, offsets } = reading(rowsOf(3), 1, { page: { total: 3 } });
	expect(await read()).toEqual(rowsOf(3));
	expect(offsets()).toEqual([0, 1, 2]);
});

it('reads once more what has fewer rows than AgentPhone counts, and no more often if nothing new comes', async () => {
	const { read, offsets } = reading(rowsOf(15), 10, { page: { total: 20 } });
	expect(await read()).toEqual(rowsOf(15));
	expect(offsets()).toEqual([0, 9, 14, 15, 0, 9, 14, 15]);
});

it('finds on another read what was added before the page being read', async () => {
	const list = rowsOf(15);
	const { read } = reading(list, 10, {
		page: { total: 16 },
		changes: { 2: () => list.unshift({ id: 'new' }) },
	});
	expect((await read()).map(({ id }) => id).toSorted()).toEqual(
		[...rowsOf(15).map(({ id }) => id), 'new'].toSorted(),
	);
});

it('ends in an error that says what of, where each read finds something new', async () => {
	let made = 0;
	let requests = 0;
	const rows = readByOffset<Row>(
		async () => ({ data: [{ id: `${++requests > 0 && ++made}` }], total: 1_000, hasMore: false }),
		{ pageSize: 10, what: 'contacts' },
	);
	await expect(rows).rejects.toThrow(
		'The list of contacts kept changing while it was read: 5 were found',
	);
	expect(requests).toBe(5);
});

it('reads again where the first page is empty, though AgentPhone counts rows', async () => {
	const pages = [[], rowsOf(2)];
	const rows = await readByOffset<Row>(
		async () => ({ data: pages.shift() ?? [], total: 2, hasMore: false }),
		{ pageSize: 10, what: 'contacts' },
	);
	expect(rows).toEqual(rowsOf(2));
});

it('is content with as many rows as AgentPhone counts in the end', async () => {
	const list = rowsOf(16);
	let requests = 0;
	const rows = await readByOffset<Row>(
		async ({ limit, offset }) => {
			if (requests++ === 1) list.pop();
			const data = list.slice(offset, offset + limit);
			return { data, total: list.length, hasMore: offset + data.length < list.length };
		},
		{ pageSize: 10, what: 'contacts' },
	);
	expect(rows).toEqual(rowsOf(15));
	expect(requests).toBe(2);
});
