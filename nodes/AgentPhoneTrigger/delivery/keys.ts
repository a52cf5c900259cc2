import type { IWebhookFunctions } from 'n8n-workflow';

import type { StaticData } from '../registration/staticData';
import type { Settings } from '../settings';

/** What a delivery is verified against. */
export interface Keys {
	/** Registered by this node, or entered in the credential; `undefined` when it is not known any more. */
	secret: string | undefined;
	/** Where the registration leads; `undefined` where nobody but this node knows the secret. */
	url: string | undefined;
}

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
