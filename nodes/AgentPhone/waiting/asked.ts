import type { IDataObject, IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { Question } from '../../api/dialogue/answer';

/** What became of an item when the node ran: a question that waits or is answered already, or a failure. */
export type Asked = { question: Question; answered?: IDataObject } | { failed: IDataObject };

/** The name in n8n's context of the node, which is stored with the execution that waits. */
const NAME = 'asked';

/** Keeps what was asked, in the order of the items. It is text, because n8n copies and freezes what is not. */
export function rememberAsked(context: IExecuteFunctions, asked: readonly Asked[]) {
	context.getContext('node')[NAME] = JSON.stringify(asked);
}

/**
 * What the waiting execution asked. An expression is the only way from a webhook to what is stored with the execution.
 *
 * @returns nothing when it asked nothing, or what is stored is not ours
 */
export function recallAsked(context: IWebhookFunctions): Asked[] {
	const name = JSON.stringify(context.getNode().name);
	const stored: unknown = context.evaluateExpression(
		`{{ $node[${name}].context[${JSON.stringify(NAME)}] }}`,
	);
	const asked: unknown = typeof stored === 'string' ? JSON.parse(stored) : [];
	return Array.isArray(asked) ? (asked as Asked[]) : [];
}
