import { AnswerTimes } from './answerTimes';

/** How many requests are under way at first. */
export const FIRST_AT_ONCE = 8;
/**
 * The number doubles with each round of answers. When AgentPhone turns out to have a limit, about as many requests are
 * refused as were under way, so the number first grows to this only …
 */
const TRIAL_AT_ONCE = 20;
/** … until this many answers have come. By then, a limit of fifty a second has refused some requests. */
const TRIAL_ANSWERS = 64;
/** What is left of the number once more of them were of no use. */
const LEFT = 0.7;

/**
 * How many requests may be under way at a time. It grows while answers come as fast as before, and shrinks when they slow
 * down: then requests only wait for each other.
 */
export class Load {
	private number: number;
	private readonly first: number;
	/** From this number on it grows by one in each round only. */
	private careful = Infinity;
	/** While few are under way, to see how fast answers are then. */
	private rest?: { since: number; unread: number; then: number };
	private readonly times = new Map<string, AnswerTimes>();
	private isGrowing = true;
	private answers = 0;

	/** @param most how many at a time, whatever happens */
	constructor(private readonly most: number) {
		this.first = Math.min(FIRST_AT_ONCE, most);
		this.number = this.first;
	}

	get atOnce(): number {
		return Math.floor(this.number);
	}

	/**
	 * An answer came.
	 *
	 * @param underWay how many were under way, this one included
	 */
	answered(underWay: number) {
		this.answers++;
		if (!this.isGrowing || this.rest || underWay < this.atOnce) return;
		if (this.number < this.careful) this.number = this.grown;
		else this.number += 1 / this.number;
		this.number = Math.min(this.number, this.most);
	}

	/**
	 * An answer came whose time can be compared with others.
	 *
	 * @param kind of request: other kinds may take longer
	 * @param sentAt when it was asked for, and `now`, in milliseconds since the epoch
	 */
	took(kind: string, sentAt: number, now: number, underWay: number) {
		// What left before the rest, and what waited behind that, says nothing about it.
		if (this.rest && (sentAt < this.rest.since || this.rest.unread-- > 0)) return;
		const times = this.times.get(kind) ?? new AnswerTimes();
		this.times.set(kind, times);
		const speed = times.add(now - sentAt, underWay);
		if (!speed) return;
		if (this.rest) {
			this.number = this.rest.then;
			this.rest = undefined;
			return;
		}
		this.isGrowing = speed === 'fast';
		if (speed === 'slow' && this.number > this.first) this.beginRest(now);
	}

	/** AgentPhone refused for a limit, or failed. */
	shrink() {
		this.number = Math.max(this.number * LEFT, this.first);
		this.careful = this.number;
	}

	/** The number after one more answer, while nothing speaks against more. */
	private get grown(): number {
		const isTrial = this.answers <= TRIAL_ANSWERS;
		return isTrial ? Math.min(this.number + 1, TRIAL_AT_ONCE) : this.number + 1;
	}

	private beginRest(now: number) {
		this.shrink();
		this.rest = { since: now, unread: this.first, then: this.number };
		this.number = this.first;
	}
}
