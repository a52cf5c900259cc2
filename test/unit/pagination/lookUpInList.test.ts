import { lookUpInList } from '../../../nodes/api/lists/lookUpInList';
import type { ConversationSummary } from '../../../nodes/api/model/types';

/** A list of conversations, the newest first, of which every third says nothing of its metadata. */
function listOf(size: number, tells: { total?: boolean; pageSize?: number } = {}) {
	const rows = Array.from({ length: size }, (_, at) => ({
		id: `c${at}`,
		messageCount: 1,
		lastMessageAt: new Date(Date.UTC(2026, 0, 31) - at * 1_000).toISOString(),
		...(at % 3 !== 0 && { metadata: at % 3 === 1 ? null : { at } }),
	})) as unknown as ConversationSummary[];
	const offsets: number[] = [];
	const look = async (ids: string[], concurrency = 1) =>
		await lookUpInList(
			async ({ limit, offset }) => {
				offsets.push(offset);
				const data = rows.slice(offset, offset + Math.min(limit, tells.pageSize ?? 100));
				const { total = true } = tells;
				return { data, hasMore: offset + data.length < size, ...(total && { total: size }) };
			},
			ids,
			concurrency,
		);
	return { rows, offsets, look };
}

const ids = (from: number, to: number) =>
	Array.from({ length: to - from }, (_, at) => `c${from + at}`);

it('finds what the list says of each, and nothing of others', async () => {
	const { rows, look } = listOf(250);
	const found = await look(ids(100, 240));
	const expected = rows.slice(100, 240).filter(({ metadata }) => metadata !== undefined);
	expect([...found.values()]).toEqual(expected);
	expect([...found.keys()]).toEqual(expected.map(({ id }) => id));
	expect(found.has('c99')).toBe(false);
	expect(found.get('c100')).toMatchObject({ metadata: null });
});

it('asks nothing for fewer than fifty', async () => {
	const { offsets, look } = listOf(60);
	expect(await look(ids(0, 49))).toEqual(new Map());
	expect(await look([...ids(0, 49), ...ids(0, 49)])).toEqual(new Map());
	expect(offsets).toEqual([]);
	expect((await look(ids(0, 50))).size).toBe(33);
	expect(offsets).toEqual([0]);
});

it('reads no further than to the last that is looked up', async () => {
	const { offsets, look } = listOf(1_000);
	await look(ids(0, 150));
	expect(offsets).toEqual([0, 99]);
});

it('reads to the end where some are missing', async () => {
	const { offsets, look } = listOf(250);
	const found = await look([...ids(0, 60), 'gone']);
	expect(found.size).toBe(40);
	expect(offsets).toEqual([0, 99, 198]);
});

it('leaves off where reading them one by one takes fewer requests', async () => {
	const long = listOf(5_001, { pageSize: 100 });
	expect((await long.look(ids(0, 50))).size).toBe(33);
	expect((await long.look([...ids(0, 49), 'c4000'])).size).toBe(32);
	expect(long.offsets).toEqual([0, 0]);
	const short = listOf(5_000, { pageSize: 100 });
	expect((await short.look([...ids(0, 49), 'c300'])).size).toBe(32);
	expect(short.offsets).toEqual([0, 99, 198, 297]);
	const unknown = listOf(1_000, { total: false });
	await unknown.look(ids(400, 450));
	expect(unknown.offsets).toEqual([0]);
});

it('of an empty list finds nothing', async () => {
	const { offsets, look } = listOf(0);
	expect(await look(ids(0, 50))).toEqual(new Map());
	expect(offsets).toEqual([0]);
});
