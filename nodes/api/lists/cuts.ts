/**
 * Where to read next when the messages of a long conversation are read in several places at a time. Nothing here proves
 * anything: a bad cut costs a request, never a message.
 *
 * A place is a time, counted so that it grows in the direction of the read.
 */

/** Of one page: the places of its first and last messages. */
export interface Extent {
	start: number;
	end: number;
	/** Whether nothing comes after it. */
	isLast: boolean;
	/** Which share of its messages was on another page before. */
	known: number;
}

/** Pages that were read one after the other, without a gap. */
export interface Stretch {
	/** Where its first page was asked for: there is nothing between this place and the start. */
	readonly from: number;
	readonly start: number;
	end: number;
	/** How far its first and its last page reach. */
	readonly firstSpan: number;
	lastSpan: number;
	isLast: boolean;
	/** Whether the page after it is being read. */
	isBusy: boolean;
}

/** A page that is being read in the middle of what is not known. */
export interface Probe {
	readonly at: number;
	/** Whether it lies beyond everything that is known to be there. */
	readonly isLeap: boolean;
}

export type Step = { stretch: Stretch } | { probe: Probe };

/** Stretches that touch. Only the one that reaches furthest goes on. */
interface Run {
	from: number;
	firstSpan: number;
	tip: Stretch;
	/** While any of them is read on, the others wait: two would go on overtaking each other, and read everything twice. */
	isBusy: boolean;
}

/** The borders of what is not known: a run, or a page that is still being read. */
interface Mark {
	from: number;
	end: number;
	firstSpan: number;
	lastSpan: number;
	isLeap: boolean;
}

/** How many pages are read one after the other first: most conversations have no more. */
export const PAGES_BEFORE = 3;
/** How far the first leap goes, in pages; each next one goes twice as far. */
const FIRST_LEAP = 3;
/** A gap of fewer pages is left to the read that comes to it anyway. */
const LEAST_PAGES = 1.6;
/** A probe lands this much before where pages should meet, since they have to overlap. */
const OVERLAP = 0.02;
/** What lies before the first place that was found empty is there with this chance. */
const CHANCE = 0.5;
/** How many pages may be read for nothing: so many, and this share of those that were not. */
const SPARE_PAGES = 2;
const SPARE_SHARE = 0.2;
/** How much of a page each place that is read from is expected to waste, where it runs into the next one. */
const RISK = 0.25;

export class Cuts {
	/** The page that the read goes on from, and what follows it. */
	readonly first: Stretch;
	/** In the order of their starts. */
	private readonly stretches: Stretch[];
	private readonly probes = new Set<Probe>();
	private pages = PAGES_BEFORE;
	private wasted = 0;
	private leap = FIRST_LEAP;

	/**
	 * @param first the last page that was read
	 * @param atOnce how many reads are under way at a time
	 * @param leastSpan two places that are closer than this are the same for AgentPhone
	 * @param end where the range ends, if that is known
	 */
	constructor(
		first: Extent,
		private readonly atOnce: number,
		private readonly leastSpan: number,
		private end = Infinity,
	) {
		this.first = this.stretchOf(first.start, first);
		this.stretches = [this.first];
	}

	/** The next read, or `undefined` while none is worth its request. It is under way from now on. */
	next(): Step | undefined {
		const runs = this.runs();
		const isOpen = ({ tip, isBusy }: Run, index: number) =>
			!isBusy && !(tip.isLast && index === runs.length - 1);
		const open = runs.find(isOpen);
		if (open) {
			open.tip.isBusy = true;
			return { stretch: open.tip };
		}
		const probe = this.cut(runs);
		if (!probe) return undefined;
		if (probe.isLeap) this.leap *= 2;
		this.probes.add(probe);
		return { probe };
	}

	/** Notes the page after a stretch. @returns whether the read got any further with it */
	goOn(stretch: Stretch, page: Extent | undefined): boolean {
		const isEnd = page?.isLast ?? true;
		const isNewEnd = isEnd && !stretch.isLast && this.isFurthest(stretch);
		stretch.isBusy = false;
		stretch.isLast = isEnd;
		if (!page) return isNewEnd;
		this.pages++;
		this.wasted += page.known;
		if (page.end <= stretch.end) return isNewEnd;
		stretch.lastSpan = this.spanOf(page);
		stretch.end = page.end;
		return true;
	}

	/** Notes the page of a probe. @returns the stretch that begins with it, unless there is nothing */
	begin(probe: Probe, page: Extent | undefined): Stretch | undefined {
		this.probes.delete(probe);
		if (!page) {
			this.end = Math.min(this.end, probe.at);
			this.wasted++;
			return undefined;
		}
		this.pages++;
		this.wasted += page.known;
		const stretch = this.stretchOf(Math.min(probe.at, page.start), page);
		this.stretches.push(stretch);
		this.stretches.sort((one, other) => one.start - other.start);
		return stretch;
	}

	/** What was read, in the order of places, once it is without a gap to the end of the range. */
	get whole(): readonly Stretch[] | undefined {
		const [only, another] = this.runs();
		return only?.tip.isLast && !another ? this.stretches : undefined;
	}

	private isFurthest(stretch: Stretch): boolean {
		return this.stretches.every(({ end }) => end <= stretch.end);
	}

	/**
	 * A place to begin anew: in the largest gap, a whole number of pages after what lies before it, so that no page is read
	 * for half of it; or else beyond everything.
	 */
	private cut(runs: Run[]): Probe | undefined {
		// Few at first: most conversations end soon.
		if (this.probes.size >= this.pages / 2) return undefined;
		const spare = SPARE_PAGES + SPARE_SHARE * (this.pages - this.wasted) - this.wasted;
		if (RISK * (this.probes.size + runs.length - 1) >= spare) return undefined;

		const marks = this.marks(runs);
		const isEndKnown = runs.at(-1)?.tip.isLast === true;
		let best: { pages: number; at: number } | undefined;
		let leap: Probe | undefined;
		// As much is expected beyond everything as has been read.
		let left = isEndKnown || this.end < Infinity ? 0 : this.pages;
		marks.forEach((mark, index) => {
			const next = marks[index + 1];
			if (!next && isEndKnown) return;
			const to = next?.from ?? this.end;
			if (to === Infinity) {
				if (!mark.isLeap)
					leap = { at: mark.end + this.leap * mark.lastSpan * (1 - OVERLAP), isLeap: true };
				return;
			}
			const density = next ? (1 / mark.lastSpan + 1 / next.firstSpan) / 2 : 1 / mark.lastSpan;
			const pages = (to - mark.end) * density;
			const likely = next ? pages : pages * CHANCE;
			left += Math.max(0, likely);
			if (next?.isLeap || likely <= Math.max(LEAST_PAGES, best?.pages ?? 0)) return;
			const whole = Math.max(1, Math.round(pages / 2));
			best = { pages: likely, at: mark.end + (whole / density) * (1 - OVERLAP) };
		});
		// A gap that one read gets through before the others are done needs no second one.
		if (best && best.pages >= left / this.atOnce) return { at: best.at, isLeap: false };
		return leap;
	}

	private marks(runs: Run[]): Mark[] {
		const marks: Mark[] = runs.map(({ from, firstSpan, tip, isBusy }) => ({
			from,
			end: tip.end + (isBusy ? tip.lastSpan : 0),
			firstSpan,
			lastSpan: tip.lastSpan,
			isLeap: false,
		}));
		for (const { at, isLeap } of this.probes)
			marks.push({ from: at, end: at, firstSpan: 0, lastSpan: 0, isLeap });
		marks.sort((one, other) => one.from - other.from);
		marks.forEach((mark, index) => {
			if (mark.lastSpan > 0) return;
			// Nothing is known of this page yet. It may be like what comes before it.
			mark.firstSpan = mark.lastSpan = marks[index - 1]?.lastSpan ?? this.leastSpan;
			mark.end = mark.from + mark.lastSpan;
		});
		return marks;
	}

	/**
	 * In order. Stretches touch where one begins before the other ends. At the same time is not enough, unless both end
	 * there, and the range too: a page may have a part of the messages of one time.
	 */
	private runs(): Run[] {
		const runs: Run[] = [];
		for (const stretch of this.stretches) {
			const { from, start, end, firstSpan, isBusy } = stretch;
			const run = runs.at(-1);
			if (run && (start < run.tip.end || (run.tip.isLast && end <= run.tip.end))) {
				if (end > run.tip.end) run.tip = stretch;
				run.isBusy ||= isBusy;
			} else runs.push({ from, firstSpan, tip: stretch, isBusy });
		}
		return runs;
	}

	private stretchOf(from: number, page: Extent): Stretch {
		const { start, end, isLast } = page;
		const span = this.spanOf(page);
		return { from, start, end, firstSpan: span, lastSpan: span, isLast, isBusy: false };
	}

	private spanOf({ start, end }: Extent): number {
		return Math.max(end - start, this.leastSpan);
	}
}
