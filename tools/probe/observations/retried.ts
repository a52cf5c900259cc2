import { notSeen, seen } from '../observation';
import { judgeDeliveries, noRetry } from './deliveries';

/** The second attempt of a delivery is answered with 400: what comes after that is a retry of a refusal. */
export const retried = judgeDeliveries<'serverErrors' | 'everyRefusal'>((trial) => {
	const { attempts, over } = trial;
	const count = (id: string) => attempts.filter((attempt) => attempt.id === id).length;
	const refused = attempts.map(({ id }) => id).filter((id) => count(id) > 1);
	if (refused.some((id) => count(id) > 2)) return seen('everyRefusal');
	if (refused.some((id) => over.has(id))) return seen('serverErrors');
	return refused.length > 0
		? notSeen('AgentPhone did not say whether a refusal is tried again')
		: noRetry(trial);
});
