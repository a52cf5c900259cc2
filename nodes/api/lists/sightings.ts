import { isUnmoved, sank, timeOf, type ActivityRow, type Walk } from './walk';

export interface News {
	/** Whether a row is new, or has moved. */
	isNews: boolean;
	/** Whether a row moved to somewhere other than the head, or was overlooked. */
	isStrange: boolean;
}

/** The rows that the walks down a list have seen so far, each as it was when last seen. */
export class Sightings<Row extends ActivityRow> {
	private byId = new Map<string, Row>();
	private first?: Walk<Row>;
	/** What was seen since the list last moved. */
	private still = new Map<string, Row>();
	private stillTotal?: number;

	get size() {
		return this.byId.size;
	}

	/** Those that were seen since the list last moved. */
	get stillRows(): Row[] {
		return [...this.still.values()];
	}

	/** The rows of the last walk come first, in its order. */
	get rows(): Row[] {
		return [...this.byId.values()];
	}

	add(walk: Walk<Row>): News {
		const earlier = this.byId;
		const first = (this.first ??= walk);
		const deepest = endOf(first);
		const news: News = { isNews: false, isStrange: false };
		for (const [id, row] of walk.rows) {
			const known = earlier.get(id);
			if (isUnmoved(known, row)) continue;
			news.isNews = true;
			// What moves with new activity is at the head, and everything else has been seen by the first walk.
			if (walk !== first)
				news.isStrange ||= known
					? sank(known, row, first.newest)
					: timeOf(row) < first.newest && timeOf(row) > deepest;
		}
		this.byId = new Map([...walk.rows]);
		for (const [id, row] of earlier) if (!this.byId.has(id)) this.byId.set(id, row);
		return news;
	}

	/**
	 * Whether all rows of the list, down to where the walk ended, were seen while it stood still: there are as many as
	 * places. Where rows of one time come in another order with each request, it may take several walks to see them all.
	 */
	areCounted(walk: Walk<Row>): boolean {
		const isStill = walk.isAligned && walk.keptTotal && !walk.hasSunk;
		if (!isStill || walk.total !== this.stillTotal) this.still = new Map();
		if (!isStill) return false;
		this.stillTotal = walk.total;
		for (const [id, row] of walk.rows) this.still.set(id, row);
		if (walk.isCounted && !walk.isDisordered) return true;
		const end = endOf(walk);
		const rows = [...this.still.values()].filter((row) => walk.reachedEnd || timeOf(row) > end);
		return rows.length === walk.depth;
	}
}

/** The time in which a walk ended; before all others where it went to the end of the list. */
const endOf = <Row extends ActivityRow>({ reachedEnd, last }: Walk<Row>) =>
	reachedEnd || !last ? -Infinity : timeOf(last);
