import fc from 'fast-check';

import {
	burstAround,
	handedOnBy,
	inOrder,
	type Placed,
	type Remembered,
} from '../../../nodes/AgentPhoneTrigger/pause/burst';

/** In milliseconds. */
const PAUSE = 5_000;
const START = Date.parse('2026-01-31T12:00:00Z');
const at = (milliseconds: number) => new Date(START + milliseconds).toISOString();
const message = (id: number, milliseconds: number): Placed => ({
	id: `msg_${id}`,
	receivedAt: at(milliseconds),
});
const ids = (messages: readonly Placed[]) => messages.map(({ id }) => id);
const nothing: Remembered = { isHandedOn: () => false, isAnswer: () => false };

describe('a burst', () => {
	const messages = [message(1, 0), message(2, 5_000), message(3, 10_001), message(4, 10_001)];

	it('goes on over pauses that are no longer than the one that is waited for', () => {
		expect(ids(burstAround(messages, 'msg_1', 5))).toEqual(['msg_1', 'msg_2']);
		expect(ids(burstAround(messages, 'msg_2', 5))).toEqual(['msg_1', 'msg_2']);
		expect(ids(burstAround(messages, 'msg_4', 5))).toEqual(['msg_3', 'msg_4']);
		expect(burstAround(messages, 'msg_5', 5)).toEqual([]);
	});

	it('is handed on by its newest message, which is the same in whatever order they are listed', () => {
		const tie = [message(10, 0), message(9, 0), message(11, 0)];
		for (const listed of [tie, [...tie].reverse()]) {
			const burst = burstAround(listed, 'msg_9', 5);
			expect(ids(burst)).toEqual(['msg_9', 'msg_10', 'msg_11']);
			expect(handedOnBy('msg_9', burst, nothing)).toEqual([]);
			expect(ids(handedOnBy('msg_11', burst, nothing))).toEqual(ids(burst));
		}
	});

	it('leaves out what answered a question, which still hands on what came before it', () => {
		const burst = burstAround(messages, 'msg_1', 5);
		const remembered = { ...nothing, isAnswer: (id: string) => id === 'msg_2' };
		expect(handedOnBy('msg_1', burst, remembered)).toEqual([]);
		expect(ids(handedOnBy('msg_2', burst, remembered))).toEqual(['msg_1']);
		const handedOn = { ...remembered, isHandedOn: (id: string) => id === 'msg_1' };
		expect(handedOnBy('msg_2', burst, handedOn)).toEqual([]);
	});

	it('starts without what was handed on before', () => {
		const remembered = { ...nothing, isHandedOn: (id: string) => id === 'msg_1' };
		const burst = burstAround(messages, 'msg_2', 5);
		expect(ids(handedOnBy('msg_2', burst, remembered))).toEqual(['msg_2']);
	});
});

/** One attempt to deliver: it arrives somewhere, is held, and is answered or cut off. */
interface Attempt {
	message: Placed;
	arrivesAt: number;
	process: number;
	/** The process dies, or AgentPhone does not wait. */
	isCutOff: boolean;
}

/**
 * A conversation as it goes: what is written, how late and how often each message is delivered, to which of two
 * processes, and which attempts are cut off. What is shared by the processes is AgentPhone's list, and nothing else.
 */
const courses = fc
	.array(
		fc.record({
			gap: fc.oneof(
				fc.constant(0),
				fc.integer({ min: 1, max: 2 * PAUSE }),
				fc.constantFrom(PAUSE, PAUSE + 1, PAUSE - 1),
			),
			attempts: fc.array(
				fc.record({
					latency: fc.integer({ min: 0, max: 3 * PAUSE }),
					process: fc.constantFrom(0, 1),
					isCutOff: fc.boolean(),
				}),
				{ minLength: 0, maxLength: 3 },
			),
			last: fc.record({
				latency: fc.integer({ min: 0, max: 3 * PAUSE }),
				process: fc.constantFrom(0, 1),
			}),
			isDeliveredTwice: fc.boolean(),
		}),
		{ minLength: 1, maxLength: 14 },
	)
	.map((written) => {
		let time = 0;
		return written.map(({ gap, attempts, last, isDeliveredTwice }, index) => {
			time += gap;
			return {
				message: message(index + 1, time),
				time,
				attempts: [...attempts, { ...last, isCutOff: false }],
				isDeliveredTwice,
			};
		});
	});

it('of any course of a conversation, each message is in exactly one execution', () => {
	fc.assert(
		fc.property(courses, (written) => {
			const executions: string[][] = [];
			const attempts: Attempt[] = written.flatMap(
				({ message, time, attempts, isDeliveredTwice }) => {
					let arrivesAt = time;
					const made = attempts.map(({ latency, ...rest }) => {
						// An attempt begins when the one before is over.
						arrivesAt += latency;
						const attempt = { message, arrivesAt, ...rest };
						arrivesAt += PAUSE;
						return attempt;
					});
					const [final] = made.slice(-1);
					return isDeliveredTwice && final
						? [...made, { ...final, arrivesAt: final.arrivesAt + PAUSE }]
						: made;
				},
			);
			const acknowledged = new Set<string>();
			const decisions = attempts.sort((one, other) => one.arrivesAt - other.arrivesAt);
			for (const { message, arrivesAt, isCutOff } of decisions) {
				// A delivery that was answered is known by its ID, in every process: that is what static data is for.
				if (isCutOff || acknowledged.has(message.id)) continue;
				const shown = written
					.filter(({ time }) => time <= arrivesAt + PAUSE)
					.map(({ message }) => message);
				const burst = burstAround(shown, message.id, PAUSE / 1_000);
				const handedOn = handedOnBy(message.id, burst, nothing);
				if (handedOn.length) executions.push(ids(handedOn));
				acknowledged.add(message.id);
			}
			const all = executions.flat();
			expect([...all].sort()).toEqual(written.map(({ message }) => message.id).sort());
			// And what was written without a pause is together.
			for (const execution of executions)
				expect(ids(inOrder(written.map(({ message }) => message)))).toEqual(
					expect.arrayContaining(execution),
				);
			const pauses = written.filter(({ time }, index) => {
				const next = written[index + 1];
				return !next || next.time - time > PAUSE;
			});
			expect(executions).toHaveLength(pauses.length);
		}),
		{ numRuns: 500 },
	);
});
