import { notSeen, seen } from '../observation';
import { hasAnswered } from '../trials/webhook';
import { judgeDeliveries, noText } from './deliveries';

/** The text would have been delivered before its answer was. */
export const outboundEvents = judgeDeliveries<boolean>((trial) => {
	if (trial.attempts.some(({ data }) => data.direction === 'outbound')) return seen(true);
	if (hasAnswered(trial.attempts)) return seen(false);
	return trial.textProblem === undefined
		? notSeen('the text was not sent, or not answered')
		: noText(trial);
});
