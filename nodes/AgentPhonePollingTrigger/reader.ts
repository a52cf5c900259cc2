import { getConversation, listConversations } from '../api/endpoints/conversations';
import { listMessages } from '../api/endpoints/messages';
import { AdvisedError } from '../api/errors/advised';
import type { Api } from '../api/http/api';
import { unlessGone } from '../api/http/errors';
import type { Reader } from './find/look';

/** The messages that come along with a conversation: the most that AgentPhone gives. */
const NEWEST = 100;

/** AgentPhone, as the polls ask it. */
export const readerOf = (api: Api): Reader => ({
	listConversations: async (query) => await listConversations(api, query),
	async conversation(id) {
		let isGone = false;
		const conversation = await getConversation(api, id, NEWEST).catch(async (error: unknown) => {
			isGone = true;
			return await unlessGone(error);
		});
		if (isGone || conversation?.id === id) return conversation;
		throw new AdvisedError(
			`AgentPhone did not answer with the conversation ${id}`,
			'Check the Base URL in the AgentPhone API credential. What came meanwhile is found by the next poll.',
		);
	},
	listMessages: async (id, query) => await listMessages(api, id, query),
});
