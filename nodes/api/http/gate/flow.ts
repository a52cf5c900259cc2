import { FoundLimit, type Sent } from './foundLimit';
import { Load } from './load';

/** A request that is under way. */
export interface Passage {
	readonly kind: string;
	readonly sent: Sent;
}

/** What became of a request. */
export type Fate =
	/** AgentPhone did what was asked, in a time that can be compared with others. */
	| 'done'
	/** AgentPhone said no, for a reason that has nothing to do with speed. */
	| 'declined'
	/** AgentPhone could not do it, or gave no answer. */
	| 'failed'
	/** Too many requests: how long AgentPhone asked to wait, in milliseconds. */
	| { refusedFor: number };

/**
 * How many requests may be under way, and when the next may go, found from what became of those before. It knows no
 * clock and no network; times are in milliseconds since the epoch.
 */
export class Flow {
	private underWay = 0;
	private readonly load: Load;
	private readonly limit = new FoundLimit();

	/** @param most how many may be under way at a time, whatever happens */
	constructor(most: number) {
		this.load = new Load(Math.max(most, 1));
	}

	/** How many may be under way at present. */
	get atOnce(): number {
		return this.load.atOnce;
	}

	/** When the next may go: now, later, or `Infinity` when one has to come back first. */
	next(now: number): number {
		return this.underWay < this.atOnce ? this.limit.next(now) : Infinity;
	}

	/** When AgentPhone's limit lets this many requests go, one after the other. */
	roomFor(count: number, now: number): number {
		return this.limit.roomFor(count, now);
	}

	/** Whether AgentPhone's limit lets nobody go for a while. */
	isUsedUp(now: number): boolean {
		return this.limit.isUsedUp(now);
	}

	/** @param kind answers of one kind are compared with each other */
	leave(kind: string, now: number): Passage {
		this.underWay++;
		return { kind, sent: this.limit.leave(now) };
	}

	comeBack({ kind, sent }: Passage, fate: Fate, now: number) {
		const underWay = this.underWay--;
		if (typeof fate === 'object') {
			this.limit.refused(sent, now, fate.refusedFor);
			this.load.shrink();
			return;
		}
		this.limit.taken(sent);
		if (fate === 'done') this.load.took(kind, sent.at, now, underWay);
		if (fate === 'failed') this.load.shrink();
		else this.load.answered(underWay);
	}
}
