import type { IWebhookFunctions } from 'n8n-workflow';

import { isSameUrl, readOwnership } from '../registration/borrowed';
import { WebhookEndpoint } from '../registration/endpoint';
import type { Settings } from '../settings';

/** One attempt, and a short one: a delivery is waiting, and AgentPhone comes back with it. */
const SHORT = { attempts: 1, answer: 8_000 };

/** What AgentPhone says of the webhook as it is now. */
export interface Present {
	/** Whether its deliveries come here. */
	leadsHere: boolean;
	/** `undefined` where it is not shown, or only in part. */
	secret: string | undefined;
}

/**
 * Asks AgentPhone for the webhook as it is now. One that was set by hand may be known to n8n under another URL, behind a
 * proxy for instance, so there any URL will do.
 */
export async function readPresent(
	context: IWebhookFunctions,
	{ agentId, registration }: Settings,
	url: string,
): Promise<Present> {
	const endpoint = await WebhookEndpoint.of(context, agentId || undefined, SHORT);
	const found = await endpoint.read();
	const leadsHere =
		found !== undefined &&
		(registration === 'manual' || isSameUrl(readOwnership(found).receiver, url));
	return { leadsHere, secret: found?.secret };
}
