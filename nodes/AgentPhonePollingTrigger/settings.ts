import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { AdvisedError } from '../api/errors/advised';
import { cleanAddress } from '../api/model/address';
import type { ConversationFilters } from '../api/model/conversationFilters';
import { DEFAULT_CONTEXT, MOST_CONTEXT } from '../fields/contextLimit';
import { asOffered, fieldOf, labelOf } from '../fields/fieldOf';
import { readLocator } from '../fields/locators';
import { refuseValue, requireFlag } from '../fields/refusals';
import { fields } from './fields';

export type PolledEvent = 'message' | 'reaction' | 'conversation';

export interface Settings {
	event: PolledEvent;
	filters: ConversationFilters;
	simplify: boolean;
	/** Earlier messages that come with each event, 0 to 50. */
	contextLimit: number;
	metadataChanges: boolean;
}

/** @throws AdvisedError for a filter that filters nothing, and for a value that its field cannot have */
export function readSettings(context: IPollFunctions): Settings {
	const parameter = (name: string, fallback: string | boolean | object) =>
		context.getNodeParameter(name, fallback) as unknown;
	const filters = parameter('filters', {}) as IDataObject;
	const options = parameter('options', {}) as IDataObject;
	const option = (name: string, otherwise: unknown): unknown =>
		Object.hasOwn(options, name) ? options[name] : otherwise;
	const channel = textOf('channel', filters);
	return {
		event: offered('event', parameter('event', 'message')) as PolledEvent,
		filters: {
			agentId: textOf('agentId', filters),
			channel: channel && offered('filters.channel', channel),
			participant: textOf('participant', filters),
			isGroup: Object.hasOwn(filters, 'isGroup')
				? requireFlag(filters.isGroup, 'Is Group')
				: undefined,
		},
		simplify: requireFlag(parameter('simplify', true), 'Simplify'),
		contextLimit: requireContextLimit(option('contextLimit', DEFAULT_CONTEXT)),
		metadataChanges: requireFlag(option('metadataChanges', false), 'Metadata Changes'),
	};
}

const offered = (name: string, value: unknown) => asOffered(value, fieldOf(fields, name)) as string;

/** What a filter asks for; `undefined` where it was not added. @throws AdvisedError when it is empty. */
function textOf(name: string, filters: IDataObject): string | undefined {
	if (!Object.hasOwn(filters, name)) return undefined;
	const text = cleanAddress(readLocator(filters[name]));
	if (text) return text;
	throw new AdvisedError(
		`${labelOf(fields, `filters.${name}`)} is empty`,
		'Fill that filter, correct the expression in it, or remove it to get everything.',
	);
}

function requireContextLimit(value: unknown): number {
	const number = typeof value === 'string' && value.trim() ? Number(value) : value;
	if (Number.isInteger(number) && Number(number) >= 0 && Number(number) <= MOST_CONTEXT)
		return Number(number);
	return refuseValue('Context Limit', `a whole number from 0 to ${MOST_CONTEXT}`, value);
}
