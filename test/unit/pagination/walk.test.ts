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

/** A list of 25 conversations, the newest first, a second apart, that changes before the requests given. */
function listOf(
	{ size = 25, total = true as boolean | number, hasMore = true, pageSize = 10 },
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
					changes[offsets.length]?.(rows);
					offsets.push(offset);
					const data = rows.slice(offset, offset + Math.min(limit, pageSize));
					return {
						data: data.map((row) => ({ ...row })),
						...(hasMore && { hasMore: offset + data.length < rows.length }),
						...(total !== false && {
							total: total === true ? rows.length : total,
						}),
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
