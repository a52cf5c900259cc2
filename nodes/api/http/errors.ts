import type { INode } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import { readApiMessage, type Failure } from './failure';
import { readHint, type Hint } from './hints';

/** What AgentPhone's own words do not say. */
export interface Explanation {
	/** What happened, in the place of AgentPhone's words. */
	summary?: string;
	/** What to do next, in the place of any hint. */
	advice?: string;
	/** What the endpoint knows of its failures. */
	hints?: readonly Hint[];
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
export function apiError(
	node: INode,
	failure: Failure,
	{ summary, advice, hints = [] }: Explanation = {},
) {
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
			description: `${passedOn}${advice ?? readHint(failure.status, message, hints)}` || undefined,
			httpCode: status,
		},
	);
	// n8n puts a text of its own in the place of one that names an error code such as ECONNRESET.
	error.message = shown;
	if (failure.maybeDone) error.context.maybeDone = true;
	if (message.code) error.context.code = message.code;
	return error;
}

/** The HTTP status in an error of the API; 0 when there was no answer. */
export function statusOf(error: unknown): number {
	return Number((error as Partial<NodeApiError>)?.httpCode ?? 0) || 0;
}

/** Takes an error for nothing when it says that there is nothing (any more), and passes every other on. */
export async function unlessGone(error: unknown): Promise<undefined> {
	return statusOf(error) === 404 ? undefined : await Promise.reject(error);
}

/**
 * Whether a refusal may be about what was done before: an earlier attempt's answer was lost, and now the contact exists
 * already, or is gone.
 *
 * @param wasTried whether there were attempts before those of this request
 */
export function isAfterLostAnswer(error: unknown, status: number, wasTried = false): boolean {
	if (!(error instanceof NodeApiError) || statusOf(error) !== status) return false;
	return wasTried || error.context.triedBefore === true;
}
