import {
	NodeApiError,
	NodeOperationError,
	type IHookFunctions,
	type IWebhookFunctions,
} from 'n8n-workflow';

import type { Settings } from '../settings';

/*
 * n8n shows only the message of an activation error, not its description, so the message says what to do.
 */

export function webhookTakenError(
	context: IHookFunctions,
	{ agentId }: Settings,
	registered: string,
	isOwnEarlier: boolean,
) {
	const whose = agentId === undefined ? 'this account' : 'this agent';
	const choices = [
		...(agentId === undefined ? ["set Scope to One Agent to use an agent's own webhook"] : []),
		'set the option On Conflict to Replace to take the webhook over and give it back on deactivation',
		'set the option Registration to Manual to register nothing',
	];
	const earlier = isOwnEarlier
		? ' That is where this workflow received them before: from an n8n with another address, which may still be running.'
		: '';
	return new NodeOperationError(
		context.getNode(),
		`AgentPhone already sends the events of ${whose} to another URL: ${registered}.${earlier} Choose one: ${choices.join('; ')}.`,
		{
			description:
				'AgentPhone has one webhook for the account and one for each agent. Nothing was changed.',
		},
	);
}

/** AgentPhone cannot reach n8n under the URL that n8n believes to be its own. */
export function urlRefusedError(context: IHookFunctions, url: string, { message }: Error) {
	return new NodeOperationError(
		context.getNode(),
		`AgentPhone does not accept the webhook URL ${url} (${message}). Set the environment variable WEBHOOK_URL of n8n to its public HTTPS address, and restart n8n.`,
		{ description: 'A tunnel will do on a local machine.' },
	);
}

/** n8n cannot post a sample to itself. */
export function ownUrlUnreachableError(context: IHookFunctions, url: string, reason: string) {
	const message = `n8n cannot reach its own test URL ${url} (${reason}), so the sample cannot arrive. Set the environment variable WEBHOOK_URL of n8n to an address that reaches it, and restart n8n, or set Test Run With to Real Event.`;
	const error = new NodeOperationError(context.getNode(), message);
	// n8n puts a text of its own in the place of one that names a system's error code.
	error.message = message;
	return error;
}

/** AgentPhone gives up a delivery while it is held. */
export function tooImpatientError(context: IHookFunctions, timeout: number, needed: number) {
	return new NodeOperationError(
		context.getNode(),
		`AgentPhone waits only ${timeout} seconds for an answer to this webhook, and Wait for Pause needs ${needed}. Set the webhook's timeout to that in AgentPhone, or shorten the pause.`,
		{ description: 'With Registration set to Automatic, the node sets the timeout itself.' },
	);
}

/** Puts what to do next into the error's message. */
export function explain(error: unknown): unknown {
	const { message, description } = error as Partial<NodeApiError>;
	if (error instanceof NodeApiError && message && description && !message.includes(description))
		error.message = `${message.replace(/\.$/, '')}. ${description}`;
	return error;
}

/**
 * The secret of a webhook that was registered by hand.
 *
 * @throws NodeOperationError when the credential has none.
 */
export async function ownSecret(context: IHookFunctions | IWebhookFunctions): Promise<string> {
	const { webhookSecret } = await context.getCredentials('agentPhoneApi');
	const secret = String(webhookSecret ?? '').trim();
	if (secret) return secret;
	throw new NodeOperationError(
		context.getNode(),
		'The AgentPhone API credential has no Webhook Secret. With Registration set to Manual, enter there the secret that AgentPhone showed when you set the webhook URL.',
	);
}
