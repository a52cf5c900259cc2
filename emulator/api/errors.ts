import type { AgentPhone } from 'agentphone';

/** The three bodies in which AgentPhone tells what went wrong. */
export type ErrorShape = 'error' | 'detail' | 'validation';

/** One field that is wrong, as FastAPI reports it: where it is, what is wrong, and of what kind that is. */
export type FieldError = AgentPhone.ValidationError;

/** A request that is not carried out. */
export class ApiError extends Error {
	constructor(
		readonly status: number,
		readonly code: string,
		message: string,
		/** For 422: the fields that are wrong. */
		readonly fields: FieldError[] = [],
		/** Seconds after which it may be asked again. */
		readonly retryAfter?: number,
	) {
		super(message);
	}
}

export const badRequest = (message: string, code = 'VALIDATION_ERROR') =>
	new ApiError(400, code, message);
export const notFound = (what: string) => new ApiError(404, 'NOT_FOUND', `${what} not found`);
export const malformed = (loc: FieldError['loc'], msg: string, type = 'value_error') =>
	new ApiError(422, 'VALIDATION_ERROR', msg, [{ loc, msg, type }]);

/** Writes an error in one of its shapes. A list of fields is always written as such, as FastAPI does. */
export function errorBody({ code, message, fields }: ApiError, shape: ErrorShape) {
	if (fields.length > 0 || shape === 'validation') {
		const list =
			fields.length > 0 ? fields : [{ loc: ['body'], msg: message, type: 'value_error' }];
		return { detail: list } satisfies AgentPhone.HttpValidationError;
	}
	if (shape === 'detail') return { detail: message };
	return { error: { message, code, type: 'api_error', details: [] } };
}

const STATUS_CODES: Record<number, [code: string, message: string]> = {
	400: ['VALIDATION_ERROR', 'Invalid request'],
	401: ['UNAUTHORIZED', 'Invalid or missing API key'],
	402: ['INSUFFICIENT_BALANCE', 'Account balance is too low'],
	403: ['FORBIDDEN', 'This key may not do that'],
	404: ['NOT_FOUND', 'Not found'],
	409: ['CONFLICT', 'Already exists'],
	422: ['VALIDATION_ERROR', 'Unprocessable request'],
	429: ['RATE_LIMITED', 'Too many requests'],
	500: ['INTERNAL_ERROR', 'Internal server error'],
	502: ['CARRIER_ERROR', 'The carrier did not accept the message'],
	503: ['SERVICE_UNAVAILABLE', 'Service unavailable'],
	504: ['GATEWAY_TIMEOUT', 'Gateway timeout'],
};

/** What AgentPhone refuses a message with that it would take from, or to, others: no waiting helps. */
const REFUSALS = {
	CONVERSATION_STREAK_LIMIT: [429, 'Too many messages in a row without an answer'],
	CONVERSATION_AWAITING_REPLY: [429, 'The recipient has not replied yet'],
	CONVERSATION_INACTIVE: [429, 'The recipient must write or react first'],
	OUTBOUND_LIMIT_REACHED: [429, 'Daily outbound limit of this line reached'],
	NEW_CONVERSATION_LIMIT_REACHED: [429, 'Daily limit of new conversations of this line reached'],
	INBOUND_ONLY: [400, 'This number can only receive messages'],
	RESTRICTED_DESTINATION: [403, 'Emergency or restricted destination'],
	UNREGISTERED_NUMBER: [
		403,
		'This number is not registered for 10DLC; messages with links are not sent',
	],
	WHATSAPP_NOT_ENABLED: [403, 'WhatsApp is not enabled for this account'],
} as const;
export type RefusalCode = keyof typeof REFUSALS;

export function refusal(code: RefusalCode): ApiError {
	const [status, message] = REFUSALS[code];
	return new ApiError(status, code, message);
}

/** What AgentPhone says with a status when there is nothing particular to say. */
export function errorOfStatus(status: number): ApiError {
	const [code, message] = STATUS_CODES[status] ?? ['ERROR', `Status ${status}`];
	return new ApiError(status, code, message);
}
