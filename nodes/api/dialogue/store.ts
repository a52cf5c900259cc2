import { requireConversation } from '../conversation/requireConversation';
import { getConversation, updateConversation } from '../endpoints/conversations';
import type { Api } from '../http/api';
import { requireExactNumbers } from '../model/exactNumbers';
import { sameJson } from '../model/metadata';
import type { Conversation, JsonObject } from '../model/types';
import { readWaiting, WAITING_KEY, writeWaiting, type Waiting } from './waiting';

/** Messages that come along: enough to find the question among what was written at the same time. */
const MESSAGES = 50;

/**
 * Changes what is waiting in a conversation, and nothing else in its metadata: read, changed, written, and all of it
 * again when the write may be repeated.
 *
 * @returns the conversation as AgentPhone answered it last
 * @throws AdvisedError when AgentPhone does not answer with this conversation, or its metadata would not be kept.
 */
export async function changeWaiting(
	api: Api,
	conversationId: string,
	change: (waiting: Waiting, conversation: Conversation) => Waiting,
): Promise<Conversation> {
	let read!: Conversation;
	const written = await updateConversation(api, conversationId, async () => {
		read = requireConversation(await fetchWaiting(api, conversationId), conversationId);
		const metadata = writeWaiting(read.metadata, change(readWaiting(read.metadata), read));
		if (sameJson(ourPart(read.metadata), ourPart(metadata))) return undefined;
		requireExactNumbers(metadata);
		return { metadata };
	});
	return written?.id === conversationId ? written : read;
}

/** A conversation with its metadata and newest messages. */
export async function fetchWaiting(api: Api, conversationId: string): Promise<Conversation> {
	return (await getConversation(api, conversationId, MESSAGES)) as Conversation;
}

const ourPart = (metadata: JsonObject | null | undefined) => metadata?.[WAITING_KEY];
