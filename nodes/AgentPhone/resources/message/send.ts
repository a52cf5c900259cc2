import { sendMessage } from '../../../api/endpoints/messages';
import { AdvisedError } from '../../../api/errors/advised';
import type { JsonObject } from '../../../api/model/types';
import { answerTo, WHATSAPP, type Addressee } from '../../../api/model/addressee';
import { addressKey } from '../../../api/model/address';
import { plainText } from '../../../api/text/plainText';
import { splitLongText } from '../../../api/text/splitLongText';
import {
	conversationIdOf,
	fetchConversation,
	type ConversationRef,
} from '../../run/conversationRef';
import { defineOperation } from '../../run/defineOperation';
import { output, type Output, type Run } from '../../run/operation';
import type { ItemParameters } from '../../run/parameters';
import { sendFields } from './sendFields';
import { readWhatsApp, type WhatsAppContent } from './whatsApp';

type To = { toNumber: string } | { conversation: ConversationRef } | { recipients: string[] };

interface Send {
	to: To;
	body: string;
	mediaUrls: string[];
	/** Whether a long text goes as several messages. */
	splits: boolean;
	/** What else the request says, by its wire names; what is not set is left out. */
	options: Record<string, string | undefined>;
	/** What only WhatsApp can show. */
	whatsApp: WhatsAppContent | undefined;
}

/** The most images of a carousel. */
const MOST_IMAGES = 20;

/**
 * Sends a text or media. Messages to one recipient are sent in the order of the items, those to different
 * recipients at the same time. A message is never sent a second time unless the first was certainly not sent.
 */
export const send = defineOperation<
	Send,
	Send & { addressee: Addressee | { recipients: string[] } }
>({
	option: {
		name: 'Send',
		value: 'send',
		action: 'Send a message',
		description: 'Send a text or media to a person, a conversation or a new group',
	},
	effect: 'sends',
	fields: sendFields,
	read(parameters) {
		const message = {
			to: readTo(parameters),
			body: readText(parameters),
			splits: parameters.flag('options.splitLongText') ?? false,
			mediaUrls: parameters.urls('mediaUrls'),
			whatsApp: readWhatsApp(parameters),
			options: {
				channel: readChannel(parameters),
				agent_id: parameters.optionalId('options.agentId'),
				number_id: parameters.optionalId('options.numberId'),
				from_number: parameters.optionalAddress('options.fromNumber'),
				send_style: parameters.optional('options.sendStyle'),
				reply_to_message_id: parameters.optional('options.replyToMessageId'),
			},
		};
		checkContent(message);
		checkWhatsApp(message);
		return message;
	},
	async resolve(message, run, messages) {
		return { ...message, addressee: await addressee(message, run, messages) };
	},
	orderedBy: ({ addressee }) =>
		'recipients' in addressee
			? addressee.recipients.map(addressKey).sort().join()
			: addressKey(addressee.to_number),
	parts: ({ body, splits }) => (splits ? splitLongText(body) : [body]),
	async execute({ addressee, mediaUrls, whatsApp, options }, { api }, part) {
		const { reply_to_message_id, ...ofEachPart } = options;
		const media_urls = mediaUrls.length ? mediaUrls : undefined;
		// A menu or buttons end what is said; a picture and what is replied to begin it.
		const withMedia = whatsApp ? part.isLast : part.isFirst;
		const message = withoutEmpty({
			...ofEachPart,
			...recipientOf(addressee, part.before),
			...(part.isFirst && { reply_to_message_id }),
			// Only WhatsApp can show it.
			...(whatsApp && { ...(part.isLast && whatsApp), channel: WHATSAPP }),
			body: part.text,
			...(withMedia && { media_urls }),
		});
		return [output(await sendMessage(api, message))];
	},
	together: (parts, { splits }) => (splits ? [asOneItem(parts.flat())] : parts.flat()),
});

/** The later parts to a new group go into the group that the first has started. */
function recipientOf(
	addressee: Addressee | { recipients: string[] },
	[first]: readonly Output[],
): Addressee | { recipients: string[] } {
	if (!('recipients' in addressee) || !first) return addressee;
	const { to_number } = first.json;
	if (typeof to_number === 'string' && to_number) return { to_number };
	throw new AdvisedError(
		'AgentPhone did not say which group it started, so the rest of the text was not sent',
		'Send the rest to the new group: its conversation is in AgentPhone.',
	);
}

/** The answer to the first part, with the IDs of all. */
const asOneItem = (parts: readonly Output[]): Output => ({
	json: { ...parts[0]?.json, messageIds: parts.map(({ json }) => json.id ?? null) },
});

function readText(parameters: ItemParameters): string {
	const text = parameters.text('body', 'Message');
	return parameters.flag('options.plainText') ? plainText(text) : text;
}

/** @throws AdvisedError when there is nobody to send to. */
function readTo(parameters: ItemParameters): To {
	switch (parameters.optional('sendTo')) {
		case 'conversation':
			return { conversation: parameters.conversation('conversationId') };
		case 'newGroup': {
			const recipients = parameters.addresses('recipients');
			if (new Set(recipients.map(addressKey)).size < 2)
				throw new AdvisedError(
					`A new group needs at least 2 different recipients, but there ${recipients.length === 1 ? 'is 1' : `are ${recipients.length}`}`,
					'Add the others under Recipients, or choose To: Participant to write to one person.',
				);
			return { recipients };
		}
		default:
			return { toNumber: parameters.address('toNumber') };
	}
}

/** What AgentPhone would refuse, refused before anything is sent. @throws AdvisedError */
function checkContent({ body, mediaUrls, whatsApp }: Send) {
	const hasText = body.trim() !== '';
	if (!hasText && !mediaUrls.length && !whatsApp?.template)
		throw new AdvisedError(
			'The message is empty: it has neither text nor media',
			'Fill the Message field, or check that the expression in it gives a text for every item.',
		);
	if (mediaUrls.length > MOST_IMAGES)
		throw new AdvisedError(
			`A message can carry at most ${MOST_IMAGES} images, but there are ${mediaUrls.length}`,
			'Split them over several messages.',
		);
	if (mediaUrls.length > 1 && hasText)
		throw new AdvisedError(
			`${mediaUrls.length} images are sent as a carousel, which cannot carry a text`,
			'Leave the Message field empty, and send the text as a message of its own.',
		);
}

/** `undefined` where AgentPhone chooses. The other channels of a trigger's item are what it chooses between. */
function readChannel(parameters: ItemParameters): string | undefined {
	const automatic = { imessage: 'automatic', sms: 'automatic', mms: 'automatic' };
	const channel = parameters.choice('options.channel', automatic);
	return channel === WHATSAPP ? WHATSAPP : undefined;
}

/** @throws AdvisedError for what goes by WhatsApp and cannot. */
function checkWhatsApp({ to, mediaUrls, whatsApp, options }: Send) {
	if (!whatsApp && options.channel !== WHATSAPP) return;
	if ('recipients' in to)
		throw new AdvisedError(
			'A new group cannot be started by WhatsApp',
			'Remove Channel and WhatsApp Content from the options, or write to one person.',
		);
	if (whatsApp && !whatsApp.buttons && mediaUrls.length)
		throw new AdvisedError(
			'A WhatsApp list, link button or template carries no media',
			'Remove the Media URLs, or send them as a message of their own. Buttons may have an image above them.',
		);
}

/** Whom the request names, and for the answer to a conversation also the number that the conversation is with. */
async function addressee(
	{ to, options }: Send,
	run: Run,
	messages: readonly Send[],
): Promise<Addressee | { recipients: string[] }> {
	if ('recipients' in to) return { recipients: to.recipients };
	if ('toNumber' in to) return { to_number: to.toNumber };
	const refs = () => messages.flatMap(({ to }) => ('conversation' in to ? [to.conversation] : []));
	const id = await conversationIdOf(to.conversation, run, refs);
	const { number_id, ...recipient } = answerTo(await fetchConversation(id, run));
	const senderIsChosen = options.agent_id ?? options.number_id ?? options.from_number;
	return { ...recipient, ...(!senderIsChosen && number_id && { number_id }) };
}

function withoutEmpty(body: Record<string, unknown>): JsonObject {
	return Object.fromEntries(
		Object.entries(body).filter(([, value]) => value !== undefined),
	) as JsonObject;
}
