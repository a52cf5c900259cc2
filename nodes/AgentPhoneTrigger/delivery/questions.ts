import { after } from '../after';

/** So many questions may follow each other at once; after that, one in each interval (milliseconds). */
const BURST = 6;
const INTERVAL = 5_000;
/** A delivery waits no longer than this, in milliseconds, for an answer; AgentPhone delivers it again. */
const LONGEST_WAIT = 8_000;
/** So many deliveries wait for an answer at most, whatever arrives. */
const MOST_WAITING = 100;

/** What AgentPhone answered, or why it did not. */
export type Answer<Value> = { askedAt: number } & ({ value: Value } | { failure: string });

/**
 * Asks AgentPhone the same question for all deliveries that need the answer: never twice at the same time, and at most
 * {@link BURST} times and then once in each {@link INTERVAL}, however many arrive.
 */
export class Questions<Value> {
	private left = BURST;
	private refilledAt = Date.now();
	private waiting = 0;
	private underway?: { askedAt: number; answer: Promise<Answer<Value>> };

	/**
	 * Gives the answer to the question that is underway, else asks it.
	 *
	 * @param since when the delivery arrived, in milliseconds since the epoch
	 * @returns `undefined` when no answer can be had at the moment: asked too often, or too slow
	 */
	async ask(since: number, question: () => Promise<Value>): Promise<Answer<Value> | undefined> {
		const { answer } = this.underway ?? this.begin(question) ?? {};
		const patience = since + LONGEST_WAIT - Date.now();
		if (!answer || patience <= 0 || this.waiting >= MOST_WAITING) return undefined;
		this.waiting++;
		try {
			return await Promise.race([answer, after(patience).then(() => undefined)]);
		} finally {
			this.waiting--;
		}
	}

	private begin(question: () => Promise<Value>) {
		const askedAt = Date.now();
		const earned = Math.floor((askedAt - this.refilledAt) / INTERVAL);
		this.refilledAt += earned * INTERVAL;
		this.left = Math.min(BURST, this.left + earned);
		if (this.left === 0) return undefined;
		this.left--;
		const answer = question()
			.then(
				(value) => ({ askedAt, value }),
				(error: Error) => ({ askedAt, failure: error.message }),
			)
			.finally(() => {
				this.underway = undefined;
			});
		return (this.underway = { askedAt, answer });
	}
}
