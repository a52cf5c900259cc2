import { notSeen, type Observations } from '../observation';
import * as answers from './answers';
import * as fields from './fields';
import * as lists from './lists';
import * as messages from './messages';
import * as pageSizes from './pageSizes';
import * as timestamps from './timestamps';

const needsWrite = () => notSeen('takes more than reading, and the probe only reads');
const needsWebhook = () => notSeen('takes a webhook, and the probe only reads');

export const observations: Observations = {
	...timestamps,
	...pageSizes,
	...messages,
	...lists,
	...fields,
	...answers,
	renameOfNoGroup: needsWrite,
	reactionNeeds: needsWrite,
	webhookDeleted: needsWrite,
	webhookMissing: needsWrite,
	retried: needsWebhook,
	retryTimestamp: needsWebhook,
	retryRegistration: needsWebhook,
	eventIds: needsWebhook,
	recentHistory: needsWebhook,
	outboundEvents: needsWebhook,
};
