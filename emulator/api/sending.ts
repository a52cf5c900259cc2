import { z } from 'zod';

import { normalise, readAddress } from '../data/addresses';
import type { Dialect } from '../dialect';
import { ApiError, badRequest, malformed, notFound, refusal, type RefusalCode } from './errors';
import type { Conversation, Message, MessageDraft, PhoneNumber } from '../data/model';
import type { Store } from '../data/store';
import { httpsUrl } from './validation';

const SEND_STYLES = [
	'celebration',
	'fireworks',
	'lasers',
	'love',
	'confetti',
	'balloons',
	'spotlight',
	'echo',
	'invisible',
	'gentle',
	'loud',
	'slam',
] as const;
const LONGEST_CAROUSEL = 20;
const LONGEST_SMS = 1_600;

/** The body of `POST /v1/messages`. */
export const sendMessageRequest = z
	.object({
		body: z.string(),
		to_number: z.string().nullish(),
		recipients: z.array(z.string()).min(2).nullish(),
		agent_id: z.string().nullish(),
		number_id: z.string().nullish(),
		from_number: z.string().nullish(),
		/** Deprecated: one of `media_urls`. */
		media_url: httpsUrl.nullish(),
		media_urls: z.array(httpsUrl).max(LONGEST_CAROUSEL).nullish(),
		send_style: z.enum(SEND_STYLES).nullish(),
		reply_to_message_id: z.string().nullish(),
		channel: z.literal('whatsapp').nullish(),
		buttons: z.array(z.string().min(1).max(20)).min(1).max(3).nullish(),
		list: z.record(z.unknown()).nullish(),
		cta: z.object({ display_text: z.string().min(1).max(20), url: httpsUrl }).nullish(),
		template: z
			.object({
				name: z.string().min(1),
				language: z.string().default('en_US'),
				variables: z.unknown().optional(),
			})
			.nullish(),
	})
	.superRefine(({ to_number, recipients }, { addIssue }) => {
		if (Boolean(to_number) !== Boolean(recipients)) return;
		const message = 'Provide either to_number or recipients, and not both';
		addIssue({ code: 'custom', path: ['to_number'], message });
	});
export type SendMessageRequest = z.output<typeof sendMessageRequest>;

export interface Sent {
	number: PhoneNumber;
	conversation: Conversation;
	/** One, or one for each image of a carousel. */
	messages: Message[];
	/** Whether a message to reply to was named that does not exist. */
	parentUnresolved: boolean;
}

/**
 * Sends a text, and starts the conversation where there is none. It goes by iMessage from an iMessage number, unless
 * the person is known to have no iMessage (the conversation's channel is SMS).
 *
 * @throws ApiError 400, 402, 403, 404, 422, 429, by the rules of `POST /v1/messages`
 */
export function send(
	store: Store,
	dialect: Dialect,
	subAccountId: string | null,
	request: SendMessageRequest,
): Sent {
	if (store.balance <= 0)
		throw new ApiError(402, 'INSUFFICIENT_BALANCE', 'Account balance is too low');
	const number = senderNumber(store, subAccountId, request);
	const mediaUrls = request.media_urls ?? (request.media_url ? [request.media_url] : []);
	check(number, request, mediaUrls);
	refuseSome(store, request);
	checkWhatsApp(store, number, request, mediaUrls);
	const conversation = recipient(store, number, request);
	const parent = store.message(request.reply_to_message_id ?? '');
	const isWhatsApp = request.channel === 'whatsapp';
	const isSms = !isWhatsApp && conversation.channel !== 'imessage';
	const draft: MessageDraft = {
		body: request.body,
		direction: 'outbound',
		fromNumber: number.phoneNumber,
		channel: isWhatsApp ? 'whatsapp' : isSms ? (mediaUrls.length > 0 ? 'mms' : 'sms') : 'imessage',
		sendStyle: isSms || isWhatsApp ? null : (request.send_style ?? null),
		replyToMessageId: parent?.conversationId === conversation.id ? parent.id : null,
	};
	return {
		number,
		conversation,
		messages: addAll(store, dialect, conversation, draft, mediaUrls),
		parentUnresolved: Boolean(request.reply_to_message_id) && !draft.replyToMessageId,
	};
}

/** Adds a message; several images become several messages of the same time, if the dialect says so. */
export function addAll(
	store: Store,
	dialect: Dialect,
	{ id }: Conversation,
	draft: MessageDraft,
	mediaUrls: string[],
): Message[] {
	if (mediaUrls.length < 2 || dialect.carousel === 'oneMessage')
		return [store.addMessage(id, { ...draft, mediaUrls })];
	const receivedAt = store.clock.stamp() / 1_000;
	return mediaUrls.map((url) => store.addMessage(id, { ...draft, mediaUrls: [url], receivedAt }));
}

function senderNumber(
	store: Store,
	subAccountId: string | null,
	{ number_id, from_number, agent_id }: SendMessageRequest,
): PhoneNumber {
	const numbers = store.numbers(subAccountId).filter(({ status }) => status === 'active');
	if (agent_id && store.agent(agent_id)?.subAccountId !== subAccountId) throw notFound('Agent');
	if (number_id || from_number) {
		const from = from_number && normalise(from_number);
		const found = numbers.find(
			(number) => (!number_id || number.id === number_id) && (!from || number.phoneNumber === from),
		);
		if (!found) throw notFound('Phone number');
		return found;
	}
	const found = numbers.find((number) => !agent_id || number.agentId === agent_id);
	if (!found) throw badRequest('No phone number to send from');
	return found;
}

function check({ type }: PhoneNumber, request: SendMessageRequest, mediaUrls: string[]): void {
	const { body, recipients } = request;
	const isSms = type === 'sms' && request.channel !== 'whatsapp';
	if (body === '' && mediaUrls.length === 0 && !request.template)
		throw malformed(['body', 'body'], 'Message body must not be empty without media');
	if (mediaUrls.length > 1 && body !== '')
		throw badRequest('A carousel of several images must have an empty body');
	if (mediaUrls.length > 1 && isSms) throw badRequest('Carousels need an iMessage number');
	if (recipients && isSms) throw badRequest('Groups need an iMessage number');
	if (isSms && body.length > LONGEST_SMS)
		throw badRequest(`SMS messages hold at most ${LONGEST_SMS} characters`);
}

/** @throws ApiError when it cannot go by WhatsApp, or holds what only WhatsApp shows and does not go there */
function checkWhatsApp(
	store: Store,
	number: PhoneNumber,
	request: SendMessageRequest,
	mediaUrls: string[],
): void {
	const { buttons, list, cta, template } = request;
	const rich = [buttons, list, cta, template].filter(Boolean);
	if (request.channel !== 'whatsapp') {
		if (rich.length) throw badRequest('buttons, list, cta and template need channel whatsapp');
		return;
	}
	if (!store.whatsAppEnabled) throw refusal('WHATSAPP_NOT_ENABLED');
	if (request.recipients) throw badRequest('Groups need an iMessage number');
	if (rich.length > 1) throw badRequest('buttons, list, cta and template exclude each other');
	if ((list || cta || template) && mediaUrls.length)
		throw badRequest('list, cta and template carry no media');
	const thread = store.thread(number.id, request.to_number ?? '', 'whatsapp');
	const end = thread && store.whatsAppWindowEnd(thread.id);
	if (!template && (end === undefined || end < store.clock.now() * 1_000))
		throw badRequest('Outside the 24-hour window, WhatsApp takes only a template');
}

/** @throws ApiError when messages to this recipient are refused */
function refuseSome(store: Store, { to_number }: SendMessageRequest): void {
	const code = store.refusalOf(to_number ?? '');
	if (code) throw refusal(code as RefusalCode);
}

function recipient(store: Store, number: PhoneNumber, request: SendMessageRequest): Conversation {
	const { to_number, recipients } = request;
	if (recipients) {
		const participants = recipients.map((text) => ({ identifier: person(text), name: null }));
		return store.addConversation({ phoneNumberId: number.id, participants });
	}
	const address = readAddress(to_number!);
	if (!address) throw badRequest(`${to_number} is not a phone number, short code, email or group`);
	const channel = request.channel === 'whatsapp' ? 'whatsapp' : undefined;
	const thread = store.thread(number.id, address.value, channel);
	if (thread) return thread;
	if (address.kind === 'group') throw notFound('Group');
	return store.addConversation({
		phoneNumberId: number.id,
		participant: address.value,
		...(channel && { channel }),
	});
}

function person(text: string): string {
	const address = readAddress(text);
	if (!address || address.kind === 'group' || address.kind === 'shortCode')
		throw badRequest(`${text} is not a phone number or email`);
	return address.value;
}
