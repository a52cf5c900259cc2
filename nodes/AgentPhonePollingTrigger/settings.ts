import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { cleanAddress } from '../api/model/address';
import type { ConversationFilters } from '../api/model/conversationFilters';
import type { Channel } from '../api/model/types';
import { readLocator } from '../fields/locators';

export type PolledEvent = 'message' | 'reaction' | 'conversation';
const EVENTS: PolledEvent[] = ['message', 'reaction', 'conversation'];
const CHANNELS: Array<Exclude<Channel, 'voice'>> = ['imessage', 'mms', 'sms', 'whatsapp'];

export interface Settings {
	event: PolledEvent;
	filters: ConversationFilters;
	simplify: boolean;
	/** Earlier messages that come with each event, 0 to 50. */
	contextLimit: number;
	metadataChanges: boolean;
}

/** @throws NodeOperationError for a filter that filters nothing, and for a value that its field does not offer. */
export function readSettings(context: IPollFunctions): Settings {
	const refuse = (message: string, description: string) =>
		new NodeOperationError(context.getNode(), message, { description });
	const parameter = (name: string, fallback: string | boolean | object) =>
		context.getNodeParameter(name, fallback) as unknown;
	const filters = parameter('filters', {}) as IDataObject;
	const options = parameter('options', {}) as IDataObject;

	const offered = <Value extends string>(value: unknown, label: string, values: Value[]): Value => {
		const text = String(value).trim().toLowerCase();
		const found = values.find((each) => each === text);
		if (found !== undefined) return found;
		throw refuse(
			`The field ${label} must be one of ${values.join(', ')}, but it is "${text}"`,
			'Choose one of them in that field, or correct the expression in it.',
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
			isGroup: Object.hasOwn(filters, 'isGroup')
				? offered(filters.isGroup, 'Is Group', ['true', 'false']) === 'true'
				: undefined,
		},
		simplify: isOn(parameter('simplify', true)),
		contextLimit: Math.min(Math.max(Math.floor(Number(options.contextLimit ?? 10)) || 0, 0), 50),
		metadataChanges: isOn(options.metadataChanges ?? false),
	};
}

/** A boolean, also as text: an expression in a text gives one. */
const isOn = (value: unknown) => value === true || String(value).trim().toLowerCase() === 'true';
