import type { INodeProperties } from 'n8n-workflow';

/** The most earlier messages that come with an event. */
export const MOST_CONTEXT = 50;
export const DEFAULT_CONTEXT = 10;

/** How many earlier messages come with each event. */
export const contextLimitField: INodeProperties = {
	displayName: 'Context Limit',
	name: 'contextLimit',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: MOST_CONTEXT, numberPrecision: 0 },
	default: DEFAULT_CONTEXT,
	description: `How many earlier messages come with each event, as history (0-${MOST_CONTEXT})`,
};
