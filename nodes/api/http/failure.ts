import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';

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

const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
