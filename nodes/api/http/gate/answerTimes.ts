/** Fewer answers than this say nothing: it may be chance. */
const FEWEST = 8;
/** When answers take this many times as long as the best, requests are only waiting for each other. */
const SLOW = 2;
/** Up to this many times as long, more requests at a time still bring more answers. */
const FAST = 1.6;

export type Speed = 'fast' | 'fair' | 'slow';

/** How long the answers to one kind of request take, compared with the best that was seen. */
export class AnswerTimes {
	/** The best median of a round, in milliseconds. */
	private best = Infinity;
	private round: number[] = [];

	/**
	 * @param time how long an answer took, in milliseconds
	 * @param underWay how many requests were under way: as many answers make a round
	 * @returns at the end of a round, how fast its answers were
	 */
	add(time: number, underWay: number): Speed | undefined {
		this.round.push(time);
		if (this.round.length < Math.max(FEWEST, underWay)) return undefined;
		const median = medianOf(this.round);
		this.round = [];
		this.best = Math.min(this.best, median);
		if (median > this.best * SLOW) return 'slow';
		return median > this.best * FAST ? 'fair' : 'fast';
	}
}

function medianOf(values: number[]): number {
	return values.sort((one, other) => one - other)[Math.floor(values.length / 2)]!;
}
