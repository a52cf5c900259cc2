import { createHmac, randomBytes, randomUUID } from 'crypto';

import { sleep, type IHookFunctions } from 'n8n-workflow';

import { ownUrlUnreachableError } from './errors';
import { whyUnreachable } from './reachable';
import { SAMPLES, type SampleName } from '../samples';
import type { StaticData } from './staticData';

/** n8n knows the test's static data only a moment after the registration is done. In milliseconds. */
const UNTIL_N8N_LISTENS = 1_000;
const ATTEMPTS = 3;

/**
 * Starts a test run with a sample: nothing is registered, so AgentPhone and the live workflow notice nothing. The sample
 * is signed and posted to n8n's test URL like a real delivery, and takes the same way through the node.
 *
 * @throws NodeOperationError when n8n cannot reach that URL
 */
export async function deliverSample(
	context: IHookFunctions,
	sample: SampleName,
	data: StaticData,
	url: string,
) {
	const reason = await whyUnreachable(context, url);
	if (reason !== undefined) throw ownUrlUnreachableError(context, url, reason);
	const secret = `whsec_${randomBytes(24).toString('hex')}`;
	Object.assign(data, { url, secret, sample: true });
	void postUntilTaken(context, sample, secret, url);
}

async function postUntilTaken(...delivery: Parameters<typeof post>) {
	const [context, , , url] = delivery;
	let failure = '';
	for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
		await sleep(UNTIL_N8N_LISTENS * attempt);
		try {
			return await post(...delivery);
		} catch (error) {
			failure = (error as Error).message;
		}
	}
	context.logger.warn(`The sample could not be posted to the test URL ${url}: ${failure}`);
}

async function post(context: IHookFunctions, sample: SampleName, secret: string, url: string) {
	const envelope = SAMPLES[sample];
	const body = JSON.stringify(envelope);
	const timestamp = String(Math.floor(Date.now() / 1000));
	const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
	await context.helpers.httpRequest({
		method: 'POST',
		url,
		body,
		headers: {
			'Content-Type': 'application/json',
			'X-Webhook-Signature': `sha256=${signature}`,
			'X-Webhook-Timestamp': timestamp,
			'X-Webhook-ID': randomUUID(),
			'X-Webhook-Event': envelope.event,
		},
	});
}
