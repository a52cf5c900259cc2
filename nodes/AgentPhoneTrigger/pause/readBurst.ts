import { messagesOf } from '../../api/conversation/messagesOf';
import type { Api } from '../../api/http/api';
import { unlessGone } from '../../api/http/errors';
import { isWanted, type Wanted } from '../../api/webhook/events';
import {
	parseTimestamp,
	printTimestamp,
	sameSecond,
	SECOND,
	type Microseconds,
} from '../../api/model/timestamps';
import type { Message } from '../../api/model/types';
import { burstAround } from './burst';

/** A message that has its place among the others. */
export type TimedMessage = Message & { receivedAt: string };

/** The message that a delivery is about, as far as the delivery says. */
export interface Own {
	conversationId: string;
	/** `null` where AgentPhone does not say. */
	messageId: string | null;
	text: string;
	receivedAt: string;
}

/** How much earlier than a message the first look for its burst begins, in pauses. */
const PAUSES_BACK = 8;
/** No burst is followed further back than through so many looks, each twice as far as the one before. */
const MOST_LOOKS = 12;

/**
 * Asks AgentPhone for the burst that a message belongs to: of the inbound messages that the workflow starts for.
 *
 * @param pause seconds
 * @returns the message as AgentPhone shows it, and its burst in order; `undefined` when it does not show it
 * @throws NodeApiError when AgentPhone cannot be asked
 */
export async function readBurst(
	api: Api,
	own: Own,
	pause: number,
	wanted: Wanted,
): Promise<{ id: string; burst: TimedMessage[] } | undefined> {
	const time = parseTimestamp(own.receivedAt);
	if (Number.isNaN(time)) return undefined;
	let back = PAUSES_BACK * pause * SECOND;
	for (let look = 1; ; look++, back *= 2) {
		const from = time - back;
		const messages = await readSince(api, own.conversationId, from, wanted);
		const id = messages && findOwn(messages, own)?.id;
		if (!messages || id === undefined) return undefined;
		const burst = burstAround(messages, id, pause);
		const [first] = burst;
		// Where the burst begins well after what was read does, nothing before it belongs to it.
		const isWhole = first && parseTimestamp(first.receivedAt) - pause * SECOND > from;
		if (isWhole || look === MOST_LOOKS) return { id, burst };
	}
}

/** @returns `undefined` when there is no such conversation */
async function readSince(
	api: Api,
	conversationId: string,
	from: Microseconds,
	wanted: Wanted,
): Promise<TimedMessage[] | undefined> {
	const accept = (message: Message) => isPartOfBursts(message, wanted);
	const messages = await messagesOf(api, conversationId, {
		after: printTimestamp(Math.max(0, Math.floor(from))),
		sort: 'oldestFirst',
		accept,
	}).catch(unlessGone);
	return messages?.filter(isTimed);
}

const isTimed = (message: Message): message is TimedMessage =>
	typeof message.receivedAt === 'string';

/** Whether the delivery of a message would start the workflow: only then may another message leave it to that one. */
function isPartOfBursts(message: Message, wanted: Wanted): boolean {
	const { direction, channel, senderIdentifier, fromNumber } = message;
	if (direction !== 'inbound' || channel === 'voice') return false;
	return isWanted(
		{
			event: 'agent.message',
			channel: channel ?? null,
			agentId: null,
			data: { direction, senderIdentifier: senderIdentifier ?? null, from: fromNumber },
			conversationState: null,
			recentHistory: [],
		},
		wanted,
	);
}

/** By its ID, and where AgentPhone does not say that, by text and time. */
function findOwn(messages: TimedMessage[], own: Own): TimedMessage | undefined {
	if (own.messageId !== null) return messages.find(({ id }) => id === own.messageId);
	return [...messages]
		.reverse()
		.find(({ body, receivedAt }) => body === own.text && sameSecond(receivedAt, own.receivedAt));
}
