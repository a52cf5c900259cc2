import { notSeen, seen, type Judgements } from '../observation';
import { objectOf } from '../sample';

export const NO_DELETION =
	'a webhook was registered before: it takes an account without one, or an agent without one (--agent)';

export const webhookDeleted: Judgements['webhookDeleted'] = ({ webhook }) => {
	if ('notDone' in webhook) return notSeen(webhook.notDone);
	const { deleted } = webhook;
	if (!deleted) return notSeen(NO_DELETION);
	if (deleted.status === 204) return seen('noContent');
	return objectOf(deleted) ? seen('json') : notSeen('it was answered in another way');
};
