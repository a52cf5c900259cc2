import { createHmac } from 'node:crypto';

import type { Delivery } from '../../nodes/api/webhook/delivery';

/** A delivery as AgentPhone signs it, at a time in milliseconds since the epoch. */
export function signDelivery(secret: string, signedAt: number, body = '{"event":"x"}'): Delivery {
	const timestamp = String(Math.floor(signedAt / 1_000));
	const hmac = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
	return { body: Buffer.from(body), timestamp, id: 'delivery', signature: `sha256=${hmac}` };
}
