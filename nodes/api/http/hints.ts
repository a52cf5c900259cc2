import type { ApiMessage, Failure } from './failure';

/** A hint for failures of some endpoints, of some statuses, or whose text says something. */
interface Hint {
	path?: RegExp;
	method?: string;
	status?: number[];
	/** AgentPhone's code. */
	code?: string;
	/** In AgentPhone's words or its code. */
	text?: RegExp;
	hint: string;
}

/** What the builder of the flow can do about a failure. The first that fits is shown: by code first, then by status. */
const HINTS: Hint[] = [
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
		hint: 'WhatsApp is not enabled for this AgentPhone account. Enable it in AgentPhone, or set Channel to Automatic.',
	},
	{
		path: /\/v1\/messages$/,
		status: [403],
		text: /10\s*DLC|regist|link/i,
		hint: 'This number is not registered for business texting (10DLC), so a text with a link is not sent. Register it in AgentPhone, or leave the link out.',
	},
	{
		path: /\/v1\/(messages|calls)$/,
		status: [403],
		text: /emergency|restrict|destination|not allowed/i,
		hint: 'AgentPhone does not send to this destination: an emergency number, or one that is restricted. Leave it out.',
	},
	{
		path: /\/v1\/messages$/,
		status: [403],
		text: /whatsapp/i,
		hint: 'WhatsApp is not enabled for this AgentPhone account. Enable it in AgentPhone, or set Channel to Automatic.',
	},
	{
		path: /\/v1\/messages$/,
		method: 'POST',
		status: [404],
		text: /reply|message/i,
		hint: 'The message to reply to was not found, and nothing was sent. Check Reply to Message ID, or remove that option.',
	},
	{
		path: /\/v1\/messages$/,
		status: [422],
		text: /provide to_number or recipients/i,
		hint: 'Nobody to send to was named. Fill Recipient, or check that the expression in it gives a value for every item.',
	},
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
		hint: 'Only iMessage and WhatsApp messages can be reacted to. Check the channel of the message before this node, for example with an If node.',
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
		path: /\/v1\/calls$/,
		method: 'POST',
		status: [301, 302, 303, 307, 308, 408, 500, 502, 503, 504],
		hint: 'The call may have been placed all the same. Read the newest calls with Call: Get Many before placing it again.',
	},
	{
		path: /\/v1\/calls$/,
		method: 'POST',
		status: [402],
		hint: 'Calls need a payment method and enough balance. Add it in AgentPhone, then run this again.',
	},
	{
		path: /\/v1\/calls$/,
		method: 'POST',
		status: [400],
		text: /number/i,
		hint: 'The agent that calls needs a phone number of its own. Attach one to it in AgentPhone, or correct From Phone Number in the options.',
	},
	{
		path: /\/v1\/calls$/,
		status: [409],
		hint: 'As many calls are under way as AgentPhone allows this account. Place this one when others have ended.',
	},
	{
		path: /\/v1\/calls\/[^/]+\/end$/,
		status: [409],
		hint: 'The call is over already. Its status and transcript are in Call: Get.',
	},
	{
		path: /\/v1\/contacts(\/[^/]+)?$/,
		status: [409],
		hint: 'Another contact has this phone number. To change that one instead, use Contact: Create or Update.',
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

/** What to do next about a failure; empty where nothing better than AgentPhone's own words is known. */
export function readHint(failure: Failure, message: ApiMessage): string {
	return HINTS.find((each) => fits(each, failure, message))?.hint ?? '';
}

function fits({ path, method, status, code, text }: Hint, failure: Failure, message: ApiMessage) {
	return (
		(path === undefined || path.test(failure.path)) &&
		(method === undefined || method === failure.method) &&
		(status === undefined || status.includes(failure.status)) &&
		(code === undefined || code === message.code) &&
		(text === undefined || text.test(`${message.text} ${message.code ?? ''}`))
	);
}
