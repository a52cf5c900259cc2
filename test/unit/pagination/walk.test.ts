import {
	isUnmoved,
	sank,
	timeOf,
	walkDown,
	type ActivityRow,
	type WalkOptions,
} from '../../../nodes/api/lists/walk';
import { PageTooSmallError } from '../../../nodes/api/lists';

const START = Date.UTC(2026, 0, 31);
const timeAt = (second: number) => new Date(START - second * 1_000).toISOString();
const rowOf = (at: number): ActivityRow => ({
	id: `c${at}`,
	messageCount: 5,
	lastMessageAt: timeAt(at),
});

/**
 * A list of 25 conversations, the newest first, a second apart, that changes before the requests given. It may say how
 * long it is with a total that is always the same, or with one for each request.
 */
function listOf(
	{ size = 25, total = true as boolean | number | number[], hasMore = true, pageSize = 10 },
	changes: Record<number, (rows: ActivityRow[]) => void> = {},
) {
	const rows = Array.from({ length: size }, (_, at) => rowOf(at));
	const offsets: number[] = [];
	return {
		rows,
		offsets,
		walk: async (options: Partial<WalkOptions<ActivityRow>> = {}) =>
			await walkDown<ActivityRow>(
				async ({ limit, offset }) => {
					if (offsets.length > 200) throw new Error('The walk does not end');
					changes[offsets.length]?.(rows);
					const said = Array.isArray(total) ? total[offsets.length] : total;
					offsets.push(offset);
					const data = rows.slice(offset, offset + Math.min(limit, pageSize));
					return {
						data: data.map((row) => ({ ...row })),
						...(hasMore && { hasMore: offset + data.length < rows.length }),
						...(said !== false && { total: said === true ? rows.length : said }),
					};
				},
				{ pageSize: 100, concurrency: 1, ...options },
			),
	};
}

const jump = (rows: ActivityRow[], id: string) => {
	const [row] = rows.splice(
		rows.findIndex((each) => each.id === id),
		1,
	);
	rows.unshift({
		...row,
		messageCount: row.messageCount! + 1,
		lastMessageAt: timeAt(-1),
	});
};
const remove = (rows: ActivityRow[], id: string) =>
	void rows.splice(
		rows.findIndex((each) => each.id === id),
		1,
	);
const ids = (from: number, to: number) =>
	Array.from({ length: to - from }, (_, at) => `c${from + at}`);

describe('a row', () => {
	const row = rowOf(3);

	it.each<[string, ActivityRow | undefined, boolean]>([
		['as it was', { ...row }, true],
		['that was not known', undefined, false],
		['of another time', { ...row, lastMessageAt: timeAt(4) }, false],
		['with more messages', { ...row, messageCount: 4 }, false],
		['without a time', { ...row, lastMessageAt: null }, false],
	])('%s: unmoved %p', (_what, known, is) => {
		expect(isUnmoved(known, row)).toBe(is);
	});

	it('that never had a message has not moved', () => {
		expect(isUnmoved({ id: 'a', lastMessageAt: null }, { id: 'a' })).toBe(true);
	});

	it.each<[string, Partial<ActivityRow>, boolean]>([
		['as it was', {}, false],
		['with new activity', { messageCount: 6, lastMessageAt: timeAt(-1) }, false],
		[
			'with new activity in the second of the head',
			{ messageCount: 6, lastMessageAt: timeAt(0) },
			false,
		],
		['with fewer messages', { messageCount: 4 }, true],
		['with a message that came late', { messageCount: 6, lastMessageAt: timeAt(2) }, true],
		['whose newest message was removed', { lastMessageAt: timeAt(9) }, true],
		['whose messages are not counted any more', { messageCount: undefined }, false],
	])('%s: sank %p', (_what, now, has) => {
		expect(sank(row, { ...row, ...now }, timeOf(rowOf(0)))).toBe(has);
	});

	it('whose messages were not counted before sinks by its time alone', () => {
		const unknown = { ...row, messageCount: undefined };
		expect(sank(unknown, row, timeOf(rowOf(0)))).toBe(false);
		expect(sank(unknown, { ...unknown, lastMessageAt: timeAt(9) }, timeOf(rowOf(0)))).toBe(true);
	});

	it.each([
		[timeAt(0), START * 1_000],
		[null, -Infinity],
		[undefined, -Infinity],
		['soon', -Infinity],
	])('of %p has the time %p', (lastMessageAt, time) => {
		expect(timeOf({ id: 'a', lastMessageAt })).toBe(time);
	});
});

describe('a walk down', () => {
	it('a list that stands still sees all of it', async () => {
		const { rows, offsets, walk } = listOf({});
		const seen = await walk();
		expect([...seen.rows.values()]).toEqual(rows);
		expect(seen).toMatchObject({
			newest: timeOf(rowOf(0)),
			head: rows.slice(0, 10),
			tail: { offset: 18, data: rows.slice(18) },
			last: rows[24],
			depth: 25,
			total: 25,
			reachedEnd: true,
			isAligned: true,
			keptTotal: true,
			isCounted: true,
			isDisordered: false,
			hasSunk: false,
			rose: 0,
			mayHaveRisen: 0,
			removed: 0,
			isBroken: false,
		});
		expect(seen.gone).toEqual(new Set());
		expect(offsets).toEqual([0, 9, 18]);
	});

	it('ends after the row that it is to end with', async () => {
		const { rows, offsets, walk } = listOf({});
		const asked: string[] = [];
		const seen = await walk({
			isLast: ({ id }) => asked.push(id) > 0 && id === 'c12',
		});
		expect(seen).toMatchObject({
			reachedEnd: false,
			depth: 12,
			isCounted: true,
			last: rows[12],
		});
		expect(seen.rows.size).toBe(19);
		expect(asked).toEqual(ids(0, 13));
		expect(offsets).toEqual([0, 9]);
		// The rows of that time begin somewhere above the page.
		expect((await listOf({}).walk({ isLast: ({ id }) => id === 'c0' })).depth).toBeUndefined();
	});

	it('reads several pages at a time, and none that is not wanted', async () => {
		const { offsets, walk } = listOf({ size: 95 });
		expect((await walk({ concurrency: 4, atMost: 50 })).rows.size).toBe(95);
		const few = listOf({ size: 95 });
		await few.walk({
			concurrency: 4,
			atMost: 28,
			isLast: ({ id }) => id === 'c27',
		});
		expect(few.offsets).toEqual([0, 9, 18]);
		expect(offsets).toEqual([0, 9, 18, 27, 36, 45, 54, 63, 72, 81, 90]);
	});

	it('notices that a row rose from below', async () => {
		const { walk, offsets } = listOf({}, { 1: (rows) => jump(rows, 'c20') });
		const seen = await walk();
		expect(seen).toMatchObject({
			isAligned: false,
			keptTotal: true,
			isCounted: false,
			rose: 1,
			mayHaveRisen: 1,
			removed: 0,
			hasSunk: false,
		});
		expect([...seen.rows.keys()]).toEqual(ids(0, 25).filter((id) => id !== 'c20'));
		expect(offsets).toEqual([0, 9, 18]);
	});

	it('does not mind what moves among the rows that it has seen', async () => {
		const seen = await listOf({}, { 1: (rows) => jump(rows, 'c5') }).walk();
		expect(seen).toMatchObject({
			isAligned: true,
			keptTotal: true,
			rose: 0,
			mayHaveRisen: 0,
		});
		expect(seen.rows.size).toBe(25);
	});

	it('goes back where a row above was removed', async () => {
		const { walk, offsets } = listOf({}, { 1: (rows) => remove(rows, 'c3') });
		const seen = await walk();
		expect(offsets).toEqual([0, 9, 8, 17]);
		expect(seen).toMatchObject({
			isAligned: false,
			keptTotal: false,
			rose: 0,
			mayHaveRisen: 0,
			removed: 1,
			isBroken: false,
			total: 24,
		});
		expect(seen.rows.size).toBe(25);
		expect(seen.gone).toEqual(new Set());
	});

	it('knows which rows have left their place', async () => {
		const { walk } = listOf({}, { 1: (rows) => remove(rows, 'c9') });
		const seen = await walk();
		expect(seen.gone).toEqual(new Set(['c9']));
		expect(seen.removed).toBe(1);
		const jumped = await listOf({}, { 1: (rows) => jump(rows, 'c9') }).walk();
		expect(jumped.gone).toEqual(new Set(['c9']));
		expect(jumped).toMatchObject({ removed: 0, rose: 1, isAligned: false });
	});

	it('cannot tell how many rose where more was removed than the total says', async () => {
		const seen = await listOf({ total: false }, { 1: (rows) => remove(rows, 'c3') }).walk();
		expect(seen).toMatchObject({ mayHaveRisen: Infinity, keptTotal: false });
	});

	it('notices a row that lost a message, and one that changed places without activity', async () => {
		const lost = await listOf(
			{},
			{
				1: (rows) => (rows[9] = { ...rows[9], messageCount: 4 }),
			},
		).walk();
		expect(lost).toMatchObject({ hasSunk: true, isAligned: false });
		expect(lost.gone).toEqual(new Set());
		expect(lost.rows.get('c9')).toMatchObject({ messageCount: 4 });
		const swapped = await listOf(
			{},
			{
				1: (rows) => rows.splice(8, 2, rows[9], rows[8]),
				2: () => {},
			},
		).walk();
		expect(swapped).toMatchObject({ isAligned: false, isDisordered: false });
	});

	it('is broken where nothing of what it has seen is there any more', async () => {
		const { walk } = listOf(
			{},
			{
				1: (rows) => rows.forEach((row) => (row.messageCount = 9)),
			},
		);
		expect((await walk()).isBroken).toBe(true);
		expect((await listOf({}).walk()).isBroken).toBe(false);
	});

	it.each([
		['an empty page', { total: false, hasMore: false }, [0, 9, 18, 24, 24, 25]],
		['its total alone', { hasMore: false }, [0, 9, 18]],
		['that there is no more', { total: false }, [0, 9, 18]],
	] as const)('knows the end of a list by %s', async (_what, says, offsets) => {
		const list = listOf(says);
		expect(await list.walk()).toMatchObject({
			reachedEnd: true,
			depth: 25,
			isAligned: true,
		});
		expect(list.offsets).toEqual(offsets);
	});

	it('of rows of one time that come in another order reads them together', async () => {
		const { rows, offsets, walk } = listOf({});
		for (const at of [7, 8, 9]) rows[at].lastMessageAt = timeAt(7);
		expect(await walk({ tiesVary: true, concurrency: 8 })).toMatchObject({
			isAligned: true,
			isCounted: true,
		});
		expect(offsets).toEqual([0, 6, 14, 22]);
		const tied = listOf({});
		for (const row of tied.rows.slice(0, 12)) row.lastMessageAt = timeAt(0);
		await tied.walk({ tiesVary: true });
		expect(tied.offsets.slice(0, 2)).toEqual([0, 9]);
	});

	describe('of which several rows are read again, since two were removed,', () => {
		/** The first page that shares rows with the one before is the fourth: it begins with c8 and c9. */
		const walkAfter = async (
			change: (rows: ActivityRow[]) => void,
			options: Partial<WalkOptions<ActivityRow>> = {},
			before: (rows: ActivityRow[]) => void = () => {},
		) => {
			const list = listOf(
				{},
				{
					1(rows) {
						remove(rows, 'c1');
						remove(rows, 'c2');
					},
					3: change,
				},
			);
			before(list.rows);
			const seen = await list.walk(options);
			expect(list.offsets.slice(0, 4)).toEqual([0, 9, 8, 6]);
			return seen;
		};
		const swap = (rows: ActivityRow[]) => void rows.splice(6, 2, rows[7], rows[6]);

		it('knows that they have kept their order', async () => {
			expect(await walkAfter(() => {})).toMatchObject({ isDisordered: false, mayHaveRisen: 0 });
		});

		it('knows that they have not', async () => {
			expect(await walkAfter(swap)).toMatchObject({ isDisordered: true });
			const tie = (rows: ActivityRow[]) => (rows[8].lastMessageAt = rows[9].lastMessageAt);
			expect(await walkAfter(swap, {}, tie)).toMatchObject({ isDisordered: true });
		});

		it('counts what rose from the last of them, wherever it is', async () => {
			expect(await walkAfter(swap)).toMatchObject({ mayHaveRisen: Infinity });
			const seen = await walkAfter((rows) => jump(rows, 'c8'));
			expect(seen).toMatchObject({ isDisordered: false, mayHaveRisen: 0 });
			expect(seen.gone).toEqual(new Set());
		});
	});

	it('begins a page with another row of the same time: it is not aligned', async () => {
		const list = listOf({}, { 1: (rows) => void rows.splice(8, 2, rows[9], rows[8]) });
		list.rows[8].lastMessageAt = list.rows[9].lastMessageAt;
		expect(await list.walk()).toMatchObject({ isAligned: false });
	});

	it('goes back to where the list is again, where it became much shorter', async () => {
		const list = listOf({}, { 1: (rows) => void rows.splice(5) });
		const seen = await list.walk();
		expect(list.offsets).toEqual([0, 9, 8, 6, 2]);
		expect(seen).toMatchObject({ isBroken: false, reachedEnd: true, removed: 20, depth: 5 });
		expect(seen.gone).toEqual(new Set(ids(5, 10)));
		expect(seen.rows.size).toBe(10);
	});

	it('is not exact where a row was added while it looked for the end', async () => {
		const add = (rows: ActivityRow[]) => void rows.unshift({ ...rowOf(-1) });
		const list = listOf({ total: false, hasMore: false }, { 5: add });
		expect(await list.walk()).toMatchObject({ isAligned: false, rose: 1, depth: 26 });
		expect(list.offsets).toEqual([0, 9, 18, 24, 24, 25, 25, 25, 26]);
	});

	it('does not take the place of a row that has gone for the end', async () => {
		const gone = (rows: ActivityRow[]) => remove(rows, 'c24');
		const seen = await listOf({ total: false, hasMore: false }, { 4: gone }).walk();
		expect(seen).toMatchObject({ reachedEnd: true, depth: 24 });
		expect(seen.gone).toEqual(new Set(['c24']));
	});

	it('looks for the end step by step where the list is shorter than it says', async () => {
		const list = listOf({ total: 60, hasMore: false });
		const seen = await list.walk({ concurrency: 4 });
		expect(seen).toMatchObject({ reachedEnd: true, depth: 25, isAligned: true, keptTotal: true });
		expect(list.offsets.slice(-3)).toEqual([24, 24, 25]);
	});

	it('notices that the total changed on the empty page at the end', async () => {
		const totals = [60, 60, 60, 60, 60, 61];
		const list = listOf({ total: totals, hasMore: false });
		expect(await list.walk()).toMatchObject({ reachedEnd: true, depth: 25, keptTotal: false });
		expect(list.offsets).toHaveLength(totals.length);
	});

	it('goes on while there is more, though the total says that there is not', async () => {
		const list = listOf({ total: 10 });
		expect((await list.walk()).rows.size).toBe(25);
	});

	it('ends where the last page brings nothing new', async () => {
		const list = listOf({ size: 20 }, { 2: (rows) => remove(rows, 'c19') });
		expect(await list.walk()).toMatchObject({ reachedEnd: true, depth: 19 });
		expect(list.offsets).toEqual([0, 9, 18]);
	});

	it('of nothing is one request, though nothing says that there is no more', async () => {
		const list = listOf({ size: 0, total: false, hasMore: false });
		expect(await list.walk()).toMatchObject({ reachedEnd: true, depth: 0 });
		expect(list.offsets).toEqual([0]);
	});

	it.each([1, 2, 3])('reads %i pages at a time', async (concurrency) => {
		const rows = Array.from({ length: 95 }, (_, at) => rowOf(at));
		let running = 0;
		let most = 0;
		const seen = await walkDown<ActivityRow>(
			async ({ offset }) => {
				most = Math.max(most, ++running);
				await new Promise((resolve) => setImmediate(resolve));
				running--;
				return { data: rows.slice(offset, offset + 10), total: rows.length };
			},
			{ pageSize: 10, concurrency },
		);
		expect(most).toBe(concurrency);
		expect([...seen.rows.values()]).toEqual(rows);
	});

	describe('of rows of one time that come in another order', () => {
		const tied = (from: number, to: number, changes = {}) => {
			const list = listOf({}, changes);
			for (const row of list.rows.slice(from, to)) row.lastMessageAt = timeAt(from);
			return list;
		};

		it('begins the next page before that time, also where one row is newer', async () => {
			const list = tied(2, 10);
			await list.walk({ tiesVary: true });
			expect(list.offsets.slice(0, 2)).toEqual([0, 1]);
		});

		it('does not mind that they change places, but that others do', async () => {
			const swap = (one: number, other: number) => (rows: ActivityRow[]) =>
				([rows[one], rows[other]] = [rows[other], rows[one]]);
			expect(await tied(7, 10, { 1: swap(7, 9) }).walk({ tiesVary: true })).toMatchObject({
				isDisordered: false,
				isAligned: true,
			});
			expect(await tied(7, 10, { 1: swap(6, 7) }).walk({ tiesVary: true })).toMatchObject({
				isDisordered: true,
				isAligned: false,
			});
		});

		it('notices that a row rose from below', async () => {
			const list = tied(7, 10, { 1: (rows: ActivityRow[]) => jump(rows, 'c20') });
			expect(await list.walk({ tiesVary: true })).toMatchObject({ isAligned: false, rose: 1 });
		});
	});

	it('of pages of one row is refused, unless there is one', async () => {
		await expect(listOf({ pageSize: 1, total: false }).walk()).rejects.toThrow(PageTooSmallError);
		const one = listOf({ size: 1, pageSize: 1, total: false, hasMore: false });
		expect(await one.walk()).toMatchObject({
			reachedEnd: true,
			last: rowOf(0),
		});
		expect(one.offsets).toEqual([0, 1]);
		const none = await listOf({ size: 0 }).walk();
		expect(none).toMatchObject({
			reachedEnd: true,
			newest: -Infinity,
			head: [],
			depth: 0,
		});
		expect(none.last).toBeUndefined();
	});
});
