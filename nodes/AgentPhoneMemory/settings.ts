import type { ISupplyDataFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { cleanAddress } from '../api/model/address';
import { parseFlag } from '../fields/flag';
import { isByParticipant, readLocator, type ConversationRef } from '../fields/locators';
import { DEFAULT_WINDOW } from './fields';

export interface Settings {
	conversation: ConversationRef;
	/** How many messages are remembered. */
	window: number;
	/** The message being answered. It and what is newer is left out. */
	upTo: string | undefined;
	/** All messages that are being answered: of a burst that started one execution, several. */
	answered: Set<string>;
	includeMedia: boolean;
}

/** @throws NodeOperationError for a conversation that is not named, and for what a field cannot have */
export function readSettings(context: ISupplyDataFunctions, itemIndex: number): Settings {
	const parameter = (name: string, fallback: string | number | boolean = ''): unknown =>
		context.getNodeParameter(name, itemIndex, fallback) as unknown;
	const ofItem = (field: 'messageId' | 'messages'): unknown =>
		context.evaluateExpression(`{{ $json?.${field} }}`, itemIndex) as unknown;
	const refuse = (message: string, description: string) =>
		new NodeOperationError(context.getNode(), message, { description, itemIndex });

	const locator = parameter('conversationId');
	const said = readLocator(locator);
	const participant = isByParticipant(locator) ? cleanAddress(said) : undefined;
	if (!(participant ?? said))
		throw refuse(
			'Conversation is empty',
			'Fill that field, or check that the expression in it gives a value for every item.',
		);
	const length = parameter('contextWindowLength', DEFAULT_WINDOW);
	const window = typeof length === 'string' && !length.trim() ? NaN : Math.floor(Number(length));
	if (!(window >= 1))
		throw refuse(
			`The field Context Window Length must be a number of 1 or more, but it is ${String(length)}`,
			'Correct that field, or the expression in it.',
		);
	const media = parameter('options.includeMedia', false);
	const includeMedia = parseFlag(media);
	if (includeMedia === undefined)
		throw refuse(
			`The field Include Media must be true or false, but it is ${String(media) || 'empty'}`,
			'Correct that field, or the expression in it.',
		);
	const upTo = idIn(parameter('options.upToMessageId', idIn(ofItem('messageId'))));
	const burst = idsIn(ofItem('messages'));
	return {
		conversation: participant === undefined ? { id: said } : { participant },
		window,
		upTo,
		answered: new Set(upTo !== undefined && burst.includes(upTo) ? burst : []),
		includeMedia,
	};
}

const idIn = (value: unknown): string | undefined =>
	typeof value === 'string' && value.trim() ? value.trim() : undefined;

/** The messages of a burst, as the trigger's item lists them. */
const idsIn = (messages: unknown): string[] =>
	Array.isArray(messages)
		? messages.flatMap((message: { messageId?: unknown } | null) => idIn(message?.messageId) ?? [])
		: [];
