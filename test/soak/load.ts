import { setTimeout as wait } from 'node:timers/promises';

import type { Emulator } from '../../emulator';
import { answered } from './workflows';

/** What became of the messages so far. */
export interface Tally {
	sent: number;
	answered: number;
	answeredTwice: number;
	/** Deliveries that were not genuine and were taken nevertheless. */
	forgedTaken: number;
}

/**
 * People who write at a steady pace: texts, every fifth delivered twice, every twentieth followed by a delivery
 * that somebody forged.
 */
export class Load {
	private readonly sentAt = new Map<string, number>();
	private readonly answeredTexts = new Set<string>();
	private readonly underWay = new Set<Promise<void>>();
	private latencies: number[] = [];
	private read = 0;
	private tally: Tally = { sent: 0, answered: 0, answeredTwice: 0, forgedTaken: 0 };

	constructor(
		private readonly emulator: Emulator,
		private readonly people: string[],
	) {}

	/** Goes on until `end`, in milliseconds since the epoch. */
	async run(perSecond: number, end: number) {
		for (let index = 0; Date.now() < end; index++) {
			const work = this.message(index).finally(() => this.underWay.delete(work));
			this.underWay.add(work);
			await wait(1_000 / perSecond);
		}
		await Promise.all(this.underWay);
		await this.emulator.settled();
	}

	get totals(): Tally {
		this.readAnswers();
		return this.tally;
	}

	/** Milliseconds from a message to its answer, of the answers since this was asked last. */
	takeLatencies(): number[] {
		this.readAnswers();
		return this.latencies.splice(0);
	}

	private async message(index: number) {
		const { emulator } = this;
		const from = this.people[index % this.people.length];
		const text = `Message ${index}`;
		this.sentAt.set(text, Date.now());
		this.tally.sent++;
		const { deliveries } = await emulator.person.text(from, text);
		const { event, body, id } = deliveries[0];
		if (index % 5 === 0) await emulator.deliver(event, body as Record<string, unknown>, { id });
		if (index % 20 === 0) {
			const forged = await emulator.deliver(event, {}, { secret: 'whsec_forged' });
			if (forged.state === 'delivered') this.tally.forgedTaken++;
		}
	}

	/** Answers are found among the requests, which are recorded in order. */
	private readAnswers() {
		const { requests } = this.emulator;
		for (; this.read < requests.length; this.read++) {
			const { method, path, body, at } = requests[this.read];
			if (method !== 'POST' || path !== '/v1/messages') continue;
			const text = answered((body as { body: string }).body);
			if (!text) continue;
			if (this.answeredTexts.has(text)) this.tally.answeredTwice++;
			else {
				this.answeredTexts.add(text);
				this.tally.answered++;
				this.latencies.push(at - this.sentAt.get(text)!);
			}
		}
	}
}
