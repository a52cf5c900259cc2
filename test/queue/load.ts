/** The messages that people write, delivered as AgentPhone does: some of them more than once. */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

import { mapConcurrently } from '../../nodes/api/http/concurrency';
import type { Delivery, Emulator } from '../../emulator';

export interface Load {
	/** What each message's ID begins with, so that one load is told from another. */
	name: string;
	messages: number;
	/** Deliveries under way at any time, redeliveries not counted. */
	atOnce: number;
	/** Where to, instead of the registered webhook. */
	url?: string;
	/** Told how many are delivered. */
	progress?: (delivered: number) => void;
}

/** How often AgentPhone tries to deliver. */
const ATTEMPTS = 6;
/** Messages come from so many people. */
const PEOPLE = 100;

/**
 * Delivers messages, three in ten of them again under the same `X-Webhook-ID`: at the same moment, as soon as
 * the first is answered, or a second later.
 *
 * @returns each delivery that was made
 */
export async function deliverMessages(emulator: Emulator, load: Load): Promise<Delivery[]> {
	const redelivered: Promise<Delivery>[] = [];
	const indexes = Array.from({ length: load.messages }, (_, index) => index);
	let delivered = 0;
	const first = await mapConcurrently(indexes, load.atOnce, async (index) => {
		const id = randomUUID();
		const envelope = messageEnvelope(load.name, index);
		const deliver = async () =>
			await emulator.deliver('agent.message', envelope, { id, attempts: ATTEMPTS, url: load.url });
		const kind = index % 10;
		if (kind === 0) redelivered.push(deliver());
		const delivery = await deliver();
		if (kind === 1) redelivered.push(deliver());
		if (kind === 2) redelivered.push(wait(1_000).then(deliver));
		load.progress?.(++delivered);
		return delivery;
	});
	const all = [...first, ...(await Promise.all(redelivered))];
	await emulator.settled();
	return all;
}

function messageEnvelope(load: string, index: number) {
	const from = `+1415555${String(1_000 + (index % PEOPLE))}`;
	return {
		channel: 'imessage',
		data: {
			messageId: `${load}_${index}`,
			conversationId: `conv_${index % PEOPLE}`,
			numberId: null,
			from,
			to: '+14155550100',
			message: `Message ${index}`,
			mediaUrl: null,
			direction: 'inbound',
			receivedAt: new Date().toISOString(),
		},
	};
}
