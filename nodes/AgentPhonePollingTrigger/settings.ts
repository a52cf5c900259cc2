import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { cleanAddress } from '../api/model/address';
import type { ConversationFilters } from '../api/model/conversationFilters';
import type { Channel } from '../api/model/types';
import { parseFlag } from '../fields/flag';
import { readLocator } from '../fields/locators';

export type PolledEvent = 'message' | 'reaction' | 'conversation';
const EVENTS: PolledEvent[] = ['message', 'reaction', 'conversation'];
/** The most earlier messages that come with an event. */
const MOST_CONTEXT = 50;
const CHANNELS: Array<Exclude<Channel, 'voice'>> = ['imessage', 'mms', 'sms', 'whatsapp'];

export interface Settings {
	event: PolledEvent;
	filters: ConversationFilters;
	simplify: boolean;
	/** Earlier messages that come with each event, 0 to 50. */
	contextLimit: number;
	metadataChanges: boolean;
}

/** @throws NodeOperationError for a filter that filters nothing, and for a value that its field cannot have */
export function readSettings(context: IPollFunctions): Settings {
	const refuse = (message: string, description: string) =>
		new NodeOperationError(context.getNode(), message, { description });
	const parameter = (name: string, fallback: string | boolean | object) =>
		context.getNodeParameter(name, fallback) as unknown;
	const filters = parameter('filters', {}) as IDataObject;
	const options = parameter('options', {}) as IDataObject;

	const offered = <Value extends string>(value: unknown, label: string, values: Value[]): Value => {
		const text = String(value ?? '')
			.trim()
			.toLowerCase();
		const found = values.find((each) => each === text);
		if (found !== undefined) return found;
		throw refuse(
			`The field ${label} must be one of ${values.join(', ')}, but it is "${text}"`,
			'Choose one of them in that field, or correct the expression in it.',
		);
	};
	const flag = (value: unknown, label: string) =>
		parseFlag(value) ?? offered(value, label, ['true', 'false']) === 'true';
	const contextLimit = (value: unknown): number => {
		const number = typeof value === 'string' && value.trim() ? Number(value) : value;
		if (Number.isInteger(number) && Number(number) >= 0 && Number(number) <= MOST_CONTEXT)
			return Number(number);
		throw refuse(
			`The field Context Limit must be a whole number from 0 to ${MOST_CONTEXT}, but it is "${String(value ?? '')}"`,
			'Correct that field, or the expression in it.',
		);
	};
	const filter = (name: string, label: string): string | undefined => {
		if (!Object.hasOwn(filters, name)) return undefined;
		const text = cleanAddress(readLocator(filters[name]));
		if (text) return text;
		throw refuse(
			`${label} is empty`,
			'Fill that filter, correct the expression in it, or remove it to get everything.',
		);
	};
	const channel = filter('channel', 'Channel');
	return {
		event: offered(parameter('event', 'message'), 'Event', EVENTS),
		filters: {
			agentId: filter('agentId', 'Agent'),
			channel: channel === undefined ? undefined : offered(channel, 'Channel', CHANNELS),
			participant: filter('participant', 'Participant'),
			isGroup: Object.hasOwn(filters, 'isGroup') ? flag(filters.isGroup, 'Is Group') : undefined,
		},
		simplify: flag(parameter('simplify', true), 'Simplify'),
		contextLimit: Object.hasOwn(options, 'contextLimit') ? contextLimit(options.contextLimit) : 10,
		metadataChanges:
			Object.hasOwn(options, 'metadataChanges') &&
			flag(options.metadataChanges, 'Metadata Changes'),
	};
}
