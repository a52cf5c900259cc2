import { notSeen, type Finding } from '../observation';
import type { Attempt } from '../trials/hearing';
import type { Trials } from '../trials/trials';
import type { WebhookTrial } from '../trials/webhook';

/** Judges what was delivered, where anything was. */
export function judgeDeliveries<Value>(
	judge: (trial: WebhookTrial) => Finding<Value>,
): (trials: Trials) => Finding<Value> {
	return ({ webhook }) => ('notDone' in webhook ? notSeen(webhook.notDone) : judge(webhook));
}

/** Why nothing real was delivered. */
export const noText = ({ textProblem }: WebhookTrial) =>
	notSeen(
		textProblem ?? 'no text was delivered: it takes --send-to NUMBER, and an answer from there',
	);

/** The texts that were delivered, not the made-up ones. */
export const textsIn = ({ attempts }: WebhookTrial) =>
	attempts.filter(({ isTest, body }) => !isTest && body.event === 'agent.message');

/** The first attempt of each delivery that was tried again, with the second one. */
export function retriesIn({ attempts }: WebhookTrial): Array<[Attempt, Attempt]> {
	const ids = [...new Set(attempts.map(({ id }) => id))];
	return ids
		.map((id) => attempts.filter((attempt) => attempt.id === id))
		.filter(({ length }) => length > 1)
		.map(([first, second]) => [first, second]);
}

/** Why no retry was heard. */
export const noRetry = (trial: WebhookTrial) =>
	textsIn(trial).length > 0
		? notSeen('no retry came in time: --wait gives it longer')
		: noText(trial);
