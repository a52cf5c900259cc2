import type { IWebhookFunctions } from 'n8n-workflow';

import { isGenuine, type Delivery } from '../../api/webhook/delivery';
import { isSameUrl, readOwnership } from '../registration/borrowed';
import { WebhookEndpoint } from '../registration/endpoint';
import { ownSecret } from '../registration/errors';
import type { StaticData } from '../registration/staticData';
import type { Settings } from '../settings';
import { after } from './after';
import type { ProcessMemory } from './processMemory';

/** AgentPhone is asked at most so often in a minute, for one webhook, whatever arrives. */
const MOST_QUESTIONS = 6;
const MINUTE = 60_000;
/** A delivery waits no longer than this, in milliseconds, for the answer; AgentPhone delivers it again. */
const LONGEST_WAIT = 8_000;

/** Whether the signature fits the secret, as it is remembered or as AgentPhone has it now. */
export async function isFromAgentPhone(
	context: IWebhookFunctions,
	settings: Settings,
	delivery: Delivery,
	data: StaticData,
	memory: ProcessMemory,
): Promise<boolean> {
	if (settings.registration === 'manual' && !data.sample)
		return isGenuine(delivery, await ownSecret(context).catch(() => undefined));
	const known = currentSecret(data, memory);
	let fits = isGenuine(delivery, known);
	const url = data.url ?? productionUrl(context);
	if (!fits && url && !data.sample) {
		await refreshSecret(context, memory, { url, agentId: settings.agentId, secret: known });
		fits = isGenuine(delivery, currentSecret(data, memory));
	}
	const secret = currentSecret(data, memory);
	if (fits && data.secret !== secret) data.secret = secret;
	return fits;
}

/** n8n gives a webhook only its production URL, so a test run relies on its static data. */
function productionUrl(context: IWebhookFunctions): string | undefined {
	return context.getMode() === 'manual' ? undefined : context.getNodeWebhookUrl('default');
}

/**
 * The one secret that is valid now, as far as is known: static data's, unless AgentPhone has named another since.
 */
function currentSecret(data: StaticData, memory: ProcessMemory): string | undefined {
	return !data.secret || memory.outdated.has(data.secret)
		? (memory.secret ?? data.secret)
		: data.secret;
}

/**
 * Asks AgentPhone for the secret as it is now, because a signature did not fit: AgentPhone makes a new secret whenever
 * the webhook is saved, from wherever. The answer is remembered only if deliveries are still ours to receive, at `url`.
 *
 * Deliveries that arrive while a question is underway wait for its answer; those beyond the bound go without.
 */
async function refreshSecret(
	context: IWebhookFunctions,
	memory: ProcessMemory,
	registration: { url: string; agentId: string | undefined; secret: string | undefined },
): Promise<void> {
	if (!memory.asking) {
		const now = Date.now();
		memory.asked = memory.asked.filter((at) => at > now - MINUTE);
		if (memory.asked.length >= MOST_QUESTIONS) return;
		memory.asked.push(now);
		memory.asking = ask(context, memory, registration).finally(() => {
			memory.asking = undefined;
		});
	}
	await Promise.race([memory.asking, after(LONGEST_WAIT)]);
}

async function ask(
	context: IWebhookFunctions,
	memory: ProcessMemory,
	{ url, agentId, secret }: Parameters<typeof refreshSecret>[2],
) {
	try {
		const endpoint = await WebhookEndpoint.of(context, agentId);
		const found = await endpoint.read();
		if (!found?.secret || !isSameUrl(readOwnership(found).receiver, url)) return;
		if (secret && secret !== found.secret) memory.outdated.add(secret);
		memory.secret = found.secret;
	} catch (error) {
		context.logger.warn(
			`The AgentPhone webhook's secret could not be read again: ${(error as Error).message}`,
		);
	}
}
