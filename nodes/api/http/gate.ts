import { sleep } from 'n8n-workflow';

import { Pace, type PaceLimit } from './pace';

/** The longest sleep in one piece, in milliseconds, so that no timer long outlives a run that was stopped. */
const LONGEST_NAP = 1_000;

/** Lets one in that waits, or (`false`) tells it not to wait any longer. */
type Admit = (isAdmitted: boolean) => void;

/**
 * What every request passes through: how many are under way at a time, how fast they follow each other, and until when
 * all have to wait. All waiting is done here, and ends at once when the run is stopped.
 */
export class Gate {
	/** Until when it is closed, in milliseconds since the epoch. */
	private opensAt = 0;
	private underWay = 0;
	private readonly queue: Admit[] = [];
	/** Those that hold what must not get old; they go before all others. */
	private readonly ahead: Admit[] = [];
	/** By limit, so that all requests of one keep to it together. */
	private readonly paces = new Map<PaceLimit, Pace>();
	private readonly sleepers = new Set<() => void>();
	private awaitsOpening = false;

	/**
	 * @param atOnce how many are let in at a time
	 * @param signal stops the run
	 * @param stopped makes what is thrown then
	 */
	constructor(
		private readonly atOnce: number,
		private readonly signal: AbortSignal | undefined,
		private readonly stopped: () => Error,
	) {
		signal?.addEventListener('abort', () => this.stop(), { once: true });
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
		for (const admit of this.ahead.splice(0)) admit(false);
		this.admit();
	}

	/**
	 * Does the work when its turn comes.
	 *
	 * @param limit how often this kind of work may be done; counted on its own
	 */
	async pass<Value>(work: () => Promise<Value>, limit?: PaceLimit): Promise<Value> {
		await this.open();
		if (limit) await this.pauseUntil(this.paceOf(limit).take(Date.now()));
		await this.enter(this.queue);
		return await this.inside(work);
	}

	/**
	 * Makes something, and does the work with it before it gets old: ahead of all others, and if the gate closes in between,
	 * it is made again.
	 *
	 * @param make gives `undefined` where nothing is left to be done; it may pass the gate itself
	 */
	async passFresh<Made, Value>(
		make: () => Promise<Made | undefined>,
		work: (made: Made) => Promise<Value>,
	): Promise<Value | undefined> {
		for (;;) {
			await this.open();
			const made = await make();
			if (made === undefined) return undefined;
			if (!this.isClosed && (await this.enter(this.ahead)))
				return await this.inside(async () => await work(made));
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

	private async enter(line: Admit[]): Promise<boolean> {
		const isAdmitted = await new Promise<boolean>((admit) => {
			line.push(admit);
			this.admit();
		});
		if (!isAdmitted) this.throwIfStopped();
		return isAdmitted;
	}

	private async inside<Value>(work: () => Promise<Value>): Promise<Value> {
		try {
			return await work();
		} finally {
			this.underWay--;
			this.admit();
		}
	}

	/** Lets in whoever may go now. */
	private admit() {
		while (this.underWay < this.atOnce && !this.isClosed) {
			const admit = this.ahead.shift() ?? this.queue.shift();
			if (!admit) return;
			this.underWay++;
			admit(true);
		}
		if (this.isClosed) void this.admitWhenOpen();
	}

	private async admitWhenOpen() {
		if (this.awaitsOpening) return;
		this.awaitsOpening = true;
		await this.sleepUntil(this.opensAt);
		this.awaitsOpening = false;
		if (!this.signal?.aborted) this.admit();
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
		for (const admit of [...this.ahead.splice(0), ...this.queue.splice(0)]) admit(false);
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
