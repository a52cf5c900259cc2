import { Cuts, type Extent, type Probe, type Step, type Stretch } from './cuts';
import { PaginationError } from './errors';
import type { KnownIds, MessagePages } from './messagePages';
import { edgeOf, idsOf, type Direction, type MessagePage } from './pageEdges';
import { parseTimestamp, SECOND } from '../model/timestamps';

export interface Slices {
	/** Nearest first. */
	pages: MessagePage[];
	/** Whether the range ends with them. Otherwise the read goes on behind the last one, page after page. */
	isWhole: boolean;
}

/** The pages of a stretch, and the IDs of what is in them. */
interface Walk {
	pages: MessagePage[];
	known: KnownIds & { add(id: string): void };
}

/**
 * Reads what comes after a page in several places at a time. Each place is read on as ever, by pages that overlap, until
 * it runs into the next one. Two of them are taken together only where one reaches past the first moment of the other
 * and they have messages in common: a page has all messages between its first and its last moment, so none can be
 * missing between them.
 *
 * Where AgentPhone's answers do not show that, only what was read on from the page itself is returned.
 *
 * @param page that everything after it can be reached from
 * @param before the IDs of what was read up to it
 * @param concurrency how many pages are read at a time
 */
export async function readSlices(
	pages: MessagePages,
	page: MessagePage,
	direction: Direction,
	before: KnownIds,
	concurrency: number,
): Promise<Slices> {
	const sign = direction === 'newer' ? 1 : -1;
	const back = direction === 'newer' ? 'older' : 'newer';
	const place = (some: MessagePage, edge: Direction) => sign * parseTimestamp(edgeOf(some, edge));
	const extentOf = (some: MessagePage): Extent => ({
		start: place(some, back),
		end: place(some, direction),
		isLast: pages.isLast(some, direction),
		known: 1 - some.fresh / some.count,
	});
	const cuts = new Cuts(extentOf(page), concurrency, SECOND, sign * pages.endOf(direction));
	const first: Walk = { pages: [page], known: idsOf(page) };
	const walks = new Map<Stretch, Walk>([[cuts.first, first]]);

	/** Reads the page after a stretch. @returns whether that was as it should be */
	const goOn = async (stretch: Stretch) => {
		const walk = walks.get(stretch)!;
		const known = {
			has: (id: string) => walk.known.has(id) || (walk === first && before.has(id)),
		};
		const last = walk.pages[walk.pages.length - 1]!;
		const next = await pages.next(last, direction, known);
		if (next === 'apart') return false;
		if (next === 'none') return cuts.goOn(stretch, undefined);
		walk.pages.push(next);
		for (const { id } of next.data) walk.known.add(id);
		return cuts.goOn(stretch, extentOf(next));
	};
	/** Reads a page somewhere. @returns whether that was as it should be */
	const begin = async (probe: Probe) => {
		const found = await pages.at(sign * probe.at, direction);
		const isEmpty = found.data.length === 0;
		const stretch = cuts.begin(probe, isEmpty ? undefined : extentOf(found));
		if (!stretch) return true;
		walks.set(stretch, { pages: [found], known: idsOf(found) });
		return stretch.start >= cuts.first.start;
	};

	let isProven = true;
	const failures: unknown[] = [];
	const take = async (step: Step) => {
		try {
			const isAsExpected = 'probe' in step ? await begin(step.probe) : await goOn(step.stretch);
			if (!isAsExpected) isProven = false;
		} catch (error) {
			isProven = false;
			if (!(error instanceof PaginationError)) failures.push(error);
		}
	};
	const running = new Set<Promise<void>>();
	for (;;) {
		while (isProven && running.size < concurrency) {
			const step = cuts.next();
			if (!step) break;
			const read: Promise<void> = take(step).finally(() => running.delete(read));
			running.add(read);
		}
		if (running.size === 0) break;
		await Promise.race(running);
	}
	if (failures.length) throw failures[0];

	const whole = isProven && cuts.whole?.map((stretch) => walks.get(stretch)!);
	return whole && areJoined(whole)
		? { pages: whole.flatMap((walk) => walk.pages).slice(1), isWhole: true }
		: { pages: first.pages.slice(1), isWhole: false };
}

/** Whether each walk has a message in common with those before it. */
function areJoined(walks: Walk[]): boolean {
	return walks.every(
		({ pages: [start] }, index) =>
			index === 0 ||
			start?.data.some(({ id }) => walks.slice(0, index).some(({ known }) => known.has(id))),
	);
}
