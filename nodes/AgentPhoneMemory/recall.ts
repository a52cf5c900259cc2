import type { ISupplyDataFunctions } from 'n8n-workflow';

import { conversationWith } from '../api/conversation/conversationWith';
import { messagesOf } from '../api/conversation/messagesOf';
import { getConversation } from '../api/endpoints/conversations';
import { AdvisedError } from '../api/errors/advised';
import { Api } from '../api/http/api';
import type { Conversation, Message } from '../api/model/types';
import type { ConversationRef } from '../fields/locators';
import { readSettings, type Settings } from './settings';
import { remember, speakersOf, type Remembered } from './remembered';

/** A page of messages is asked for that holds what came after the message being answered, too. */
const NEWER = 80;
/** How far back the message being answered is looked for. One that is not there is not listed yet. */
const FARTHEST = 1_000;

/**
 * Reads what one item asks for, and gives what recalls it. It is recalled again after each round of tools: always from
 * AgentPhone, up to the same message.
 *
 * @throws NodeOperationError for settings that cannot be
 */
export async function recallerOf(
	context: ISupplyDataFunctions,
	itemIndex: number,
): Promise<() => Promise<Remembered[]>> {
	const settings = readSettings(context, itemIndex);
	const api = await Api.for(context);
	return async () => {
		const id = await conversationId(settings.conversation, api);
		const [conversation, messages] = await Promise.all([
			getConversation(api, id, 1) as Promise<Conversation>,
			messagesBefore(id, settings, api),
		]);
		return remember(messages, {
			includeMedia: settings.includeMedia,
			speaker: speakersOf(conversation),
		});
	};
}

async function conversationId(ref: ConversationRef, api: Api): Promise<string> {
	if ('id' in ref) return ref.id;
	const { participant } = ref;
	const found = await conversationWith(api, participant);
	if (found) return found.id;
	throw new AdvisedError(
		`There is no conversation with ${participant}`,
		'Check the number, email address or group ID. In a workflow that starts with the AgentPhone Trigger, choose the conversation by its conversationId.',
	);
}

/** Oldest first. */
async function messagesBefore(
	id: string,
	{ window, upTo, answered }: Settings,
	api: Api,
): Promise<Message[]> {
	const isPast = ({ id }: Message) => !answered.has(id);
	for (let limit = window + NEWER; ; limit *= 4) {
		const messages = await messagesOf(api, id, { limit, sort: 'newestFirst' });
		const at = upTo === undefined ? -1 : messages.findIndex(({ id }) => id === upTo);
		const isAll = messages.length < limit;
		const past = messages.slice(at + 1).filter(isPast);
		const isFound = at >= 0 || upTo === undefined;
		if (isAll || (isFound && past.length >= window) || (!isFound && limit >= FARTHEST))
			return past.slice(0, window).reverse();
	}
}
