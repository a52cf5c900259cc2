import { randomBytes } from 'node:crypto';

import type { Api } from '../api';
import type { Owner } from '../owner';
import { objectOf, rowsOf } from '../sample';
import { Hearing, type Attempt } from './hearing';
import { checkWay, listen, type Place } from './listener';
import { Registration, type Deletions } from './registration';

export interface WebhookOptions extends Place {
	/** Where AgentPhone reaches this computer. */
	url: string;
	/** Whose webhook; the account's unless it is said. */
	agentId?: string;
	/** How many seconds an answer, or a retry, is waited for. */
	patience: number;
	wait: (milliseconds: number) => Promise<void>;
}

/** The one text that is sent while the webhook is registered. */
export interface TextToSend {
	number: string;
	send: () => Promise<void>;
}

export interface WebhookTrial extends Deletions {
	/** The owner's deliveries, attempt by attempt. */
	attempts: Attempt[];
	/** The deliveries that AgentPhone will not try again. */
	over: Set<string>;
	/** Why no text was sent. */
	textProblem?: string;
}

export const WEBHOOK_CONSENT = `--webhook: this URL is registered instead of the present webhook, and that is given back at the end; AgentPhone makes a new secret for it. A test delivery is asked for. Test deliveries, and with --send-to the texts from and to that number, are answered with 500 and then with 400, to see what is tried again. What is delivered for anybody else meanwhile is answered with 503, so that AgentPhone tries it again later; whether that reaches your webhook is one of the open points. Choose a quiet time, or an agent without a webhook of its own (--agent).`;

const POLL = 2_000;

/**
 * Registers a webhook, hears what is delivered to it, and gives the former registration back.
 *
 * @throws Error before anything is registered when the URL does not lead here
 */
export async function tryWebhook(
	api: Api,
	owner: Owner,
	options: WebhookOptions,
	text?: TextToSend,
): Promise<WebhookTrial> {
	const { url, agentId } = options;
	const path = agentId ? `/v1/agents/${encodeURIComponent(agentId)}/webhook` : '/v1/webhooks';
	const registration = await Registration.of(api, path);
	const hearing = new Hearing(registration, url, options.wait);
	const stopListening = await listen(options, async (received) => await hearing.answer(received));
	try {
		await checkWay(url, randomBytes(16).toString('hex'));
		const trial: WebhookTrial = { attempts: hearing.attempts, over: new Set() };
		try {
			await registration.register(url);
			hearing.isTesting = true;
			await api.request({ method: 'POST', path: `${path}/test` });
			hearing.isTesting = false;
			if (text) trial.textProblem = await exchangeTexts(hearing, owner, options, text);
			await waitUntil(options, async () => await isConcluded(api, trial));
		} finally {
			await hearing.close();
			Object.assign(trial, await registration.giveBack(owner));
		}
		return trial;
	} finally {
		await stopListening();
	}
}

/** @returns why no text was sent */
async function exchangeTexts(
	hearing: Hearing,
	owner: Owner,
	options: WebhookOptions,
	{ number, send }: TextToSend,
): Promise<string | undefined> {
	hearing.number = number;
	try {
		await send();
	} catch (error) {
		return (error as Error).message;
	}
	owner.tell('The text is sent. Please answer it from that phone now, with any word.');
	await waitUntil(options, () => hasAnswered(hearing.attempts));
	return undefined;
}

export const hasAnswered = (attempts: Attempt[]) =>
	attempts.some(({ isTest, data }) => !isTest && data.direction === 'inbound');

/** Whether nothing is tried again any more. Where something real was delivered, a test delivery need not be waited for. */
async function isConcluded(api: Api, { attempts, over }: WebhookTrial): Promise<boolean> {
	const answer = await api.request({
		method: 'GET',
		path: '/v1/webhooks/deliveries',
		query: { limit: 100 },
	});
	for (const { id, status, nextRetryAt } of rowsOf(objectOf(answer)?.items))
		if (status === 'failed' && nextRetryAt === null) over.add(String(id));
	const real = attempts.filter(({ isTest }) => !isTest);
	const ids = new Set((real.length > 0 ? real : attempts).map(({ id }) => id));
	return [...ids].every(
		(id) => over.has(id) || attempts.filter((attempt) => attempt.id === id).length > 2,
	);
}

async function waitUntil(
	{ patience, wait }: WebhookOptions,
	isTrue: () => boolean | Promise<boolean>,
): Promise<void> {
	for (let waited = 0; !(await isTrue()) && waited < patience * 1_000; waited += POLL)
		await wait(POLL);
}
