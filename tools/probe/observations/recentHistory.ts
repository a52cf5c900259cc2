import { notSeen, seen } from '../observation';
import { rowsOf } from '../sample';
import type { Attempt } from '../trials/hearing';
import { judgeDeliveries, noText, textsIn } from './deliveries';

export const recentHistory = judgeDeliveries<'earlier' | 'withNewest'>((trial) => {
	const texts = textsIn(trial);
	if (texts.length === 0) return noText(trial);
	if (!texts.every(({ body }) => Array.isArray(body.recentHistory)))
		return notSeen('an event has no history');
	return seen(texts.some(isInItsHistory) ? 'withNewest' : 'earlier');
});

function isInItsHistory({ body, data }: Attempt): boolean {
	return rowsOf(body.recentHistory).some(({ messageId, content, at }) =>
		messageId && data.messageId
			? messageId === data.messageId
			: content === data.message && at === data.receivedAt,
	);
}
