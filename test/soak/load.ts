import { setTimeout as wait } from 'node:timers/promises';

import type { Emulator } from '../../emulator';
import { ANSWER, NOTED, QUESTION, WENT_ON } from './workflows';

/** What became of the messages and questions so far. */
export interface Tally {
	sent: number;
	answered: number;
	/** Messages that the polling trigger found. */
	noted: number;
	/** Questions that were asked, and executions that went on. */
	asked: number;
	wentOn: number;
	/** Whatever of these was done a second time. */
	twice: number;
	/** Deliveries that were not genuine and were taken nevertheless. */
	forgedTaken: number;
}

const YES = 'Yes';
/** Milliseconds after which somebody who was asked answers. */
const THINKS = 15_000;
/** Milliseconds in which everything that is under way has to come to its end. */
const PATIENCE = 120_000;

/**
 * People who write at a steady pace: texts, every fifth delivered twice, every twentieth followed by a delivery
 * that somebody forged. A person who is asked something says yes after a while.
 */
export class Load {
	private readonly sentAt = new Map<string, number>();
	private readonly seen = new Set<string>();
	private readonly underWay = new Set<Promise<void>>();
	private latencies: number[] = [];
	private read = 0;
	private readonly tally: Tally = {
		sent: 0,
		answered: 0,
		noted: 0,
		asked: 0,
		wentOn: 0,
		twice: 0,
		forgedTaken: 0,
	};

	constructor(
		private readonly emulator: Emulator,
		private readonly people: string[],
	) {}

	/** Goes on until `end`, in milliseconds since the epoch. */
	async run(perSecond: number, end: number) {
		for (let index = 0; Date.now() < end; index++) {
			this.begin(this.message(index));
			await wait(1_000 / perSecond);
			this.readAnswers();
		}
	}

	/** Waits until everything has come to its end, or had the time for it. Nothing new may begin meanwhile. */
	async settle() {
		const { tally } = this;
		const isSettled = () =>
			tally.answered === tally.sent && tally.noted === tally.sent && tally.wentOn === tally.asked;
		for (const end = Date.now() + PATIENCE; Date.now() < end; await wait(1_000)) {
			this.readAnswers();
			if (!this.underWay.size && isSettled()) break;
		}
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

	/** What n8n did is found among the requests, which are recorded in order. */
	private readAnswers() {
		const { requests } = this.emulator;
		for (; this.read < requests.length; this.read++) {
			const { method, path, body, at } = requests[this.read];
			if (method !== 'POST' || path !== '/v1/messages') continue;
			const { body: text, to_number: to } = body as { body: string; to_number: string };
			if (text === NOTED + YES) continue;
			if (this.seen.has(text)) this.tally.twice++;
			else this.count(text, to, at);
			this.seen.add(text);
		}
	}

	private count(text: string, to: string, at: number) {
		const { tally } = this;
		if (text.startsWith(NOTED)) tally.noted++;
		else if (text.startsWith(WENT_ON)) tally.wentOn++;
		else if (text.startsWith(QUESTION)) {
			tally.asked++;
			this.begin(this.sayYes(to));
		} else if (text.startsWith(ANSWER)) {
			tally.answered++;
			this.latencies.push(at - this.sentAt.get(text.slice(ANSWER.length))!);
		}
	}

	private async sayYes(person: string) {
		await wait(THINKS);
		await this.emulator.person.text(person, YES);
	}

	private begin(work: Promise<void>) {
		const done = work.finally(() => this.underWay.delete(done));
		this.underWay.add(done);
	}
}
