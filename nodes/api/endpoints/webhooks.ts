import type { Api } from '../http/api';
import { path } from '../http/path';
import { webhookHints } from './hints/webhooks';
import type { Webhook } from '../model/types';

/** What can be said of a webhook. What is left out is AgentPhone's default. */
export type WebhookSettings = Pick<Webhook, 'url'> &
	Partial<Pick<Webhook, 'contextLimit' | 'timeout'>>;

/** @param agentId the agent whose webhook is meant; `undefined` for the account's */
const pathOf = (agentId: string | undefined) =>
	agentId === undefined ? '/v1/webhooks' : path`/v1/agents/${agentId}/webhook`;

/** @returns `undefined` where none is set */
export async function getWebhook(
	api: Api,
	agentId: string | undefined,
): Promise<Webhook | undefined> {
	const webhook = await api.request<Webhook | null>({ path: pathOf(agentId) });
	return webhook?.url ? webhook : undefined;
}

/**
 * Registers a webhook over whatever is registered, with a new secret each time. Repeated, the last secret counts, which
 * is the one that is returned.
 */
export async function setWebhook(
	api: Api,
	agentId: string | undefined,
	{ url, contextLimit, timeout }: WebhookSettings,
): Promise<Webhook> {
	return await api.request({
		method: 'POST',
		path: pathOf(agentId),
		body: {
			url,
			...(contextLimit !== undefined && { contextLimit }),
			...(timeout !== undefined && { timeout }),
		},
		repeat: 'safe',
		hints: webhookHints,
	});
}

export async function deleteWebhook(api: Api, agentId: string | undefined): Promise<void> {
	await api.request({ method: 'DELETE', path: pathOf(agentId) });
}
