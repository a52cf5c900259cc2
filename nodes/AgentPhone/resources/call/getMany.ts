import { listCalls, type CallFilters } from '../../../api/endpoints/calls';
import { readByOffset } from '../../../api/lists';
import type { CallSummary } from '../../../api/model/types';
import { optionsField, returnAllAndLimit, tellLimit } from '../../fields';
import { defineOperation } from '../../run/defineOperation';
import { output } from '../../run/operation';

interface GetMany {
	limit?: number;
	filters: CallFilters;
}

/** The most calls that AgentPhone gives at once. */
const LARGEST_PAGE = 100;

/** Lists calls, the newest first. */
export const getMany = defineOperation<GetMany>({
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many calls',
		description: 'Get calls, the newest first',
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
					displayName: 'Direction',
					name: 'direction',
					type: 'options',
					default: 'outbound',
					description: 'Only calls of this direction',
					options: [
						{ name: 'Inbound', value: 'inbound', description: 'The agent was called' },
						{ name: 'Outbound', value: 'outbound', description: 'The agent called' },
						{ name: 'Web', value: 'web', description: 'From a browser' },
					],
				},
				{
					displayName: 'Search',
					name: 'search',
					type: 'string',
					default: '',
					placeholder: 'e.g. +15550100199',
					description: 'Only calls with this number, or a part of it',
				},
				{
					displayName: 'Status',
					name: 'status',
					type: 'options',
					default: 'completed',
					description: 'Only calls of this status',
					options: [
						{ name: 'Completed', value: 'completed' },
						{ name: 'Failed', value: 'failed' },
						{ name: 'In Progress', value: 'in-progress' },
					],
				},
				{
					displayName: 'Type',
					name: 'type',
					type: 'options',
					default: 'pstn',
					description: 'Only calls of this kind',
					options: [
						{ name: 'Phone', value: 'pstn' },
						{ name: 'Web', value: 'web' },
					],
				},
			],
		},
		optionsField(),
	],
	read: (parameters) => ({
		limit: parameters.limit(),
		filters: {
			direction: parameters.optional('filters.direction'),
			search: parameters.optionalAddress('filters.search'),
			status: parameters.optional('filters.status'),
			type: parameters.optional('filters.type'),
		},
	}),
	async execute({ limit, filters }, { api }) {
		const rows = await readByOffset<CallSummary>(
			async (page) => await listCalls(api, { ...page, ...filters }),
			{ limit, pageSize: LARGEST_PAGE, what: 'calls' },
		);
		return rows.map(output);
	},
	hint: tellLimit('calls'),
});
