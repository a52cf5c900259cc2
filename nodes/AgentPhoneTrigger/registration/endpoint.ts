import type { NodeApiError } from 'n8n-workflow';

import { Api, path, type ApiContext, type Limits } from '../../api/http/api';
import type { JsonObject, Webhook } from '../../api/model/types';
import type { Owner } from './borrowed';

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

	/** @returns what is registered; `undefined` when nothing is */
	async read(): Promise<Webhook | undefined> {
		const webhook = await this.api.request<Webhook | null>({ path: this.path });
		return webhook?.url ? webhook : undefined;
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

/** Takes an error for nothing when it says that there is nothing (any more), and passes every other on. */
export async function unlessGone(error: unknown): Promise<undefined> {
	return statusOf(error) === 404 ? undefined : await Promise.reject(error);
}

/** The HTTP status in an error of {@link Api.request}; 0 when there was no answer. */
export function statusOf(error: unknown): number {
	return Number((error as Partial<NodeApiError>)?.httpCode ?? 0) || 0;
}
