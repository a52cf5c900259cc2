import type { IWebhookFunctions } from 'n8n-workflow';

import type { Heard } from '../../api/dialogue/protocol';
import { getConversation } from '../../api/endpoints/conversations';
import { Api } from '../../api/http/api';
import { readPrecision } from '../../api/model/timestamps';
import type { Conversation } from '../../api/model/types';
import type { Reply } from '../reply/reply';
import type { Settings } from '../settings';
import { handedOnBy, type Remembered } from './burst';
import type { Holds } from './holds';
import { readBurst, type TimedMessage } from './readBurst';

/** A delivery waits for the answer, and AgentPhone comes back with it. */
const SHORT = { attempts: 1, answer: 8_000 };
/** What AgentPhone may take to show a message after it has received it, in milliseconds. */
const UNTIL_SHOWN = 250;

/** What is held: a message of somebody, in a conversation. */
export interface Holdable extends Heard {
	conversationId: string;
}

/** Only messages of people are held. Of a reaction, a call or the agent's own message, nothing more is to come. */
export const isHoldable = (heard: Heard | undefined): heard is Holdable =>
	heard?.reaction === null && Boolean(heard.conversationId);

/**
 * What becomes of a delivery that was held: it starts an execution with these messages, nothing (another message hands
 * it on), or AgentPhone is to come back with it. Where AgentPhone does not show the message, it starts alone.
 */
export type Held = 'nothing' | 'alone' | { messages: TimedMessage[] } | Undecided;

/** Why it could not be decided; in words, without a secret. */
export interface Undecided {
	kind: 'unasked' | 'abandoned';
	reason: string;
}

/**
 * Holds a delivery until nobody has written in its conversation for a while, and then asks AgentPhone which messages
 * belong together. No mark is written anywhere for it: see docs/decisions/bursts-follow-from-times.md.
 *
 * @param delivery what the delivery is known by
 * @param isLeftAlone whether a person has taken the conversation over meanwhile
 */
export async function awaitPause(
	context: IWebhookFunctions,
	settings: Settings,
	delivery: string,
	heard: Holdable,
	{ holds, claims }: { holds: Holds; claims: Remembered },
	reply: Reply,
	isLeftAlone: (metadata: Conversation['metadata']) => boolean,
): Promise<Held> {
	const { waitForPause } = settings;
	// What is shown as the same second may be almost a second apart.
	const longest = waitForPause * 1_000 + readPrecision(heard.at) / 1_000 + UNTIL_SHOWN;
	const hold = holds.begin(delivery, heard.conversationId, longest);
	const own = { ...heard, receivedAt: heard.at };
	const look = async () => {
		const api = await Api.for(context, SHORT);
		const found = await readBurst(api, own, waitForPause, settings);
		if (!found || settings.pausedKey === undefined || !hold.isOver)
			return found && { ...found, isLeftAlone: false };
		const conversation = await getConversation(api, own.conversationId, 1);
		return { ...found, isLeftAlone: isLeftAlone(conversation?.metadata) };
	};
	for (;;) {
		await hold.rest();
		if (!reply.isAwaited) return abandoned;
		const { isOver } = hold;
		const found = await look().catch((error: Error) => error);
		if (!reply.isAwaited) return abandoned;
		if (found instanceof Error) {
			if (isOver) return unasked(found);
		} else if (!found) {
			if (isOver) return 'alone';
		} else {
			const messages = handedOnBy(found.id, found.burst, claims);
			if (messages.length === 0) return 'nothing';
			if (isOver) return found.isLeftAlone ? 'nothing' : { messages };
		}
	}
}

const abandoned: Undecided = {
	kind: 'abandoned',
	reason:
		'AgentPhone, or what stands between it and n8n, did not wait for the answer until the pause was over',
};

const unasked = ({ message }: Error): Undecided => ({
	kind: 'unasked',
	reason: `AgentPhone could not be asked whether more had come in its conversation: ${message}`,
});

/**
 * Whether the answer to a question was written in one burst with messages that no execution has started with yet. Those
 * may leave it to this one, which is newer, to hand them on.
 */
export async function isReliedOn(
	context: IWebhookFunctions,
	settings: Settings,
	heard: Holdable,
	claims: Remembered,
): Promise<boolean> {
	try {
		const api = await Api.for(context, SHORT);
		const own = { ...heard, receivedAt: heard.at };
		const found = await readBurst(api, own, settings.waitForPause, settings);
		return (found?.burst ?? []).some(
			({ id }) => id !== found?.id && !claims.isHandedOn(id) && !claims.isAnswer(id),
		);
	} catch {
		// Then that is found out when the pause is over.
		return true;
	}
}
