import { messagesOf } from '../../../api/conversation/messagesOf';
import { conversationLocator } from '../../../fields/locators';
import { mediaUrlsOf } from '../../../api/model/mediaUrls';
import type { Message } from '../../../api/model/types';
import { hasFilter, optionsField, returnAllAndLimit, tellLimit } from '../../fields';
import { resolveConversation, type ConversationRef, type Located } from '../../run/conversationRef';
import { defineOperation } from '../../run/defineOperation';
import { output } from '../../run/operation';

interface Filters {
	direction?: string;
	channel?: string;
	hasMedia?: boolean;
}

interface GetMany {
	conversation: ConversationRef;
	limit?: number;
	after?: Date | string;
	before?: Date | string;
	sort: 'newestFirst' | 'oldestFirst';
	filters: Filters;
}

/** Lists the messages of a conversation in the order of time, whatever the order AgentPhone gives them in. */
export const getMany = defineOperation<GetMany, Located<GetMany>>({
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many messages',
		description: 'Get the messages of a conversation, newest or oldest first',
	},
	effect: 'reads',
	fields: [
		conversationLocator({ description: 'The conversation to get the messages of' }),
		...returnAllAndLimit(),
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add filter',
			default: {},
			options: [
				{
					displayName: 'After',
					name: 'after',
					type: 'dateTime',
					default: '',
					description: 'Only messages from this time on',
				},
				{
					displayName: 'Before',
					name: 'before',
					type: 'dateTime',
					default: '',
					description: 'Only messages from before this time',
				},
				{
					displayName: 'Channel',
					name: 'channel',
					type: 'options',
					default: 'imessage',
					description: 'Only messages that were delivered this way',
					options: [
						{ name: 'iMessage', value: 'imessage' },
						{ name: 'MMS', value: 'mms' },
						{ name: 'SMS', value: 'sms' },
						{ name: 'WhatsApp', value: 'whatsapp' },
					],
				},
				{
					displayName: 'Direction',
					name: 'direction',
					type: 'options',
					default: 'inbound',
					description: 'Only messages that came in, or only those that went out',
					options: [
						{ name: 'Inbound', value: 'inbound' },
						{ name: 'Outbound', value: 'outbound' },
					],
				},
				{
					displayName: 'Has Media',
					name: 'hasMedia',
					type: 'boolean',
					default: true,
					description:
						'Whether the messages should have media. Off gives those that are only text.',
				},
			],
		},
		optionsField([
			{
				displayName: 'Sort',
				name: 'sort',
				type: 'options',
				default: 'newestFirst',
				description:
					'The order of the messages. With a limit it also decides which come: the newest, or the oldest.',
				options: [
					{ name: 'Newest First', value: 'newestFirst' },
					{ name: 'Oldest First', value: 'oldestFirst' },
				],
			},
		]),
	],
	read: (parameters) => ({
		conversation: parameters.conversation('conversationId'),
		limit: parameters.limit(),
		after: parameters.time('filters.after'),
		before: parameters.time('filters.before'),
		sort: parameters.optional('options.sort') === 'oldestFirst' ? 'oldestFirst' : 'newestFirst',
		filters: {
			direction: parameters.optional('filters.direction'),
			channel: parameters.optional('filters.channel'),
			hasMedia: parameters.flag('filters.hasMedia'),
		},
	}),
	resolve: resolveConversation,
	async execute({ conversationId, filters, ...query }, { api }) {
		const accept = hasFilter(filters)
			? (message: Message) => isWanted(message, filters)
			: undefined;
		const messages = await messagesOf(api, conversationId, { ...query, accept });
		return messages.map((message) => output({ ...message, conversationId }));
	},
	hint: tellLimit('messages'),
});

function isWanted(message: Message, { direction, channel, hasMedia }: Filters): boolean {
	return (
		(direction === undefined || message.direction === direction) &&
		(channel === undefined || message.channel === channel) &&
		(hasMedia === undefined || hasMedia === mediaUrlsOf(message).length > 0)
	);
}
