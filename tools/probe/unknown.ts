import { codeOf } from './refusals';
import { rowsOf, type Row, type Sample } from './sample';
import { nothingTried, type Trials } from './trials/trials';

/** Names that our model does not have. */
export interface Unknown {
	conversationFields: string[];
	messageFields: string[];
	reactionFields: string[];
	capabilities: string[];
	callFields: string[];
	agentFields: string[];
	channels: string[];
	codes: string[];
	events: string[];
	/** Of an event's `data`. */
	eventFields: string[];
}

const KNOWN: Record<keyof Unknown, string> = {
	conversationFields:
		'id agentId phoneNumberId phoneNumber participant channel isGroup groupId groupName groupIconUrl participants lastMessageAt lastMessagePreview messageCount metadata createdAt messages capabilities',
	messageFields:
		'id body fromNumber toNumber direction senderIdentifier channel mediaUrl mediaUrls receivedAt reactions replyTo',
	reactionFields: 'id reactionType fromNumber direction createdAt',
	capabilities: 'channels reactions emojiReactions media whatsappWindowExpiresAt',
	callFields:
		'id agentId phoneNumberId phoneNumber fromNumber toNumber direction status startedAt endedAt durationSeconds lastTranscriptSnippet',
	agentFields: 'id name description voiceMode voice createdAt numbers',
	channels: 'sms mms imessage whatsapp voice',
	codes:
		'NOT_FOUND VALIDATION_ERROR VALIDATION_ERROR_URL BAD_REQUEST RATE_LIMITED RATE_LIMIT_EXCEEDED CARRIER_ERROR UNAUTHORIZED FORBIDDEN CONFLICT INSUFFICIENT_BALANCE CONVERSATION_STREAK_LIMIT CONVERSATION_AWAITING_REPLY CONVERSATION_INACTIVE OUTBOUND_LIMIT_REACHED NEW_CONVERSATION_LIMIT_REACHED INBOUND_ONLY WHATSAPP_NOT_ENABLED RESTRICTED_DESTINATION UNREGISTERED_NUMBER WEBHOOK_TEST_FAILED',
	events: 'agent.message agent.reaction agent.call_ended',
	eventFields:
		'messageId conversationId numberId from to contact message mediaUrl mediaUrls direction receivedAt group senderIdentifier replyTo',
};

/** Only letters, with dots in an event: what is not a word could be somebody's number, address or ID. */
const WORD = /^[A-Za-z_]{1,40}$/;
const EVENT = /^[a-z_]{1,40}(\.[a-z_]{1,40}){1,2}$/;

/** By name only. Metadata, texts and people are not looked into. */
export function findUnknown(sample: Sample, { webhook }: Trials = nothingTried): Unknown {
	const { conversations, messages, calls, agents, detail, deliveries, refusals } = sample;
	const heard = 'notDone' in webhook ? [] : webhook.attempts;
	const { capabilities } = detail ?? {};
	const known = rowsOf([capabilities]);
	const rows = [...conversations, ...messages, ...deliveries, ...heard.map(({ body }) => body)];
	return {
		conversationFields: unknown('conversationFields', keysOf([...conversations, detail ?? {}])),
		messageFields: unknown('messageFields', keysOf(messages)),
		reactionFields: unknown(
			'reactionFields',
			keysOf(messages.flatMap(({ reactions }) => rowsOf(reactions))),
		),
		capabilities: unknown('capabilities', keysOf(known)),
		callFields: unknown('callFields', keysOf(calls)),
		agentFields: unknown('agentFields', keysOf(agents?.data ?? [])),
		channels: unknown('channels', [
			...rows.map(({ channel }) => channel),
			...known.flatMap(({ channels }) => channels),
		]),
		codes: unknown('codes', Object.values(refusals).map(codeOf)),
		events: unknown(
			'events',
			[...deliveries.map(({ eventType }) => eventType), ...heard.map(({ body }) => body.event)],
			EVENT,
		),
		eventFields: unknown('eventFields', keysOf(heard.map(({ data }) => data))),
	};
}

const keysOf = (rows: Row[]) => rows.flatMap((row) => Object.keys(row));

function unknown(what: keyof Unknown, names: unknown[], form = WORD): string[] {
	const known = new Set(KNOWN[what].split(' '));
	return [...new Set(names)]
		.filter((name) => typeof name === 'string' && form.test(name) && !known.has(name))
		.map(String)
		.toSorted();
}
