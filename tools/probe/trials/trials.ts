import type { MetadataTrial } from './metadata';
import type { WebhookTrial } from './webhook';

/** Why something was not tried, or did not come to an end. */
export interface NotDone {
	notDone: string;
}

/** What was tried with consent. */
export interface Trials {
	metadata: MetadataTrial | NotDone;
	webhook: WebhookTrial | NotDone;
}

export const nothingTried: Trials = {
	metadata: { notDone: 'takes --write CONVERSATION' },
	webhook: { notDone: 'takes --webhook URL' },
};
