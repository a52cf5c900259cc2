import { MARK_LENGTH, markOf } from '../../api/model/mark';
import { marksOf, type Delivery } from '../../api/webhook/delivery';
import type { StaticData } from '../registration/staticData';
import { after } from '../after';
import { addMark, includesMark, Marks, mergeMarks, type WrittenMarks } from './marks';

/** Deliveries remembered in this process, by ID and by signature. */
const MOST_DELIVERIES = 5_000;
/**
 * Marks remembered in n8n's static data, which is loaded and stored with each delivery: two for each of 500 deliveries.
 */
const MOST_STORED = 1_000;
/** How long an attempt waits for another attempt of the same delivery, in milliseconds. */
const LONGEST_WAIT = 8_000;

/** A delivery that this attempt is to answer. */
export interface Claimed {
	/** Its execution hands on these messages: no other one may, unless this one does not start. */
	handOn(messageIds: readonly string[]): void;
	/** Writes into static data what n8n is to store of it. To be called last of all, since others go on meanwhile. */
	store(data: StaticData): void;
}

/**
 * `known`: another attempt has started the execution. `busy`: another one may be about to; AgentPhone is to come back.
 */
export type Claim = Claimed | 'known' | 'busy';

/**
 * The deliveries of one webhook that have started an execution, or are about to.
 *
 * A delivery is remembered in two places. n8n's static data survives a restart, and n8n stores it only once the
 * execution has started, so what did not start is not remembered. This memory of the process covers what static data
 * cannot: two deliveries at once each store their own copy, and the later one wins; what was written over, by this
 * process or another one, is stored again with the next delivery.
 *
 * What remains: in queue mode, each of several processes that receive webhooks has a memory of its own, and static data
 * is all they share. An attempt that reaches another process within the moments before the first one is stored, or whose
 * mark was overwritten by a delivery at the same time, starts a second execution. So does one whose first attempt was
 * cut off between the start of its execution and the storing of its mark, when n8n was killed: it was not acknowledged,
 * so AgentPhone makes it again, and it is executed again rather than lost.
 */
export class Claims {
	/** By the ID of the delivery, and by its signature. */
	private readonly started = new Marks(2 * MOST_DELIVERIES);
	/** The latest of all deliveries known to have started an execution, here or in another process. */
	private stored: WrittenMarks = '';
	/** Deliveries being answered, by mark; each resolves to whether its execution was started. */
	private readonly underway = new Map<string, Promise<boolean>>();
	/** Messages whose execution is about to start. */
	private readonly handingOn = new Set<string>();

	/**
	 * Claims a delivery for this attempt, unless another attempt has. Where that one is still being answered, its outcome
	 * is awaited, and this one takes over should no execution have started.
	 *
	 * A delivery is known by its ID, which is the same for each attempt, and by its signature, because the ID is not
	 * signed: the same bytes with the same timestamp are the same delivery, whatever ID they come with.
	 *
	 * @param outcome resolves, once this attempt is answered, to whether its execution was started
	 */
	async claim(
		delivery: Delivery,
		data: StaticData,
		outcome: () => Promise<boolean>,
	): Promise<Claim> {
		const { id, signature } = marksOf(delivery);
		const marks = id === undefined ? [signature] : [id, signature];
		const another = () => marks.map((mark) => this.underway.get(mark)).find(Boolean);
		const tooLate = after(LONGEST_WAIT).then(() => 'tooLate' as const);
		for (let other = another(); other; other = another()) {
			if ((await Promise.race([other, tooLate])) === 'tooLate') return 'busy';
		}
		this.stored = this.withStored(data.started);
		if (marks.some((each) => this.isRemembered(each))) return 'known';
		const settled = outcome().then((hasStarted) => {
			for (const each of marks) {
				this.underway.delete(each);
				this.handingOn.delete(each);
			}
			if (hasStarted) this.remember(marks);
			return hasStarted;
		});
		for (const each of marks) this.underway.set(each, settled);
		return {
			handOn: (messageIds) => {
				for (const messageId of messageIds) {
					const mark = markOf(MESSAGE + messageId);
					marks.push(mark);
					this.handingOn.add(mark);
				}
			},
			store: (target) => {
				target.started = withMarks(this.stored, marks);
			},
		};
	}

	/** Whether an execution has started with a message, or is about to. */
	isHandedOn(messageId: string): boolean {
		const mark = markOf(MESSAGE + messageId);
		return this.handingOn.has(mark) || this.isRemembered(mark);
	}

	/** A message answered a question, and is not to start anything, whatever becomes of its delivery. */
	rememberAnswer(messageId: string, data: StaticData) {
		this.remember([markOf(ANSWER + messageId)]);
		data.started = this.stored;
	}

	isAnswer(messageId: string): boolean {
		return this.isRemembered(markOf(ANSWER + messageId));
	}

	private remember(marks: readonly string[]) {
		for (const mark of marks) this.started.add(mark);
		this.stored = withMarks(this.stored, marks);
	}

	private isRemembered(mark: string): boolean {
		return this.started.has(mark) || includesMark(this.stored, mark);
	}

	/**
	 * What is to be stored, with what is stored. Who stores adds a mark of its own at the end; so if this process knows
	 * that mark, it has read or written this text before, and knows the others as well.
	 */
	private withStored(stored: unknown): WrittenMarks {
		const last = typeof stored === 'string' ? stored.slice(-MARK_LENGTH) : '';
		return includesMark(this.stored, last)
			? this.stored
			: mergeMarks(this.stored, stored, MOST_STORED);
	}
}

/** What tells the mark of a message from that of a delivery. */
const MESSAGE = 'message ';
const ANSWER = 'answer ';

const withMarks = (before: WrittenMarks, marks: readonly string[]): WrittenMarks =>
	marks.reduce((text, mark) => addMark(text, mark, MOST_STORED), before);
