/** A request that was let go. */
export interface Sent {
	/** When, in milliseconds since the epoch. */
	readonly at: number;
	/** What the limit was taken to be then. */
	readonly most: number;
	/** Whether it went beyond the limit, to see whether there is more. */
	readonly isProbe: boolean;
	isRefused: boolean;
}

/**
 * How the limit is used.
 *
 * - `whole`: a number in each span, all at once. Now and then, one more is tried.
 * - `growing`: the limit is higher than was found. Requests go at even distances, and faster with each that is taken.
 * - `careful`: AgentPhone refused at this rate. Requests go at even distances, much slower, and a little faster in each span.
 */
type Phase = 'whole' | 'growing' | 'careful';

interface Limit {
	phase: Phase;
	/** How many requests in a span. */
	most: number;
	/** Milliseconds: how long AgentPhone asked to wait. */
	span: number;
	/** What `most` was when AgentPhone last refused. */
	refusedAt: number;
	/** The least time between two requests that go at once, in milliseconds. */
	gap: number;
	/** Whether nothing at all was taken beyond `most`. */
	isSure: boolean;
	/** By how much later one of two requests may arrive that left at the same time, in milliseconds. */
	late: number;
}

/** What was seen when AgentPhone refused. */
interface Refusal {
	/** The first request that was refused. */
	first: Sent;
	span: number;
	/** How many were taken in the span before it. */
	taken: Sent[];
	isOfProbe: boolean;
	/** Milliseconds since AgentPhone last refused, a span at most. */
	open: number;
}

/** A shorter wait means to try again, and says nothing about a limit. */
const SHORTEST_SPAN = 100;
/** With fewer requests taken, it may have been somebody else who used the limit up. */
const FEWEST = 9;
/** A limit that does not refill little by little refuses at least this many requests in a row … */
const WALL = 5;
/** … with at least this many milliseconds from the first to the last. */
const WALL_LASTS = 10;
/** After a refused probe, the next one waits this many spans. */
const SPANS_BETWEEN_PROBES = 10;
/** What is left of the rate that AgentPhone refused. */
const LEFT = 0.85;
/** While the rate is below this part of what was refused, it recovers quickly. */
const NEAR = 0.95;
/** See {@link Limit.late}: at first, and once it was too little. */
const LATE = 20;
const VERY_LATE = 40;
/** Timers are this many milliseconds late. The next request makes up for it. */
const TIMER = 2;
/** How many requests are remembered. */
const REMEMBERED = 10_000;

/**
 * A limit that AgentPhone does not document, found by its refusals: how many requests it takes in the time that it asks to
 * wait. What kind of limit it is shows in what happens beyond it.
 */
export class FoundLimit {
	private sent: Sent[] = [];
	private limit?: Limit;
	/** What has not been learnt from yet, because others may follow that were under way. */
	private refusal?: { first: Sent; span: number };
	private closedAt = -Infinity;
	private openedAt = -Infinity;
	/** When the next request is due, as far as the time between two of them counts. */
	private due = 0;
	private grownAt = 0;

	private probe?: Sent;
	private probeAt = 0;
	/** By how much the next probe that is taken raises the limit, and by how much the last one did. */
	private step = 1;
	private raisedBy = 0;

	/** When the next request may go, in milliseconds since the epoch. */
	next(now: number): number {
		if (this.refusal) this.learn(now);
		const { limit } = this;
		if (!limit) return now;
		if (limit.phase === 'careful') this.recover(limit, now);
		return Math.max(now, this.due, this.roomFor(1, now));
	}

	/** When this many may go one after the other, or one that tests whether the limit is higher. */
	roomFor(count: number, now: number): number {
		const { limit } = this;
		if (limit?.phase !== 'whole') return now;
		const free = this.freeAt(limit, count, now);
		if (this.probe || this.freeAt(limit, 1, now) <= now) return free;
		const apart = limit.span / limit.most / 2;
		return Math.min(free, Math.max(now, this.probeAt, (this.sent.at(-1)?.at ?? now) + apart));
	}

	/** Whether the limit lets two go in a span, and no other for now. */
	isUsedUp(now: number): boolean {
		const { limit } = this;
		return limit?.phase === 'whole' && limit.most >= 2 && this.freeAt(limit, 1, now) > now;
	}

	leave(now: number): Sent {
		const { limit } = this;
		const sent: Sent = {
			at: now,
			most: limit?.most ?? Infinity,
			isProbe: limit?.phase === 'whole' && this.freeAt(limit, 1, now) > now,
			isRefused: false,
		};
		if (sent.isProbe) this.probe = sent;
		if (limit) {
			const even = limit.span / limit.most;
			const gap = limit.phase === 'whole' ? Math.min(limit.gap, even * 0.75) : even;
			this.due = (now - this.due < TIMER + gap / 8 ? this.due : now) + gap;
		}
		this.sent.push(sent);
		if (this.sent.length > REMEMBERED) this.sent.splice(0, REMEMBERED / 2);
		return sent;
	}

	/** AgentPhone took it, whatever it answered. */
	taken(sent: Sent) {
		const { limit } = this;
		if (!limit) return;
		if (sent === this.probe) {
			this.probe = undefined;
			if (limit.isSure) this.raise(limit, sent.at);
			else limit.phase = 'growing';
		}
		if (limit.phase === 'growing') limit.most++;
	}

	/** @param span how long AgentPhone asked to wait, in milliseconds */
	refused(sent: Sent, now: number, span: number) {
		sent.isRefused = true;
		if (sent.at <= this.closedAt || span < SHORTEST_SPAN) return;
		this.closedAt = now;
		this.refusal = { first: sent, span };
	}

	private learn(now: number) {
		const { first, span } = this.refusal!;
		const since = Math.max(first.at - span, this.openedAt);
		const refusal: Refusal = {
			first,
			span,
			taken: this.sent.filter(({ at, isRefused }) => at > first.at - span && !isRefused),
			isOfProbe: this.probe?.isRefused === true,
			open: first.at - since,
		};
		this.refusal = undefined;
		this.probe = undefined;
		this.openedAt = now;
		this.due = now;
		this.grownAt = now;

		const { limit } = this;
		if (!limit) {
			this.limit = this.find(refusal, now);
			return;
		}
		limit.span = span;
		if (limit.phase === 'whole') this.keepOrLeave(limit, refusal, now);
		else
			slowDown(
				limit,
				Math.min(limit.phase === 'growing' ? first.most : limit.most, rateOf(refusal) * 1.3),
			);
	}

	private find({ first, span, taken }: Refusal, now: number): Limit {
		const most = Math.max(taken.length, 1);
		const after = this.sent.slice(this.sent.indexOf(first) + 1);
		const isSure =
			after.length >= WALL &&
			after.at(-1)!.at - first.at > WALL_LASTS &&
			after.every(({ isRefused }) => isRefused);
		this.probeAt = isSure ? now + SPANS_BETWEEN_PROBES * span : 0;
		const isWhole = most >= FEWEST;
		return {
			phase: isWhole ? 'whole' : 'growing',
			most: isWhole ? most : Math.max(most * LEFT, 1),
			span,
			refusedAt: most,
			// As quickly as they were taken.
			gap: Math.max(first.at - (taken[0]?.at ?? first.at), 0) / most,
			isSure,
			late: LATE,
		};
	}

	/** AgentPhone refused while the limit was used whole. */
	private keepOrLeave(limit: Limit, { span, taken, isOfProbe }: Refusal, now: number) {
		if (isOfProbe || this.raisedBy > 0) {
			// Less at once each time: whoever uses the limit too finds a place between two requests.
			if (limit.isSure) limit.gap = Math.max(limit.gap, 1) * 3;
			limit.isSure = true;
			limit.most -= this.raisedBy;
			this.raisedBy = 0;
			this.step = 1;
			this.probeAt = now + SPANS_BETWEEN_PROBES * span;
		} else if (limit.isSure && limit.late === LATE && taken.length >= 0.9 * limit.most) {
			limit.late = VERY_LATE;
		} else {
			slowDown(limit, Math.min(taken.length, limit.most));
			if (!limit.isSure) limit.phase = 'growing';
			limit.isSure = false;
		}
	}

	private raise(limit: Limit, now: number) {
		limit.most += this.step;
		this.raisedBy = this.step;
		this.step *= 2;
		this.probeAt = now + 1.1 * limit.span;
	}

	/**
	 * A little quicker in each span. By a root, so that of two that share a limit the one with less of it gains on the
	 * other.
	 */
	private recover(limit: Limit, now: number) {
		if (now < this.grownAt + limit.span) return;
		this.grownAt = now;
		const isNear = limit.most >= limit.refusedAt * NEAR;
		limit.most += Math.sqrt(limit.refusedAt) / (isNear ? 14 : 4);
		if (limit.most > limit.refusedAt * 1.1) limit.phase = 'growing';
	}

	/** When this many more may go without exceeding the limit in any span. */
	private freeAt({ most, span, late }: Limit, count: number, now: number): number {
		// Those that may still be in a span. Counted from the newest, since far more are remembered than are in one.
		let left = Math.max(Math.floor(most) - count, 0);
		for (let index = this.sent.length - 1; index >= 0; index--) {
			const { at, isRefused } = this.sent[index]!;
			const free = at + span + late;
			if (free <= now) return now;
			if (isRefused) continue;
			if (left === 0) return free;
			left--;
		}
		return now;
	}
}

/** How many a span were taken since AgentPhone last refused. */
function rateOf({ first, span, taken, open }: Refusal): number {
	const since = taken.filter(({ at }) => at > first.at - open).length;
	return (since * span) / Math.max(open, span / 5);
}

function slowDown(limit: Limit, refusedAt: number) {
	limit.phase = 'careful';
	limit.refusedAt = Math.max(refusedAt, 1);
	limit.most = Math.max(refusedAt * LEFT, 1);
}
