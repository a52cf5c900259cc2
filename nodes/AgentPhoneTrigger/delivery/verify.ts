import type { IWebhookFunctions } from 'n8n-workflow';

import { describeUnfit, type Delivery } from '../../api/webhook/delivery';
import type { StaticData } from '../registration/staticData';
import type { Settings } from '../settings';
import type { Present } from './present';
import type { Refusal } from './refusals';
import type { WebhookMemory } from './webhookMemory';

/** What a delivery is verified against. */
export interface Keys {
	/** Registered by this node, or entered in the credential; `undefined` when it is not known any more. */
	secret: string | undefined;
	/** Where the registration leads; `undefined` where nobody but this node knows the secret. */
	url: string | undefined;
}

/**
 * Judges whether a delivery is AgentPhone's own. A signature that does not fit may mean a new secret, so AgentPhone is
 * asked. Only what was asked after the delivery had arrived proves that it is forged; as long as that is missing, it is
 * not judged, and AgentPhone comes back with it.
 *
 * @returns the secret that it was signed with, or why it is not taken
 */
export async function verify(
	delivery: Delivery,
	tolerance: number,
	{ secret: stored, url }: Keys,
	{ secrets, questions }: WebhookMemory,
	askAgentPhone: () => Promise<Present>,
): Promise<{ secret: string } | Refusal> {
	const arrivedAt = Date.now();
	const unfit = describeUnfit(delivery, arrivedAt, tolerance);
	if (unfit) return { status: 401, ...unfit };
	for (;;) {
		const secret = secrets.accept(delivery, stored);
		if (secret !== undefined) return { secret };
		if (secrets.wasOnItsWay(delivery))
			return unjudged('it was signed with the former secret while that was being replaced');
		if (url === undefined) return forged('its signature does not fit');

		const answer = await questions.ask(arrivedAt, askAgentPhone);
		if (!answer)
			return unjudged(
				'its signature does not fit, and AgentPhone could not be asked for a new secret yet',
			);
		if ('failure' in answer)
			return unjudged(
				`its signature does not fit, and AgentPhone could not be asked for a new secret: ${answer.failure}`,
			);
		const { leadsHere, secret: named } = answer.value;
		if (named !== undefined && leadsHere) secrets.hear(named);
		const fits = secrets.accept(delivery, stored);
		if (fits !== undefined) return { secret: fits };
		// The secret may have been replaced between the question and this delivery.
		if (answer.askedAt < arrivedAt) continue;
		if (!leadsHere)
			return forged('its signature does not fit, and AgentPhone delivers to another URL');
		if (named === undefined)
			return unjudged('its signature does not fit, and AgentPhone does not show the secret');
		if (!secrets.isProven(named, stored))
			return unjudged(
				'its signature fits neither the known secret nor the one that AgentPhone shows',
			);
		return forged('its signature does not fit');
	}
}

const forged = (reason: string): Refusal => ({ status: 401, kind: 'forged', reason });
const unjudged = (reason: string): Refusal => ({ status: 503, kind: 'unjudged', reason });

/** What this run of the node verifies with. */
export async function readKeys(
	context: IWebhookFunctions,
	{ registration }: Settings,
	data: StaticData,
): Promise<Keys> {
	if (data.sample) return { secret: data.secret, url: undefined };
	if (registration === 'manual') {
		const credentials = await context.getCredentials('agentPhoneApi').catch(() => undefined);
		const secret = String(credentials?.webhookSecret ?? '').trim();
		return { secret: secret || undefined, url: context.getNodeWebhookUrl('default') };
	}
	return { secret: data.secret, url: data.url ?? productionUrl(context) };
}

/** n8n gives a webhook only its production URL, so a test run relies on its static data. */
function productionUrl(context: IWebhookFunctions): string | undefined {
	return context.getMode() === 'manual' ? undefined : context.getNodeWebhookUrl('default');
}
