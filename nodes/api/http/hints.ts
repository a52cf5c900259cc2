import type { ApiMessage } from './failure';

/** What the builder of the flow can do about a failure. All that is said of the failure must fit. */
export interface Hint {
	status?: number[];
	/** AgentPhone's code. */
	code?: string;
	/** In AgentPhone's words or its code. */
	text?: RegExp;
	hint: string;
}

const REDIRECTS = [301, 302, 303, 307, 308];
const REDIRECTED =
	'AgentPhone redirected the request. Redirects are not followed, to protect your key: correct the Base URL in the AgentPhone API credential.';

export const WHATSAPP_NOT_ENABLED =
	'WhatsApp is not enabled for this AgentPhone account. Enable it in AgentPhone, or set Channel to Automatic.';

/** By AgentPhone's codes, which mean the same wherever they come. */
const BY_CODE: Hint[] = [
	{
		code: 'CONVERSATION_STREAK_LIMIT',
		hint: 'Too many messages in a row went to this person without an answer. Wait until they write or react, then go on. Waiting longer or trying again does not help.',
	},
	{
		code: 'CONVERSATION_AWAITING_REPLY',
		hint: 'This person has not answered your last message yet. You can write again once they have written or reacted.',
	},
	{
		code: 'CONVERSATION_INACTIVE',
		hint: 'This conversation has been quiet for too long: the person must write or react first. Reach them another way, or leave them out.',
	},
	{
		code: 'OUTBOUND_LIMIT_REACHED',
		hint: 'This line has sent as many messages as it may today. Send from another of your numbers, or go on tomorrow.',
	},
	{
		code: 'NEW_CONVERSATION_LIMIT_REACHED',
		hint: 'This line has started as many new conversations as it may today. Send from another of your numbers, or write to new people tomorrow. Answers to people who write to you still go out.',
	},
	{
		code: 'INBOUND_ONLY',
		hint: 'This number can only receive. Choose another with From Number or Phone Number in the options.',
	},
	{
		code: 'WHATSAPP_NOT_ENABLED',
		hint: WHATSAPP_NOT_ENABLED,
	},
];

/** By status, where the endpoint knows nothing better. */
const BY_STATUS: Hint[] = [
	{
		status: REDIRECTS,
		hint: REDIRECTED,
	},
	{ status: [401], hint: 'Check the API Key in the AgentPhone API credential.' },
	{
		status: [402],
		hint: 'The balance of the AgentPhone account is too low. Top it up in AgentPhone, then run this again.',
	},
	{
		status: [403],
		hint: 'AgentPhone does not allow this: the destination or the line may be restricted, or the API key may not do it. Check the key and the Sub-Account ID in the credential.',
	},
	{
		status: [404],
		hint: 'It may have been deleted, or belong to another account or sub-account. Choose it with "From List" to be sure that it exists.',
	},
	{
		status: [409],
		hint: 'It already exists. Read it first, then decide whether to change it.',
	},
	{
		status: [413],
		hint: 'Send less: for metadata, keep only what the conversation needs.',
	},
	{
		status: [422],
		hint: 'Correct the field that AgentPhone names, then run this again.',
	},
	{
		status: [429],
		hint: 'AgentPhone is limiting this account. Run this later, or less often, or lower Concurrency in the options.',
	},
	{
		status: [408, 500, 501, 502, 503, 504],
		hint: 'AgentPhone has a problem at the moment. Run this again later.',
	},
];

/**
 * What to do next about a failure: by code first, then as the endpoint knows, then by status. Empty where nothing better
 * than AgentPhone's own words is known.
 */
export function readHint(status: number, message: ApiMessage, ofEndpoint: readonly Hint[]): string {
	const known = [...BY_CODE, ...ofEndpoint, ...BY_STATUS];
	return known.find((each) => fits(each, status, message))?.hint ?? '';
}

/** What to do next where nobody knows whether it was done: that comes first, and then what was wrong. */
export const adviseLooking = (look: string, status: number): string =>
	REDIRECTS.includes(status) ? `${look} ${REDIRECTED}` : look;

const fits = ({ status, code, text }: Hint, answered: number, message: ApiMessage): boolean =>
	(status === undefined || status.includes(answered)) &&
	(code === undefined || code === message.code) &&
	(text === undefined || text.test(`${message.text} ${message.code ?? ''}`));
