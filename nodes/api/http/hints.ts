import type { ApiMessage, Failure } from './errors';

/** A hint for failures of some endpoints, of some statuses, or whose text says something. */
interface Hint {
	path?: RegExp;
	method?: string;
	status?: number[];
	/** In AgentPhone's words or its code. */
	text?: RegExp;
	hint: string;
}

/** What the builder of the flow can do about a failure. The first that fits is shown. */
const HINTS: Hint[] = [
	{
		path: /\/webhooks?$/,
		method: 'POST',
		status: [400, 422],
		text: /url|resolve|https|host/i,
		hint: 'AgentPhone must be able to reach the webhook URL from the internet, over HTTPS. Set the environment variable WEBHOOK_URL of n8n to its public address (a tunnel will do on a local machine).',
	},
	{
		path: /\/reactions$/,
		status: [400, 422],
		text: /emoji|custom/i,
		hint: 'This line is too old for custom emoji. Choose one of the six tapbacks instead.',
	},
	{
		path: /\/reactions$/,
		status: [400],
		hint: 'Only iMessage messages can be reacted to. Check that the channel of the message is "imessage" before this node, for example with an If node.',
	},
	{
		path: /\/background$/,
		status: [400, 422],
		text: /image|JPEG|MB/,
		hint: 'The background must be a public HTTPS address of a JPEG, PNG, GIF, WebP or HEIC image of at most 10 MB.',
	},
	{
		path: /\/(typing|background)$/,
		status: [400],
		hint: 'Typing indicators and backgrounds exist only in iMessage conversations.',
	},
	{
		path: /\/v1\/messages$/,
		status: [400, 422],
		text: /carousel/i,
		hint: 'Several images are sent as an iMessage carousel: 2 to 20 images and no text, from an iMessage number. Send the text as a message of its own.',
	},
	{
		path: /\/v1\/messages$/,
		status: [400, 422],
		text: /recipients|group/i,
		hint: 'A new group needs two or more recipients and an iMessage number to send from.',
	},
	{
		path: /\/v1\/conversations\/[^/]+$/,
		method: 'PATCH',
		status: [400],
		text: /group/i,
		hint: 'Only iMessage groups have a name. Check isGroup of the conversation before this node, for example with an If node.',
	},
	{
		path: /\/(messages|reactions)$/,
		method: 'POST',
		status: [408, 500, 502, 503, 504],
		hint: 'It may have been sent all the same. Look at the conversation before sending it again.',
	},
	{
		path: /\/(messages|reactions)$/,
		method: 'POST',
		status: [301, 302, 303, 307, 308],
		hint: 'It may have been sent all the same. Look at the conversation before sending it again. The API must answer by itself, so that your key goes nowhere else: correct the Base URL in the AgentPhone API credential.',
	},
	{
		status: [301, 302, 303, 307, 308],
		hint: 'The API must answer by itself, so that your key goes nowhere else. Correct the Base URL in the AgentPhone API credential.',
	},
	{ status: [401], hint: 'Check the API Key in the AgentPhone API credential.' },
	{
		status: [402],
		hint: 'The balance of the AgentPhone account is too low. Top it up in AgentPhone, then run this again.',
	},
	{
		status: [403],
		hint: 'The API key may not do this. Check the key and the Sub-Account ID in the credential.',
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

/** What to do next about a failure; empty where nothing better than AgentPhone's own words is known. */
export function readHint(failure: Failure, message: ApiMessage): string {
	return HINTS.find((each) => fits(each, failure, message))?.hint ?? '';
}

function fits({ path, method, status, text }: Hint, failure: Failure, message: ApiMessage) {
	return (
		(path === undefined || path.test(failure.path)) &&
		(method === undefined || method === failure.method) &&
		(status === undefined || status.includes(failure.status)) &&
		(text === undefined || text.test(`${message.text} ${message.code ?? ''}`))
	);
}
