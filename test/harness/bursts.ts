/** Many people who write at once, with pauses of any length between their texts. */
import { setTimeout as wait } from 'node:timers/promises';

import fc from 'fast-check';

import type { Delivery, Emulator } from '../../emulator';

/** One text of a person: how long after the one before it comes, in milliseconds, and whether it is delivered twice. */
export interface Text {
	pause: number;
	isRepeated: boolean;
}

export interface Written {
	text: string;
	conversationId: string;
	deliveries: Delivery[];
}

/**
 * What people are going to write.
 *
 * @param between the longest pause within a burst and the shortest and longest one between two, in milliseconds; none
 * may be so close to the pause that is waited for that a busy machine might blur on which side of it they are
 */
export function planTexts(
	{ people, texts, seed }: { people: number; texts: number; seed: number },
	[within, from, to]: [number, number, number],
): Text[][] {
	const pause = fc.oneof(
		{ weight: 3, arbitrary: fc.integer({ min: 0, max: within }) },
		{ weight: 1, arbitrary: fc.integer({ min: from, max: to }) },
	);
	const isRepeated = fc.nat(3).map((one) => one === 0);
	const course = fc.array(fc.record({ pause, isRepeated }), {
		minLength: texts,
		maxLength: texts,
	});
	return fc.sample(course, { numRuns: people, seed });
}

/** Writes and delivers them all. Resolves when everything has arrived, or was given up. */
export async function writeTexts(emulator: Emulator, plan: Text[][]): Promise<Written[]> {
	const people = plan.map(async (texts, person): Promise<Written[]> => {
		const from = `+1415555${String(1_000 + person)}`;
		const written: Array<Promise<Written>> = [];
		for (const [at, { pause, isRepeated }] of texts.entries()) {
			await wait(pause);
			written.push(write(emulator, from, `${person}:${at}`, isRepeated));
		}
		return await Promise.all(written);
	});
	const written = (await Promise.all(people)).flat();
	await emulator.settled();
	return written;
}

async function write(
	emulator: Emulator,
	from: string,
	text: string,
	isRepeated: boolean,
): Promise<Written> {
	const { deliveries, conversationId } = await emulator.person.text(from, text);
	const [first] = deliveries;
	if (isRepeated && first) {
		// Two attempts at a time are nothing that AgentPhone makes.
		while (first.state === 'pending') await wait(50);
		await emulator.deliver(first.event, first.body as Record<string, unknown>, { id: first.id });
	}
	return { text, conversationId: conversationId!, deliveries };
}

/** How many bursts they are, as AgentPhone has them, where one ends with a pause of more than so many seconds. */
export function countBursts({ store }: Emulator, written: Written[], pause: number): number {
	const conversations = new Set(written.map(({ conversationId }) => conversationId));
	return [...conversations].reduce((bursts, id) => {
		const times = store
			.messages(id)
			.filter(({ direction }) => direction === 'inbound')
			.map(({ receivedAt }) => receivedAt);
		const isFirst = (time: number, at: number) =>
			at === 0 || time - times[at - 1]! > pause * 1_000_000;
		return bursts + times.filter(isFirst).length;
	}, 0);
}
