import { parseTimestamp, SECOND } from '../../api/model/timestamps';

/** A message as far as its place among the others matters. */
export interface Placed {
	id: string;
	/** ISO 8601. */
	receivedAt: string;
}

/** What is remembered of messages that came before. */
export interface Remembered {
	/** Whether an execution has started with it. */
	isHandedOn(id: string): boolean;
	/** Whether it answered a question: it takes part in the burst, and is not among what is handed on. */
	isAnswer(id: string): boolean;
}

/**
 * The order of messages: by time, and at one time by ID. Whoever looks must find the same one to be the newest, in
 * whatever order AgentPhone lists them this time. Of its IDs, the later ones are longer or come later in the alphabet.
 */
export function inOrder<Message extends Placed>(messages: readonly Message[]): Message[] {
	return [...messages].sort(
		(one, other) =>
			parseTimestamp(one.receivedAt) - parseTimestamp(other.receivedAt) ||
			one.id.length - other.id.length ||
			(one.id < other.id ? -1 : 1),
	);
}

/**
 * A burst is what comes with pauses of at most so many seconds in it. Which messages are one burst follows from their
 * times at AgentPhone alone, so every process that looks sees the same bursts, whatever it remembers or has forgotten.
 *
 * @param own the ID of a message among them
 * @param pause seconds
 * @returns the burst that it belongs to, in order
 */
export function burstAround<Message extends Placed>(
	messages: readonly Message[],
	own: string,
	pause: number,
): Message[] {
	const isOwn = ({ id }: Placed) => id === own;
	let burst: Message[] = [];
	let before = -Infinity;
	for (const message of inOrder(messages)) {
		const at = parseTimestamp(message.receivedAt);
		if (at - before > pause * SECOND) {
			if (burst.some(isOwn)) return burst;
			burst = [];
		}
		burst.push(message);
		before = at;
	}
	return burst.some(isOwn) ? burst : [];
}

/**
 * Decides what the delivery of one message does, once its pause is over: the newest of a burst hands all of it on.
 *
 * What was handed on already takes no part. It would only be there again if AgentPhone had shown a message late, and
 * then whoever started without it cannot start with it.
 *
 * @param burst in order
 * @returns what it hands on, in order; nothing, where that is up to another message or nothing is left
 */
export function handedOnBy<Message extends Placed>(
	own: string,
	burst: readonly Message[],
	remembered: Remembered,
): Message[] {
	const left = burst.filter(({ id }) => !remembered.isHandedOn(id));
	return left.at(-1)?.id === own ? left.filter(({ id }) => !remembered.isAnswer(id)) : [];
}
