import type { IDataObject, IHttpRequestMethods, INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { readHint } from './hints';

/** Something that is wrong on this side of the API. The message says what, `advice` what to do about it. */
export class AdvisedError extends Error {
	constructor(
		message: string,
		readonly advice: string,
	) {
		super(message);
		this.name = new.target.name;
	}
}

/**
 * What n8n shows, whatever was thrown: its own errors as they are, others with their `advice`, where they have
 * one, as the description.
 */
export function toNodeError(node: INode, error: unknown): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	const thrown = error instanceof Error ? error : new Error(String(error));
	const description = 'advice' in thrown ? String(thrown.advice) : undefined;
	const nodeError = new NodeOperationError(node, thrown, { description });
	nodeError.message = thrown.message;
	return nodeError;
}

/** What is known of a request that did not succeed. `status` is 0 when no answer came. */
export interface Failure {
	method: IHttpRequestMethods;
	/** The path, without host and query. */
	path: string;
	status: number;
	/** What was answered: parsed JSON, or text. */
	body: unknown;
	/** Whether what was asked for may have been done all the same: the answer was lost. */
	maybeDone?: boolean;
	/** The API key and the webhook secret: taken out of every text, should the API repeat them. */
	secrets: string[];
}

/** AgentPhone's own words, whichever of its three error shapes they came in. */
export interface ApiMessage {
	text: string;
	code?: string;
}

/**
 * Reads AgentPhone's error bodies: `{error: {message, code, details}}`, `{detail: "text"}` and, for 422,
 * `{detail: [{loc, msg, type}]}`. Gives an empty text for anything else.
 */
export function readApiMessage(body: unknown): ApiMessage {
	if (!isObject(body)) return { text: '' };
	const { error, detail, message } = body;
	if (isObject(error)) {
		const details = Array.isArray(error.details) ? error.details.map(readDetail) : [];
		return {
			text: [error.message, ...details].filter(isText).join('; '),
			code: isText(error.code) ? error.code : undefined,
		};
	}
	if (Array.isArray(detail)) return { text: detail.map(readDetail).filter(isText).join('; ') };
	return { text: [error, detail, message].find(isText) ?? '' };
}

/** One entry of `details` or of a 422's `detail`: the field, a colon, and what is wrong with it. */
function readDetail(detail: unknown): string {
	if (isText(detail)) return detail;
	if (!isObject(detail)) return '';
	const place = Array.isArray(detail.loc)
		? detail.loc.filter((part) => !['body', 'query', 'path'].includes(String(part))).join('.')
		: detail.field;
	const text = [detail.msg, detail.message].find(isText) ?? '';
	return isText(place) ? `${place}: ${text}` : text;
}

/** Takes secrets out of a text that is about to be shown, also as they are written in a URL. */
export function redact(text: string, secrets: string[]): string {
	return secrets
		.filter(Boolean)
		.flatMap((secret) => [secret, encodeURIComponent(secret)])
		.reduce((shown, secret) => shown.replaceAll(secret, '***'), text);
}

/**
 * The error that the builder of the flow sees: AgentPhone's own words as the message, what to do next as the
 * description.
 */
export function apiError(node: INode, failure: Failure, summary?: string, advice?: string) {
	const message = readApiMessage(failure.body);
	const clean = (text: string) => redact(text, failure.secrets);
	const status = failure.status ? String(failure.status) : undefined;
	const shown = clean(summary ?? (message.text || `AgentPhone answered with status ${status}`));
	const passedOn = summary && message.text ? `AgentPhone says: ${clean(message.text)}. ` : '';
	const error = new NodeApiError(
		node,
		{
			message: shown,
			request: clean(`${failure.method} ${failure.path}`),
			...(status ? { status } : {}),
			...(message.code ? { code: message.code } : {}),
		},
		{
			message: shown,
			description: `${passedOn}${advice ?? readHint(failure, message)}` || undefined,
			httpCode: status,
		},
	);
	// n8n puts a text of its own in the place of one that names an error code such as ECONNRESET.
	error.message = shown;
	if (failure.maybeDone) error.context.maybeDone = true;
	return error;
}

const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
