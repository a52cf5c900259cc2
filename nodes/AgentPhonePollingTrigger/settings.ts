import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { cleanAddress } from '../api/model/address';
import type { ConversationFilters } from '../api/model/conversationFilters';
import { readLocator } from '../fields/locators';

export type PolledEvent = 'message' | 'reaction' | 'conversation';
const EVENTS: PolledEvent[] = ['message', 'reaction', 'conversation'];

export interface Settings {
	event: PolledEvent;
	filters: ConversationFilters;
	simplify: boolean;
	/** Earlier messages that come with each event, 0 to 50. */
	contextLimit: number;
	metadataChanges: boolean;
}

/** @throws NodeOperationError for a filter that filters nothing, and for an event that there is not. */
export function readSettings(context: IPollFunctions): Settings {
	const refuse = (message: string, description: string) =>
		new NodeOperationError(context.getNode(), message, { description });
	const parameter = (name: string, fallback: string | boolean | object) =>
		context.getNodeParameter(name, fallback) as unknown;
	const filters = parameter('filters', {}) as IDataObject;
	const options = parameter('options', {}) as IDataObject;

	const event = String(parameter('event', 'message')).trim().toLowerCase();
	if (!EVENTS.includes(event as PolledEvent))
		throw refuse(
			`The field Event must be one of ${EVENTS.join(', ')}, but it is "${event}"`,
			'Choose one of them in that field, or correct the expression in it.',
		);
	const filter = (name: string, label: string): string | undefined => {
		if (!Object.hasOwn(filters, name)) return undefined;
		const text = cleanAddress(readLocator(filters[name]));
		if (text) return text;
		throw refuse(
			`${label} is empty`,
			'Fill that filter, correct the expression in it, or remove it to get everything.',
		);
	};
	const channel = filter('channel', 'Channel')?.toLowerCase();
	return {
		event: event as PolledEvent,
		filters: {
			agentId: filter('agentId', 'Agent'),
			channel,
			participant: filter('participant', 'Participant'),
			isGroup: Object.hasOwn(filters, 'isGroup') ? isOn(filters.isGroup) : undefined,
		},
		simplify: isOn(parameter('simplify', true)),
		contextLimit: Math.min(Math.max(Math.floor(Number(options.contextLimit ?? 10)) || 0, 0), 50),
		metadataChanges: isOn(options.metadataChanges ?? false),
	};
}

/** A boolean, also as text: an expression in a text gives one. */
const isOn = (value: unknown) => value === true || String(value).trim().toLowerCase() === 'true';
