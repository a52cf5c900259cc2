import type { Box } from '../box';
import type { Delivery } from './deliveries';

/** What a delivery says of itself, instead of what is right. */
export interface DeliverOptions {
	/** Default: of the webhook of `agentId`, or the master. */
	url?: string;
	secret?: string;
	agentId?: string | null;
	/** `X-Webhook-ID`; default a new one. */
	id?: string;
	/** `X-Webhook-Timestamp`: Unix seconds; default now. */
	timestamp?: number;
	/** `X-Webhook-Signature`, whole; default the right one for secret, timestamp and body. */
	signature?: string;
	/** More headers, or other ones. */
	headers?: Record<string, string>;
	/** How often it is tried; default once. */
	attempts?: number;
}

/**
 * Delivers a body to a webhook. An object is sent as JSON, with the envelope's usual fields where it lacks them;
 * text and bytes are sent as they are.
 *
 * @throws Error when no webhook is registered and no URL is given
 */
export type Deliver = (
	event: string,
	body: Record<string, unknown> | string | Buffer,
	options?: DeliverOptions,
) => Promise<Delivery>;

export const deliverer =
	({ webhooks, deliveries, wire, store }: Box): Deliver =>
	async (event, body, { url, secret, agentId = null, attempts = 1, ...headers } = {}) => {
		const registered = webhooks.for(null, agentId);
		if (!registered && url === undefined) throw new Error('No webhook is registered');
		const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
		const envelope = isRaw
			? undefined
			: {
					event,
					channel: 'imessage',
					timestamp: wire.time(store.clock.stamp()),
					agentId,
					data: {},
					conversationState: null,
					recentHistory: [],
					...body,
				};
		return await deliveries.send({
			event,
			agentId,
			attempts,
			channel: envelope?.channel ?? null,
			body: isRaw ? body : JSON.stringify(envelope),
			target: () => {
				const webhook = webhooks.for(null, agentId);
				return {
					url: url ?? webhook?.url ?? '',
					secret: secret ?? webhook?.secret ?? '',
					timeout: webhook?.timeout ?? 30,
				};
			},
			...headers,
		});
	};
