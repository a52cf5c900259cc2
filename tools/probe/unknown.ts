import type { Sample, Row } from './sample';

/** Names that our model does not have. */
export interface Unknown {
	conversationFields: string[];
	messageFields: string[];
	channels: string[];
}

const CONVERSATION =
	'id agentId phoneNumberId phoneNumber participant channel isGroup groupId groupName groupIconUrl participants lastMessageAt lastMessagePreview messageCount metadata createdAt';
const MESSAGE =
	'id body fromNumber toNumber direction senderIdentifier channel mediaUrl mediaUrls receivedAt reactions replyTo';
const CHANNELS = 'sms mms imessage whatsapp';

/** Only letters: what is not a word could be somebody's number, address or ID. */
const WORD = /^[A-Za-z_]{1,40}$/;

/** By name only. Metadata, texts and people are not looked into. */
export function findUnknown({ conversations, messages }: Sample): Unknown {
	const channels = [...conversations, ...messages].map(({ channel }) => channel);
	return {
		conversationFields: unknown(keysOf(conversations), CONVERSATION),
		messageFields: unknown(keysOf(messages), MESSAGE),
		channels: unknown(channels, CHANNELS),
	};
}

const keysOf = (rows: Row[]) => rows.flatMap((row) => Object.keys(row));

function unknown(names: unknown[], known: string): string[] {
	const words = new Set(known.split(' '));
	return [...new Set(names)]
		.filter((name) => typeof name === 'string' && WORD.test(name) && !words.has(name))
		.map(String)
		.toSorted();
}
