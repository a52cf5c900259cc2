import type { NodeApiError } from 'n8n-workflow';

import { Api, path, type ApiContext, type Limits } from '../../api/http/api';
import type { JsonObject, Webhook } from '../../api/model/types';
import type { Owner } from './borrowed';

/** A webhook as AgentPhone shows it, which need not be with its secret. */
export type Registered = Omit<Webhook, 'secret'> & { secret: string | undefined };

/**
 * The one webhook of the account, or of an agent, at AgentPhone: read, written, removed. Writing overwrites, and makes
 * a new secret each time (https://docs.agentphone.ai/api-reference/webhooks).
 */
export class WebhookEndpoint {
	private constructor(
		private readonly api: Api,
		private readonly path: string,
	) {}

	/**
	 * @param agentId the agent; `undefined` for the account
	 * @param limits where less patience is wanted than usual
	 */
	static async of(
		context: ApiContext,
		agentId: string | undefined,
		limits?: Limits,
	): Promise<WebhookEndpoint> {
		return new WebhookEndpoint(
			await Api.for(context, limits),
			agentId === undefined ? '/v1/webhooks' : path`/v1/agents/${agentId}/webhook`,
		);
	}

	/** @returns what is registered, without a secret that is not shown whole; `undefined` when nothing is */
	async read(): Promise<Registered | undefined> {
		const webhook = await this.api.request<Webhook | null>({ path: this.path });
		if (!webhook?.url) return undefined;
		return { ...webhook, secret: isWhole(webhook.secret) ? webhook.secret : undefined };
	}

	async write({ url, contextLimit, timeout }: Owner): Promise<Webhook> {
		const body: JsonObject = { url };
		if (contextLimit !== undefined) body.contextLimit = contextLimit;
		if (timeout !== undefined) body.timeout = timeout;
		return await this.api.request<Webhook>({
			method: 'POST',
			path: this.path,
			body,
			repeat: 'safe',
		});
	}

	/** Removes what is registered; where nothing is (any more), all is well. */
	async remove(): Promise<void> {
		await this.api.request({ method: 'DELETE', path: this.path }).catch(unlessGone);
	}
}

/** Whether a secret is shown whole, not with stars or dots in the place of its characters. */
const isWhole = (secret: unknown) =>
	typeof secret === 'string' && secret !== '' && !/[*•…]|\.\.\./.test(secret);

/** Takes an error for nothing when it says that there is nothing (any more), and passes every other on. */
export async function unlessGone(error: unknown): Promise<undefined> {
	return statusOf(error) === 404 ? undefined : await Promise.reject(error);
}

/** The HTTP status in an error of {@link Api.request}; 0 when there was no answer. */
export function statusOf(error: unknown): number {
	return Number((error as Partial<NodeApiError>)?.httpCode ?? 0) || 0;
}
