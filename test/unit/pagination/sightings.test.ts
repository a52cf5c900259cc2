import { Sightings } from '../../../nodes/api/lists/sightings';
import { timeOf, type ActivityRow, type Walk } from '../../../nodes/api/lists/walk';

const START = Date.UTC(2026, 0, 31);
const timeAt = (second: number) => new Date(START - second * 1_000).toISOString();

/** A conversation that was active so many seconds ago; its ID says when that was at first. */
const rowOf = (at: number, now: Partial<ActivityRow> = {}): ActivityRow => ({
	id: `c${at}`,
	messageCount: 5,
	lastMessageAt: timeAt(at),
	...now,
});
const jumped = (at: number, to = 0) => rowOf(at, { messageCount: 6, lastMessageAt: timeAt(to) });
const silent: ActivityRow = { id: 'silent', messageCount: 0, lastMessageAt: null };

/** A walk down a list that stood still, to its end. */
const walkOf = (rows: ActivityRow[], how: Partial<Walk<ActivityRow>> = {}): Walk<ActivityRow> => ({
	rows: new Map(rows.map((row) => [row.id, row])),
	newest: Math.max(-Infinity, ...rows.map(timeOf)),
	head: rows,
	tail: { data: rows, offset: 0 },
	last: rows.at(-1),
	depth: rows.length,
	total: rows.length,
	reachedEnd: true,
	isAligned: true,
	keptTotal: true,
	isCounted: true,
	isDisordered: false,
	hasSunk: false,
	rose: 0,
	mayHaveRisen: 0,
	removed: 0,
	gone: new Set(),
	isBroken: false,
	...how,
});
const rows = (...at: number[]) => at.map((each) => rowOf(each));
const ids = (some: ActivityRow[]) => some.map(({ id }) => id);

describe('what a walk brings', () => {
	/** What a second walk says after one that saw conversations of 2, 4 and 6 seconds ago. */
	const newsOf = (second: ActivityRow[], first: Partial<Walk<ActivityRow>> = {}) => {
		const seen = new Sightings();
		seen.add(walkOf(rows(2, 4, 6), first));
		return seen.add(walkOf(second));
	};

	it('is all new the first time, and nothing strange', () => {
		const seen = new Sightings();
		expect(seen.add(walkOf(rows(1, 2)))).toEqual({ isNews: true, isStrange: false });
		expect(new Sightings().add(walkOf([]))).toEqual({ isNews: false, isStrange: false });
	});

	it('is nothing new where nothing moved', () => {
		expect(newsOf(rows(2, 4, 6))).toEqual({ isNews: false, isStrange: false });
		expect(newsOf(rows(2, 6))).toEqual({ isNews: false, isStrange: false });
	});

	it.each([
		['a conversation with a new message', [jumped(4), ...rows(2, 6)]],
		['a message in the second of the old head', [jumped(4, 2), ...rows(2, 6)]],
		['a new conversation', rows(0, 2, 4, 6)],
		['a new conversation in the second of the old head', [...rows(2), { ...rowOf(2), id: 'new' }]],
	])('is as it should be with %s at the head', (_what, second) => {
		expect(newsOf(second)).toEqual({ isNews: true, isStrange: false });
	});

	it.each([
		['a conversation turns up in the middle', rows(2, 3, 4, 6)],
		['a conversation turns up at the end of a list that was read to its end', rows(2, 4, 6, 7)],
		['a conversation lost a message', [...rows(2, 4), rowOf(6, { messageCount: 4 })]],
		['a conversation has another time that has passed', [...rows(2), jumped(6, 3), ...rows(4)]],
	])('is strange if %s', (_what, second) => {
		expect(newsOf(second)).toEqual({ isNews: true, isStrange: true });
	});

	it('stays strange, whatever comes after it', () => {
		expect(newsOf([jumped(6, 3), ...rows(2, 4), jumped(9)])).toMatchObject({ isStrange: true });
		expect(newsOf([...rows(0), jumped(6, 3)])).toMatchObject({ isStrange: true });
	});

	it.each([
		['in the second in which that ended', { ...rowOf(6), id: 'new' }, false],
		['further down', rowOf(7), false],
		['above it', rowOf(5), true],
	])(
		'after a walk that ended early, with a conversation %s: strange %p',
		(_where, row, isStrange) => {
			expect(newsOf([...rows(2, 4, 6), row], { reachedEnd: false })).toEqual({
				isNews: true,
				isStrange,
			});
		},
	);

	it('is compared with the first walk, however many there were', () => {
		const seen = new Sightings();
		seen.add(walkOf(rows(2, 4, 6)));
		seen.add(walkOf([rowOf(0), ...rows(2, 4, 6)]));
		expect(seen.add(walkOf([rowOf(0), rowOf(1), ...rows(2, 4, 6)]))).toEqual({
			isNews: true,
			isStrange: false,
		});
	});
});

it('the rows are those of the last walk in its order, then what only earlier ones saw', () => {
	const seen = new Sightings();
	seen.add(walkOf(rows(1, 2, 3, 4)));
	seen.add(walkOf([jumped(3), ...rows(1, 4)]));
	expect(seen.rows).toEqual([jumped(3), ...rows(1, 4), ...rows(2)]);
	expect(seen.size).toBe(4);
});

describe('a walk saw all rows', () => {
	const count = (...walks: Array<Walk<ActivityRow>>) => {
		const seen = new Sightings();
		const counted = walks.map((walk) => seen.areCounted(walk));
		return { areCounted: counted.at(-1), still: ids(seen.stillRows) };
	};

	it('of a list that stood still, if there are as many as places', () => {
		expect(count(walkOf(rows(1, 2)))).toEqual({ areCounted: true, still: ['c1', 'c2'] });
		expect(count(walkOf([]))).toEqual({ areCounted: true, still: [] });
	});

	it.each([
		['whose pages did not follow each other', { isAligned: false }],
		['whose total changed', { keptTotal: false }],
		['in which a row lost a message', { hasSunk: true }],
	])('never of a list %s', (_what, how) => {
		expect(count(walkOf(rows(1, 2), how))).toEqual({ areCounted: false, still: [] });
	});

	describe('where rows of one time come in another order with each request,', () => {
		const varying = { isCounted: false, depth: 3, total: 3 };

		it('together with the walks before', () => {
			const first = walkOf(rows(1, 2), varying);
			expect(count(first)).toEqual({ areCounted: false, still: ['c1', 'c2'] });
			expect(count(first, walkOf(rows(1, 3), varying))).toEqual({
				areCounted: true,
				still: ['c1', 'c2', 'c3'],
			});
		});

		it('also where rows changed places and came twice', () => {
			const disordered = { ...varying, isCounted: true, isDisordered: true };
			expect(count(walkOf(rows(1, 2), disordered)).areCounted).toBe(false);
			expect(count(walkOf(rows(1, 2, 3), disordered)).areCounted).toBe(true);
		});

		it('but not with walks from before the list moved', () => {
			const first = walkOf(rows(1, 2), varying);
			const moved = walkOf(rows(1, 2), { ...varying, isAligned: false });
			expect(count(first, moved, walkOf(rows(1, 3), varying))).toEqual({
				areCounted: false,
				still: ['c1', 'c3'],
			});
		});

		it('nor with those of another total', () => {
			const first = walkOf(rows(1, 2), varying);
			expect(count(first, walkOf(rows(1, 3), { ...varying, total: 4 }))).toEqual({
				areCounted: false,
				still: ['c1', 'c3'],
			});
		});

		it('down to the time in which the walk ended, of which there may be more', () => {
			const early = { ...varying, reachedEnd: false };
			const first = walkOf(rows(1, 2, 6), { ...early, depth: 3 });
			expect(count(first).areCounted).toBe(false);
			const second = walkOf(rows(1, 3, 6), { ...early, depth: 3 });
			expect(count(first, second).areCounted).toBe(true);
		});

		it('with those that have no time, where it went to the end of the list', () => {
			const whole = walkOf([...rows(1, 2), silent], varying);
			expect(count(whole).areCounted).toBe(true);
		});
	});
});
