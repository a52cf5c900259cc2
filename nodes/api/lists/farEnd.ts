import type { CollectedMessages } from './collectedMessages';
import { LARGEST_PAGE, type MessagePages } from './messagePages';
import { edgeOf, type Direction, type MessagePage } from './pageEdges';
import { parseTimestamp, SECOND, type Microseconds } from '../model/timestamps';

/** How many requests a search may take before it is cheaper, or safer, to walk the whole way. */
const MOST_PROBES = 30;

/** How much longer a run-up is than the density suggests, so that one mostly is enough. */
const STRETCH = 1.3;

/**
 * Reads the last `count` wanted messages in a direction when AgentPhone's pages begin at the other end, without
 * walking all the way there: leaps ahead, further each time, until a page holds the end; then takes as long a run-up
 * as the density of the messages there suggests.
 *
 * @param page a page of more than one time that everything behind is reached from
 * @param found where the messages go, without a gap up to the end
 * @returns whether at least `count` wanted messages were found
 */
export async function readFarEnd(
	pages: MessagePages,
	page: MessagePage,
	direction: Direction,
	count: number,
	found: CollectedMessages,
): Promise<boolean> {
	const sign = direction === 'newer' ? 1 : -1;
	/** Places grow in the direction of the search. */
	const place = (time: string) => sign * parseTimestamp(time);
	const back = direction === 'newer' ? 'older' : 'newer';
	const startOf = (some: MessagePage) => place(edgeOf(some, back));
	const endOf = (some: MessagePage) => place(edgeOf(some, direction));
	let probes = 0;
	const probe = (at: Microseconds) => {
		probes++;
		return pages.at(sign * at, direction);
	};

	const start = endOf(page);
	let near = start;
	let far = Infinity;
	let leap = Math.max(start - startOf(page), SECOND);
	let last: MessagePage | undefined;
	while (!last && probes < MOST_PROBES && far - near > SECOND) {
		const at = far === Infinity ? near + leap : (near + far) / 2;
		leap *= 4;
		const next = await probe(at);
		if (next.data.length === 0) far = at;
		else if (next.hasMore === false) last = next;
		else near = Math.max(near, endOf(next));
	}
	if (!last) return false;

	found.add(last);
	const end = endOf(last);
	let stretch = STRETCH;
	for (let foundFrom = startOf(last); ; ) {
		const wanted = found.wantedCount;
		if (wanted >= count) return true;
		const perMessage = (end - foundFrom) / Math.max(wanted, 1);
		const runUp = stretch * Math.max(perMessage * (count - wanted), 2 * SECOND);
		const from = foundFrom - runUp;
		if (from <= start || probes >= MOST_PROBES) return false;

		const most = 3 + 3 * Math.ceil((count - wanted) / LARGEST_PAGE);
		const first = await probe(from);
		const between = [first];
		const isJoined = ({ data }: MessagePage) => data.some(({ id }) => found.has(id));
		for (let latest = first; !isJoined(latest) && between.length <= most; probes++) {
			if (pages.isLast(latest, direction)) return false;
			const next = await pages.behind(latest, direction);
			const [furthest] = next.slice(-1);
			if (!furthest) return false;
			between.push(...next);
			latest = furthest;
		}
		if (between.length > most) return false;
		foundFrom = startOf(first);
		for (const each of between.reverse()) found.add(each, back);
		// Nothing new: the run-up ended in a pause between two sessions of writing.
		stretch = found.wantedCount > wanted ? STRETCH : 3 * stretch;
	}
}
