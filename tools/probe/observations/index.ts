import type { Judgements, Observations } from '../observation';
import * as answers from './answers';
import { eventIds } from './eventIds';
import * as fields from './fields';
import * as lists from './lists';
import * as messages from './messages';
import { outboundEvents } from './outboundEvents';
import * as pageSizes from './pageSizes';
import { reactionNeeds } from './reactionNeeds';
import { recentHistory } from './recentHistory';
import { renameOfNoGroup } from './renameOfNoGroup';
import { retried } from './retried';
import { retryRegistration } from './retryRegistration';
import { retryTimestamp } from './retryTimestamp';
import * as timestamps from './timestamps';
import { webhookDeleted } from './webhookDeleted';
import { webhookMissing } from './webhookMissing';

/** What reading shows. */
export const observations = {
	...timestamps,
	...pageSizes,
	...messages,
	...lists,
	...fields,
	...answers,
} satisfies Partial<Observations>;

/** What takes consent. With {@link observations}, one for every switch: a new one does not compile without. */
export const judgements: Pick<Judgements, Exclude<keyof Judgements, keyof typeof observations>> = {
	renameOfNoGroup,
	reactionNeeds,
	webhookDeleted,
	webhookMissing,
	retried,
	retryTimestamp,
	retryRegistration,
	eventIds,
	recentHistory,
	outboundEvents,
};
