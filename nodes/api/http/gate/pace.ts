/** How often something may be asked: at most `most` times in any span of `span` milliseconds. */
export interface PaceLimit {
	most: number;
	span: number;
}

/** Keeps to a limit that is known, so that nothing has to be refused first. */
export class Pace {
	/** When the last places are, the oldest first. */
	private places: number[] = [];

	constructor(private readonly limit: PaceLimit) {}

	/**
	 * Takes the next place.
	 *
	 * @returns when it is, in milliseconds since the epoch: `now`, or later
	 */
	take(now: number): number {
		const { most, span } = this.limit;
		const oldest = this.places.length < most ? undefined : this.places[0];
		const place = oldest === undefined ? now : Math.max(now, oldest + span);
		this.places = [...this.places, place].slice(-most);
		return place;
	}
}
