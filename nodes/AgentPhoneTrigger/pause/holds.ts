import { after } from '../after';

/** Pauses remembered of deliveries that came before, so that one that comes again is not held again. */
const MOST_REMEMBERED = 5_000;

/**
 * The deliveries of one webhook that are being held in this process. It saves time and memory, and decides nothing:
 * what becomes of a delivery is asked of AgentPhone.
 */
export class Holds {
	/** By delivery, when its pause is over, in milliseconds since the epoch. */
	private readonly ends = new Map<string, number>();
	/** By conversation, what wakes the deliveries that are held there. */
	private readonly held = new Map<string, Set<() => void>>();

	/**
	 * Begins to hold a delivery, or finds out how long it is to be held still when it came before. Those that are held in
	 * the same conversation are woken, because they need not be any longer.
	 *
	 * @param delivery what it is known by
	 * @param milliseconds how long it is held at most
	 */
	begin(delivery: string, conversation: string, milliseconds: number): Hold {
		for (const wake of this.held.get(conversation) ?? []) wake();
		const endsAt = this.ends.get(delivery) ?? Date.now() + milliseconds;
		this.ends.delete(delivery);
		this.ends.set(delivery, endsAt);
		if (this.ends.size > MOST_REMEMBERED) {
			const [oldest] = this.ends.keys();
			if (oldest !== undefined) this.ends.delete(oldest);
		}
		return new Hold(endsAt, (wake) => this.add(conversation, wake));
	}

	private add(conversation: string, wake: () => void): () => void {
		const wakers = this.held.get(conversation) ?? new Set();
		this.held.set(conversation, wakers.add(wake));
		return () => {
			wakers.delete(wake);
			if (!wakers.size && this.held.get(conversation) === wakers) this.held.delete(conversation);
		};
	}
}

/** One delivery that is held. */
export class Hold {
	constructor(
		private readonly endsAt: number,
		private readonly whenWoken: (wake: () => void) => () => void,
	) {}

	get isOver(): boolean {
		return Date.now() >= this.endsAt;
	}

	/** Resolves when the pause is over, or another delivery of the conversation has come. */
	async rest(): Promise<void> {
		const left = this.endsAt - Date.now();
		if (left <= 0) return;
		let stopListening = () => {};
		const woken = new Promise<void>((resolve) => {
			stopListening = this.whenWoken(resolve);
		});
		await Promise.race([woken, after(left)]);
		stopListening();
	}
}
