import { notSeen, seen } from '../observation';
import { judgeDeliveries, noText, textsIn } from './deliveries';

export const eventIds = judgeDeliveries<'present' | 'absent'>((trial) => {
	const ids = textsIn(trial).flatMap(({ data }) => [data.messageId, data.conversationId]);
	if (ids.length === 0) return noText(trial);
	if (ids.every(Boolean)) return seen('present');
	return ids.some(Boolean) ? notSeen('some events have them, some have not') : seen('absent');
});
