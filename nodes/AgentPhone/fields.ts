import type { INodeProperties } from 'n8n-workflow';

import { FIRST_AT_ONCE } from '../api/http/gate/load';
import { PATIENT } from '../api/http/policy';

/** What the option Concurrency is when it is added. */
export const DEFAULT_CONCURRENCY = FIRST_AT_ONCE;
export const MOST_CONCURRENCY = PATIENT.atOnce;

/** The fields Return All and Limit of every Get Many, read by {@link Parameters.limit}. */
export function returnAllAndLimit(): INodeProperties[] {
	return [
		{
			displayName: 'Return All',
			name: 'returnAll',
			type: 'boolean',
			default: false,
			description: 'Whether to return all results or only up to a given limit',
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			displayOptions: { show: { returnAll: [false] } },
			typeOptions: { minValue: 1 },
			default: 50,
			description: 'Max number of results to return',
		},
	];
}

/** Tells that a list ended at its limit, as the hint of a Get Many. */
export const tellLimit =
	(what: string) =>
	(outputs: unknown[][], inputs: Array<{ limit?: number }>): string | undefined => {
		const reached = inputs.find(
			({ limit }, at) => limit !== undefined && limit === outputs[at]?.length,
		);
		return (
			reached &&
			`The limit of ${reached.limit} was reached, so there may be more ${what}. Turn on Return All to get all of them.`
		);
	};

/** Whether anything is filtered at all: a list that is not can be read in fewer or smaller pages. */
export const hasFilter = (filters: object) =>
	Object.values(filters).some((value) => value !== undefined);

/** The collection of what rarely needs to be set. Every operation has one, for Concurrency is in each. */
export function optionsField(options: INodeProperties[] = []): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...options, concurrency].sort((one, other) =>
			one.displayName.localeCompare(other.displayName),
		),
	};
}

const concurrency: INodeProperties = {
	displayName: 'Concurrency',
	name: 'concurrency',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MOST_CONCURRENCY },
	default: DEFAULT_CONCURRENCY,
	description:
		'How many requests are made at the same time at most, 1 to 64. Without this option, the number is found while running: it grows while AgentPhone keeps up, and shrinks when AgentPhone slows down or limits the rate. What belongs to one conversation stays in the order of the items either way.',
};
