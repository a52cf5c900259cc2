/** Ways to start a workflow when somebody writes, each alone in its workflow. */
import { randomUUID } from 'node:crypto';

import type { IDataObject, INode } from 'n8n-workflow';

import type { N8n } from '../../n8n';
import type { Target } from '../emulator';
import { agentPhonePost, telegramPost, type Post } from './events';
import type { Telegram } from './telegram';
import { activate, node } from './workflows';

export interface TriggerContender {
	name: string;
	workflowId: string;
	/** @param genuine whether it is signed with the right secret */
	post(number: number, genuine: boolean): Post;
	/** Whether what is forged is refused before an execution starts. */
	refuses: boolean;
}

export const names = {
	ours: 'AgentPhone Trigger',
	/** Remembers no delivery, as the Telegram Trigger does not. */
	oursForgetful: 'AgentPhone Trigger, Deduplicate off',
	telegram: 'Telegram Trigger',
	code: 'Webhook + Code',
};

const FORGED = 'forged';

export async function agentPhoneTriggers(n8n: N8n, target: Target): Promise<TriggerContender[]> {
	return [
		await agentPhoneTrigger(n8n, target, names.ours, {}),
		// AgentPhone has one webhook: this one takes it over, and both go on with the secret that they got.
		await agentPhoneTrigger(n8n, target, names.oursForgetful, {
			deduplicate: false,
			onConflict: 'replace',
		}),
	];
}

async function agentPhoneTrigger(
	n8n: N8n,
	target: Target,
	name: string,
	options: IDataObject,
): Promise<TriggerContender> {
	const credential = await n8n.client.createCredential('AgentPhone', 'agentPhoneApi', {
		apiKey: target.apiKey,
		baseUrl: target.baseUrl,
	});
	const workflowId = await activate(n8n, [
		{
			...node('AgentPhone Trigger', 'n8n-nodes-agentphone.agentPhoneTrigger', 2, {
				options: options as INode['parameters'],
			}),
			credentials: { agentPhoneApi: { id: credential, name: 'AgentPhone' } },
		},
	]);
	const registered = await fetch(`${target.baseUrl}/v1/webhooks`, {
		headers: { Authorization: `Bearer ${target.apiKey}` },
	});
	const { url, secret } = (await registered.json()) as { url: string; secret: string };
	return {
		name,
		workflowId,
		refuses: true,
		post: (number, genuine) => agentPhonePost(url, genuine ? secret : FORGED, number),
	};
}

export async function telegramTrigger(n8n: N8n, telegram: Telegram): Promise<TriggerContender> {
	const credential = await n8n.client.createCredential('Telegram', 'telegramApi', {
		accessToken: '1:token',
		baseUrl: telegram.baseUrl,
	});
	const workflowId = await activate(n8n, [
		{
			...node('Telegram Trigger', 'n8n-nodes-base.telegramTrigger', 1.5, {
				updates: ['message'],
			}),
			credentials: { telegramApi: { id: credential, name: 'Telegram' } },
		},
	]);
	const { url, secret_token } = telegram.webhook!;
	return {
		name: names.telegram,
		workflowId,
		refuses: true,
		post: (number, genuine) => telegramPost(url, genuine ? secret_token : FORGED, number),
	};
}

const SECRET = 'whsec_bench';
const CODE = `
const { createHmac, timingSafeEqual } = require('crypto');
const { headers } = $input.first().json;
const body = await this.helpers.getBinaryDataBuffer(0, 'data');
const timestamp = headers['x-webhook-timestamp'];
const expected = createHmac('sha256', '${SECRET}').update(timestamp + '.').update(body).digest();
const given = Buffer.from((headers['x-webhook-signature'] || '').slice(7), 'hex');
if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new Error('Forged');
if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) throw new Error('Stale');
return [{ json: JSON.parse(body.toString()) }];
`;

/** n8n's Webhook node, and a Code node that checks the signature of the bytes that came. */
export async function webhookAndCode(n8n: N8n): Promise<TriggerContender> {
	const path = randomUUID();
	const workflowId = await activate(n8n, [
		node('Webhook', 'n8n-nodes-base.webhook', 2.1, {
			httpMethod: 'POST',
			path,
			options: { rawBody: true },
		}),
		node('Code', 'n8n-nodes-base.code', 2, { jsCode: CODE }),
	]);
	return {
		name: names.code,
		workflowId,
		refuses: false,
		post: (number, genuine) =>
			agentPhonePost(`${n8n.url}/webhook/${path}`, genuine ? SECRET : FORGED, number),
	};
}
