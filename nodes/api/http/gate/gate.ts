import { sleep } from 'n8n-workflow';

import { Flow, type Fate, type Passage } from './flow';
import { Pace, type PaceLimit } from './pace';

/** The longest sleep in one piece, in milliseconds, so that no timer long outlives a run that was stopped. */
const LONGEST_NAP = 1_000;

/** Lets one in that waits, or (`false`) tells it not to wait any longer. */
type Admit = (admission: Passage | false) => void;

interface Waiting {
	kind: string;
	admit: Admit;
}

/** What the work says of itself: failed, as long as it says nothing else. */
export interface Told {
	fate: Fate;
	/** Until when nobody may follow, in milliseconds since the epoch. */
	closeUntil?: number;
}

export interface Passing {
	/** Work of one kind takes about the same time. */
	kind?: string;
	/** How often this kind of work may be done; counted on its own. */
	limit?: PaceLimit;
}

/**
 * What every request passes through: how many are under way at a time, how fast they follow each other, and until when
 * all have to wait. All waiting is done here, and ends at once when the run is stopped.
 */
export class Gate {
	private readonly flow: Flow;
	/** Until when it is closed, in milliseconds since the epoch. */
	private opensAt = 0;
	private readonly queue: Waiting[] = [];
	/** Those that hold what must not get old; they go before all others. */
	private readonly ahead: Waiting[] = [];
	/** Those that are about to make what must not get old. */
	private readonly makers: Array<(isAdmitted: boolean) => void> = [];
	private making = 0;
	/** By limit, so that all requests of one keep to it together. */
	private readonly paces = new Map<PaceLimit, Pace>();
	private readonly sleepers = new Set<() => void>();
	/** When the next may be let in, as far as somebody waits for that. */
	private looksAt = Infinity;

	/**
	 * @param most how many are let in at a time, at most
	 * @param signal stops the run
	 * @param stopped makes what is thrown then
	 */
	constructor(
		most: number,
		private readonly signal: AbortSignal | undefined,
		private readonly stopped: () => Error,
	) {
		this.flow = new Flow(most);
		signal?.addEventListener('abort', () => this.stop(), { once: true });
	}

	/** How many are let in at a time, at present. */
	get atOnce(): number {
		return this.flow.atOnce;
	}

	/** Whether all have to wait. */
	get isClosed(): boolean {
		return Date.now() < this.opensAt;
	}

	/** Whether it was closed at any time. */
	get wasClosed(): boolean {
		return this.opensAt > 0;
	}

	/** Lets nobody in before a time, in milliseconds since the epoch. */
	closeUntil(time: number) {
		this.opensAt = Math.max(this.opensAt, time);
		for (const { admit } of this.ahead.splice(0)) admit(false);
		this.admit();
	}

	/** Does the work when its turn comes. */
	async pass<Value>(
		work: (told: Told) => Promise<Value>,
		{ kind = '', limit }: Passing = {},
	): Promise<Value> {
		await this.open();
		if (limit) await this.pauseUntil(this.paceOf(limit).take(Date.now()));
		const passage = await this.enter(this.queue, kind);
		if (!passage) throw this.stopped();
		return await this.inside(passage, work);
	}

	/**
	 * Makes something, and does the work with it before it gets old: ahead of all others, and if the gate closes in between,
	 * it is made again.
	 *
	 * @param make gives `undefined` where nothing is left to be done; it may pass the gate itself, once
	 */
	async passFresh<Made, Value>(
		make: () => Promise<Made | undefined>,
		work: (made: Made, told: Told) => Promise<Value>,
		{ kind = '' }: Passing = {},
	): Promise<Value | undefined> {
		for (;;) {
			await this.open();
			await this.mayMake();
			let passage: Passage | false;
			let made: Made | undefined;
			try {
				made = await make();
				if (made === undefined) return undefined;
				const mustWait = this.isClosed || this.flow.isUsedUp(Date.now());
				passage = !mustWait && (await this.enter(this.ahead, kind));
			} finally {
				this.making--;
				this.admit();
			}
			const ready = made;
			if (passage) return await this.inside(passage, async (told) => await work(ready, told));
		}
	}

	/** Waits until a time, in milliseconds since the epoch. @throws when the run is stopped */
	async pauseUntil(time: number) {
		this.throwIfStopped();
		await this.sleepUntil(time);
		this.throwIfStopped();
	}

	private async open() {
		do await this.pauseUntil(this.opensAt);
		while (this.isClosed);
	}

	private async enter(line: Waiting[], kind: string): Promise<Passage | false> {
		const passage = await new Promise<Passage | false>((admit) => {
			line.push({ kind, admit });
			this.admit();
		});
		if (!passage) this.throwIfStopped();
		return passage;
	}

	private async mayMake() {
		const isAdmitted = await new Promise<boolean>((admit) => {
			this.makers.push(admit);
			this.admit();
		});
		if (!isAdmitted) throw this.stopped();
	}

	private async inside<Value>(
		passage: Passage,
		work: (told: Told) => Promise<Value>,
	): Promise<Value> {
		const told: Told = { fate: 'failed' };
		try {
			return await work(told);
		} finally {
			this.flow.comeBack(passage, told.fate, Date.now());
			// Before the next is let in.
			if (told.closeUntil) this.closeUntil(told.closeUntil);
			else this.admit();
		}
	}

	/** Lets in whoever may go now. */
	private admit() {
		if (this.signal?.aborted) return this.stop();
		this.admitMakers();
		while (this.ahead.length || this.queue.length) {
			const now = Date.now();
			const next = Math.max(this.flow.next(now), this.opensAt);
			if (next > now) {
				this.admitAt(next);
				return;
			}
			const { kind, admit } = (this.ahead.shift() ?? this.queue.shift())!;
			admit(this.flow.leave(kind, now));
		}
	}

	/** What is made is used right away, so there has to be room for both: to make it, and to use it. */
	private admitMakers() {
		while (this.makers.length) {
			const now = Date.now();
			const isRoomAt = Math.max(this.flow.roomFor(2 * (this.making + 1), now), this.opensAt);
			if (isRoomAt > now) {
				// Otherwise whoever is making something looks, when that is done.
				if (!this.making) this.admitAt(isRoomAt);
				return;
			}
			this.making++;
			this.makers.shift()!(true);
		}
	}

	private admitAt(time: number) {
		if (time >= this.looksAt || time === Infinity) return;
		this.looksAt = time;
		void this.sleepUntil(time).then(() => {
			// Unless somebody has looked earlier.
			if (this.looksAt !== time) return;
			this.looksAt = Infinity;
			this.admit();
		});
	}

	private async sleepUntil(time: number) {
		for (;;) {
			const left = time - Date.now();
			if (left <= 0 || this.signal?.aborted) return;
			let wake!: () => void;
			const woken = new Promise<void>((resolve) => (wake = resolve));
			this.sleepers.add(wake);
			await Promise.race([sleep(Math.min(left, LONGEST_NAP)), woken]);
			this.sleepers.delete(wake);
		}
	}

	private stop() {
		for (const wake of this.sleepers) wake();
		for (const admit of this.makers.splice(0)) admit(false);
		for (const { admit } of [...this.ahead.splice(0), ...this.queue.splice(0)]) admit(false);
	}

	private throwIfStopped() {
		if (this.signal?.aborted) throw this.stopped();
	}

	private paceOf(limit: PaceLimit): Pace {
		const pace = this.paces.get(limit) ?? new Pace(limit);
		this.paces.set(limit, pace);
		return pace;
	}
}
