import { notSeen, seen } from '../observation';
import { judgeDeliveries, noRetry, retriesIn } from './deliveries';

/** A retry comes in a later second, so that a fresh timestamp is another one. */
export const retryTimestamp = judgeDeliveries<'fresh' | 'original'>((trial) => {
	const [retry] = retriesIn(trial);
	if (!retry) return noRetry(trial);
	const [first, second] = retry;
	if (second.timestamp > first.timestamp) return seen('fresh');
	const isLater = second.at > first.timestamp;
	return second.timestamp === first.timestamp && isLater
		? seen('original')
		: notSeen('the timestamps of a retry cannot be compared');
});
