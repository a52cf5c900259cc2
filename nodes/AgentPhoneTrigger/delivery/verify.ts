import { describeUnfit, type Delivery } from '../../api/webhook/delivery';
import type { Keys } from './keys';
import type { Present } from './present';
import type { Refusal } from './refusals';
import type { WebhookMemory } from './webhookMemory';

/**
 * Judges whether a delivery is AgentPhone's own. A signature that does not fit may mean a new secret, so AgentPhone is
 * asked. Only what was asked after the delivery had arrived proves that it is forged; as long as that is missing, it is
 * not judged, and AgentPhone comes back with it.
 *
 * @returns the secret that it was signed with, or why it is not taken
 */
export async function verify(
	delivery: Delivery,
	tolerance: number,
	{ secret: stored, url }: Keys,
	{ secrets, questions }: Pick<WebhookMemory, 'secrets' | 'questions'>,
	askAgentPhone: () => Promise<Present>,
): Promise<{ secret: string } | Refusal> {
	const arrivedAt = Date.now();
	const unfit = describeUnfit(delivery, arrivedAt, tolerance);
	if (unfit) return { status: 401, ...unfit };
	for (;;) {
		const secret = secrets.accept(delivery, stored);
		if (secret !== undefined) return { secret };
		if (secrets.wasOnItsWay(delivery))
			return unjudged('it was signed with the former secret while that was being replaced');
		if (url === undefined) return forged('its signature does not fit');

		const answer = await questions.ask(arrivedAt, askAgentPhone);
		if (!answer)
			return unjudged(
				'its signature does not fit, and AgentPhone could not be asked for a new secret yet',
			);
		if ('failure' in answer)
			return unjudged(
				`its signature does not fit, and AgentPhone could not be asked for a new secret: ${answer.failure}`,
			);
		const { leadsHere, secret: named } = answer.value;
		if (named !== undefined && leadsHere) secrets.hear(named);
		const fits = secrets.accept(delivery, stored);
		if (fits !== undefined) return { secret: fits };
		// The secret may have been replaced between the question and this delivery.
		if (answer.askedAt < arrivedAt) continue;
		if (!leadsHere)
			return forged('its signature does not fit, and AgentPhone delivers to another URL');
		if (named === undefined)
			return unjudged('its signature does not fit, and AgentPhone does not show the secret');
		if (!secrets.isProven(named, stored))
			return unjudged(
				'its signature fits neither the known secret nor the one that AgentPhone shows',
			);
		return forged('its signature does not fit');
	}
}

const forged = (reason: string): Refusal => ({ status: 401, kind: 'forged', reason });
const unjudged = (reason: string): Refusal => ({ status: 503, kind: 'unjudged', reason });
