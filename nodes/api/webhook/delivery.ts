import { createHmac, timingSafeEqual } from 'crypto';

import { markOf } from '../model/mark';

/**
 * One delivery as it came over the wire: the exact bytes, and the headers that AgentPhone sends with them
 * (https://docs.agentphone.ai/guides/webhooks). Whoever knows the URL can send anything here.
 */
export interface Delivery {
	body: Uint8Array;
	/** `X-Webhook-Signature`: `sha256=<hex>`. */
	signature: string;
	/** `X-Webhook-Timestamp`: seconds since the epoch. */
	timestamp: string;
	/** `X-Webhook-ID`: the same for each attempt to deliver. Not covered by the signature. */
	id: string;
}

type Headers = Record<string, string | string[] | undefined>;

/** Reads what arrived. A header that is missing, or came more than once, is one that fits nothing. */
export function readDelivery(headers: Headers, body: unknown): Delivery {
	const header = (name: string) => {
		const value = headers[name];
		return typeof value === 'string' ? value : '';
	};
	return {
		body: body instanceof Uint8Array ? body : new Uint8Array(),
		signature: header('x-webhook-signature'),
		timestamp: header('x-webhook-timestamp'),
		id: header('x-webhook-id'),
	};
}

const SIGNATURE = /^sha256=[0-9a-f]{64}$/i;
const TIMESTAMP = /^\d{1,12}$/;

/** Why something that arrived cannot be a genuine delivery, whatever its secret is. */
export interface Unfit {
	kind: 'malformed' | 'stale';
	reason: string;
}

/**
 * Whether a delivery has the form of a genuine one and its timestamp is at most `tolerance` seconds away from `now`
 * (in milliseconds), before or after. Costs next to nothing: what fails here is not worth a hash.
 *
 * @returns `undefined` when it has
 */
export function describeUnfit(
	delivery: Delivery,
	now: number,
	tolerance: number,
): Unfit | undefined {
	const { signature, timestamp, body } = delivery;
	if (!signature) return malformed('it has no signature');
	if (!SIGNATURE.test(signature)) return malformed('its signature is not of the form sha256=<hex>');
	if (!TIMESTAMP.test(timestamp)) return malformed('its timestamp is no number of seconds');
	if (!body.length) return malformed('it has no body');
	const age = now / 1000 - Number(timestamp);
	if (Math.abs(age) <= tolerance) return undefined;
	const seconds = `${Math.ceil(Math.abs(age))} seconds ${age > 0 ? 'old' : 'ahead of this clock'}`;
	return {
		kind: 'stale',
		reason: `its timestamp is ${seconds}, more than the Timestamp Tolerance of ${tolerance}`,
	};
}

const malformed = (reason: string): Unfit => ({ kind: 'malformed', reason });

/**
 * Whether a delivery was signed with the secret: HMAC-SHA256 (RFC 2104) over `<timestamp>.` and the body's bytes,
 * compared in constant time. Without a secret nothing is genuine. Never throws.
 */
export function isGenuine(delivery: Delivery, secret: string | undefined): boolean {
	if (!secret || !SIGNATURE.test(delivery.signature)) return false;
	const expected = createHmac('sha256', secret)
		.update(`${delivery.timestamp}.`)
		.update(delivery.body)
		.digest();
	return timingSafeEqual(expected, Buffer.from(delivery.signature.slice('sha256='.length), 'hex'));
}

/**
 * What a delivery is known by, as short marks (see {@link file://../model/mark.ts}): its ID and its signature. The ID is the same for
 * each attempt but not signed; the signature stays the same when somebody sends a recorded delivery again under
 * another ID.
 */
export function marksOf(delivery: Delivery): { id: string | undefined; signature: string } {
	return {
		id: delivery.id ? markOf(delivery.id) : undefined,
		signature: markOf(delivery.signature.toLowerCase()),
	};
}
