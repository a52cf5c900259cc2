import { notSeen, seen } from '../observation';
import { judgeDeliveries, noRetry, retriesIn } from './deliveries';

/** Between a first attempt and its retry, the webhook is registered with another URL. */
export const retryRegistration = judgeDeliveries<'current' | 'original'>((trial) => {
	const [retry] = retriesIn(trial);
	if (!retry) return noRetry(trial);
	const [first, second] = retry;
	if (!first.isRenewed) return notSeen('the webhook could not be registered anew in between');
	return seen(second.token === first.token ? 'original' : 'current');
});
