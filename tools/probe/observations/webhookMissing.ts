import { notSeen, seen, type Judgements } from '../observation';
import { NO_DELETION } from './webhookDeleted';

export const webhookMissing: Judgements['webhookMissing'] = ({ webhook }) => {
	if ('notDone' in webhook) return notSeen(webhook.notDone);
	const { missing } = webhook;
	if (!missing) return notSeen(NO_DELETION);
	if (missing.status === 404) return seen('notFound');
	return missing.status < 300 ? seen('asDeleted') : notSeen('it was answered in another way');
};
