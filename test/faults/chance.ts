/** Numbers that look random and are the same for the same seed (mulberry32). */
export class Chance {
	constructor(private state: number) {}

	/** From 0 to below 1. */
	readonly next = (): number => {
		this.state = (this.state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};

	below(limit: number): number {
		return Math.floor(this.next() * limit);
	}

	oneOf<Choice>(choices: readonly Choice[]): Choice {
		return choices[this.below(choices.length)];
	}
}
