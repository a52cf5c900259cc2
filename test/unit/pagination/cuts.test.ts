import fc from 'fast-check';

import { Cuts, PAGES_BEFORE, type Extent, type Step } from '../../../nodes/api/lists/cuts';

const PAGE = 20;

/** Pages of a list of places, read as {@link Cuts} says. */
class Reading {
	requests = 0;
	mostAtOnce = 0;
	/** Which rows were on a page. */
	readonly seen = new Set<number>();
	readonly cuts: Cuts;
	private readonly underWay: Step[] = [];

	/** @param places of the rows, in order and all different */
	constructor(
		private readonly places: number[],
		private readonly atOnce: number,
		end?: number,
	) {
		this.cuts = new Cuts(this.page(0)!, atOnce, 1, end);
	}

	/** @param pick which of the reads under way is answered next */
	readAll(pick: (underWay: number) => number = () => 0) {
		for (;;) {
			for (let step; this.underWay.length < this.atOnce && (step = this.cuts.next()); ) {
				this.underWay.push(step);
				this.requests++;
			}
			this.mostAtOnce = Math.max(this.mostAtOnce, this.underWay.length);
			const [step] = this.underWay.splice(pick(this.underWay.length), 1);
			if (!step) return;
			if (this.requests > 10 * this.places.length) throw new Error('This never ends');
			if ('probe' in step) this.cuts.begin(step.probe, this.from(step.probe.at));
			// The last row comes again, so that the pages overlap.
			else expect(this.cuts.goOn(step.stretch, this.from(step.stretch.end))).toBe(true);
		}
	}

	private from(place: number): Extent | undefined {
		const index = this.places.findIndex((each) => each >= place);
		return index < 0 ? undefined : this.page(index);
	}

	private page(index: number): Extent | undefined {
		const rows = this.places.slice(index, index + PAGE);
		const [start] = rows;
		if (start === undefined) return undefined;
		const known = rows.filter((row) => this.seen.has(row)).length / rows.length;
		for (const row of rows) this.seen.add(row);
		return { start, end: rows.at(-1)!, isLast: index + PAGE >= this.places.length, known };
	}
}

/** Rows that follow each other evenly, at random, in sessions, or ever faster. */
const rows = fc
	.record({
		count: fc.integer({ min: 1, max: 1_500 }),
		seed: fc.integer({ min: 1, max: 1_000_000 }),
		kind: fc.constantFrom('even', 'random', 'sessions', 'faster', 'few long pauses'),
	})
	.map(({ count, seed, kind }) => {
		let state = seed;
		const next = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
		const gapAt = (index: number) => {
			if (kind === 'even') return 10;
			if (kind === 'random') return 1 - 100 * Math.log(next());
			if (kind === 'sessions') return index % 30 ? 2 : 40_000;
			if (kind === 'faster') return 1 + (count - index) ** 2;
			return next() < 0.01 ? 1_000_000 : 1 + next();
		};
		let place = 0;
		return Array.from({ length: count }, (_, index) => (place += gapAt(index)));
	});
const widths = fc.constantFrom(1, 2, 8, 64);

it('reads of a list in several places leave nothing out, in whichever order they are answered', () => {
	fc.assert(
		fc.property(rows, widths, fc.infiniteStream(fc.nat()), (places, atOnce, picks) => {
			const reading = new Reading(places, atOnce);
			reading.readAll((underWay) => (underWay ? (picks.next().value as number) % underWay : 0));
			expect(reading.seen.size).toBe(places.length);
			expect(reading.cuts.whole?.[0]).toBe(reading.cuts.first);
			expect(reading.mostAtOnce).toBeLessThanOrEqual(atOnce);
		}),
		{ numRuns: 300 },
	);
});

it('they cost few pages more than there are, however uneven the rows are', () => {
	fc.assert(
		fc.property(rows, widths, (places, atOnce) => {
			const reading = new Reading(places, atOnce);
			reading.readAll();
			const pages = Math.ceil(places.length / (PAGE - 1)) + PAGES_BEFORE;
			// The spare ones, and those that each place may waste at its ends once these are used up.
			expect(reading.requests).toBeLessThanOrEqual(4 + 1.3 * pages + 2 * atOnce);
		}),
		{ numRuns: 300 },
	);
});

it.each([
	['not beyond one page', 20, 0],
	['one after the other while they are few', 60, 4],
	['no more often than is needed where they are even', 2_000, 115],
])('they are made %s', (_name, count, most) => {
	const reading = new Reading(
		Array.from({ length: count }, (_, index) => index * 10),
		8,
	);
	reading.readAll();
	expect(reading.requests).toBeLessThanOrEqual(most);
});

it('they are made nowhere beyond the end of the range', () => {
	const places = Array.from({ length: 500 }, (_, index) => index * 10);
	const reading = new Reading(places, 8, 5_000);
	const asked: number[] = [];
	const begin = reading.cuts.begin.bind(reading.cuts);
	reading.cuts.begin = (probe, page) => {
		asked.push(probe.at);
		return begin(probe, page);
	};
	reading.readAll();
	expect(asked.length).toBeGreaterThan(0);
	expect(Math.max(...asked)).toBeLessThan(5_000);
	expect(reading.seen.size).toBe(500);
});

describe('pages that contradict each other', () => {
	const page = (start: number, end: number, isLast = false): Extent => ({
		start,
		end,
		isLast,
		known: 0,
	});
	const stretchOf = (step?: Step) => {
		if (!step || !('stretch' in step)) throw new Error('Expected to go on');
		return step.stretch;
	};
	const probeOf = (step?: Step) => {
		if (!step || !('probe' in step)) throw new Error('Expected a probe');
		return step.probe;
	};

	it('show where a stretch ends though there is more beyond it', () => {
		const cuts = new Cuts(page(0, 10), 8, 1);
		const first = stretchOf(cuts.next());
		const leap = probeOf(cuts.next());
		cuts.begin(leap, page(leap.at, leap.at + 10));
		expect(cuts.goOn(first, undefined)).toBe(false);
	});

	it('show where the same page comes again', () => {
		const cuts = new Cuts(page(0, 10), 8, 1);
		expect(cuts.goOn(stretchOf(cuts.next()), page(0, 10))).toBe(false);
	});

	it('show where an end that was found stays one, though something came in after it', () => {
		const cuts = new Cuts(page(0, 10), 8, 1);
		const first = stretchOf(cuts.next());
		const leap = probeOf(cuts.next());
		expect(cuts.goOn(first, page(9, 20, true))).toBe(true);
		cuts.begin(leap, page(leap.at, leap.at + 5, true));
		expect(cuts.whole).toBeUndefined();
		expect(cuts.goOn(stretchOf(cuts.next()), page(15, 20, true))).toBe(false);
	});

	it('are none where the last page has only the time at which the one before it ends', () => {
		const cuts = new Cuts(page(0, 10), 8, 1);
		const first = stretchOf(cuts.next());
		const leap = probeOf(cuts.next());
		cuts.begin(leap, page(40, 40, true));
		expect(cuts.goOn(first, page(10, 40))).toBe(true);
		expect(cuts.whole).toBeUndefined();
		expect(cuts.goOn(stretchOf(cuts.next()), undefined)).toBe(true);
		expect(cuts.whole).toHaveLength(2);
	});
});
