import { deleteWebhook, getWebhook, setWebhook } from '../../api/endpoints/webhooks';
import { Api, type ApiContext } from '../../api/http/api';
import { unlessGone } from '../../api/http/errors';
import type { Policy } from '../../api/http/policy';
import type { Webhook } from '../../api/model/types';
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
		private readonly agentId: string | undefined,
	) {}

	/**
	 * @param agentId the agent; `undefined` for the account
	 * @param policy where less patience is wanted than usual
	 */
	static async of(
		context: ApiContext,
		agentId: string | undefined,
		policy?: Partial<Policy>,
	): Promise<WebhookEndpoint> {
		return new WebhookEndpoint(await Api.for(context, policy), agentId);
	}

	/** @returns what is registered, without a secret that is not shown whole; `undefined` when nothing is */
	async read(): Promise<Registered | undefined> {
		const webhook = await getWebhook(this.api, this.agentId);
		return webhook && { ...webhook, secret: isWhole(webhook.secret) ? webhook.secret : undefined };
	}

	async write(owner: Owner): Promise<Webhook> {
		return await setWebhook(this.api, this.agentId, owner);
	}

	/** Removes what is registered; where nothing is (any more), all is well. */
	async remove(): Promise<void> {
		await deleteWebhook(this.api, this.agentId).catch(unlessGone);
	}
}

/** Whether a secret is shown whole, not with stars or dots in the place of its characters. */
const isWhole = (secret: unknown) =>
	typeof secret === 'string' && secret !== '' && !/[*•…]|\.\.\./.test(secret);
