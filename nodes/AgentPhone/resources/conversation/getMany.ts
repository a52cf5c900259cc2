import { listConversations } from '../../../api/endpoints/conversations';
import { withoutWaiting } from '../../../api/dialogue/waiting';
import {
	channelFilter,
	isGroupFilter,
	participantFilter,
} from '../../../fields/conversationFilters';
import { agentLocator } from '../../../fields/locators';
import { readConversationsTogether } from '../../../api/lists';
import type { ConversationSummary } from '../../../api/model/types';
import {
	isWantedConversation,
	type ConversationFilters,
} from '../../../api/model/conversationFilters';
import { hasFilter, optionsField, returnAllAndLimit, tellLimit } from '../../fields';
import { defineOperation } from '../../run/defineOperation';
import { output } from '../../run/operation';

interface Filters extends ConversationFilters {
	hasMetadata?: boolean;
}

interface GetMany {
	limit?: number;
	activeSince?: Date | string;
	filters: Filters;
}

/**
 * Lists conversations, the most recently active first. All filters but Active Since are applied here, to the
 * account's list: AgentPhone's list of one agent leaves the metadata out, and reading it back conversation by
 * conversation would cost a request each, where a page of the account's list brings a hundred.
 */
export const getMany = defineOperation<GetMany>({
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many conversations',
		description: 'Get conversations with their metadata, the most recently active first',
	},
	effect: 'reads',
	fields: [
		...returnAllAndLimit(),
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add filter',
			default: {},
			options: [
				{
					displayName: 'Active Since',
					name: 'activeSince',
					type: 'dateTime',
					default: '',
					description:
						'Only conversations with a message at or after this time. Reading stops at the first older one, so a run costs what changed, not what exists. The word all, given by an expression, means all of them.',
				},
				agentLocator({
					description:
						'Only conversations of this agent. They are picked from the list of the account, which has their metadata.',
				}),
				channelFilter({
					description:
						'Only conversations on this channel. SMS and iMessage with one person are one conversation, WhatsApp is another.',
				}),
				{
					displayName: 'Has Metadata',
					name: 'hasMetadata',
					type: 'boolean',
					default: true,
					description:
						'Whether the conversations should have metadata. Off gives those whose metadata is empty or was never set.',
				},
				isGroupFilter,
				participantFilter,
			],
		},
		optionsField(),
	],
	read: (parameters) => ({
		limit: parameters.limit(),
		activeSince: parameters.since('filters.activeSince'),
		filters: {
			agentId: parameters.optionalId('filters.agentId'),
			participant: parameters.optionalAddress('filters.participant'),
			channel: parameters.optional('filters.channel'),
			hasMetadata: parameters.flag('filters.hasMetadata'),
			isGroup: parameters.flag('filters.isGroup'),
		},
	}),
	// One read of the list serves all items.
	orderedBy: () => 'the list',
	async executeTogether(items, { api, concurrency }) {
		const lists = await readConversationsTogether<ConversationSummary>(
			async (query) => await listConversations(api, query),
			items.map(({ limit, activeSince, filters }) => ({
				limit,
				activeSince,
				accept: hasFilter(filters) ? (row) => isWanted(row, filters) : undefined,
			})),
			concurrency,
		);
		return lists.map((rows) =>
			rows.map((row) => output({ ...row, metadata: withoutWaiting(row.metadata) })),
		);
	},
	hint: tellLimit('conversations'),
});

function isWanted(row: ConversationSummary, { hasMetadata, ...filters }: Filters): boolean {
	return (
		isWantedConversation(row, filters) &&
		(hasMetadata === undefined ||
			hasMetadata === Object.keys(withoutWaiting(row.metadata) ?? {}).length > 0)
	);
}
