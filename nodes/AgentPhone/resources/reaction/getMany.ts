import { messagesOf } from '../../../api/conversation/messagesOf';
import { conversationLocator } from '../../../fields/locators';
import { optionsField, returnAllAndLimit, tellLimit } from '../../fields';
import { resolveConversation, type ConversationRef, type Located } from '../../run/conversationRef';
import { defineOperation } from '../../run/defineOperation';
import { output } from '../../run/operation';

interface GetMany {
	conversation: ConversationRef;
	limit?: number;
}

/** Lists the reactions in a conversation, each with the message it is to. */
export const getMany = defineOperation<GetMany, Located<GetMany>>({
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many reactions',
		description: 'Get the reactions in a conversation, each with the message it is to',
	},
	effect: 'reads',
	fields: [
		conversationLocator({ description: 'The conversation to get the reactions of' }),
		...returnAllAndLimit(),
		optionsField(),
	],
	read: (parameters) => ({
		conversation: parameters.conversation('conversationId'),
		limit: parameters.limit(),
	}),
	resolve: resolveConversation,
	async execute({ conversationId, limit }, { api }) {
		// A message that is accepted has a reaction at least, so as many messages as reactions are enough.
		const messages = await messagesOf(api, conversationId, {
			limit,
			sort: 'newestFirst',
			accept: ({ reactions }) => Boolean(reactions?.length),
		});
		return messages
			.flatMap(({ id, body, reactions }) =>
				(reactions ?? []).map((reaction) =>
					output({ ...reaction, messageId: id, messageBody: body, conversationId }),
				),
			)
			.slice(0, limit);
	},
	hint: tellLimit('reactions'),
});
