import { AnswerTimes } from './answerTimes';

/** How many requests are under way at first. */
export const FIRST_AT_ONCE = 8;
/**
 * With each answer there may be so much of a request more: a quarter more in each round. When AgentPhone turns out to
 * have a limit, as many are refused as were added in the last round.
 */
const GROWTH = 0.25;
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
		if (!this.isGrowing || this.rest || underWay < this.atOnce) return;
		const step = this.number < this.careful ? GROWTH : 1 / this.number;
		this.number = Math.min(this.number + step, this.most);
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

	private beginRest(now: number) {
		this.shrink();
		this.rest = { since: now, unread: this.first, then: this.number };
		this.number = this.first;
	}
}
