import { addressKey } from '../api/model/address';
import { mediaUrlsOf } from '../api/model/mediaUrls';
import { isGroup, type Conversation, type Message } from '../api/model/types';

/** A message as an agent's model takes it. */
export interface Remembered {
	role: 'user' | 'assistant';
	content: string;
	/** n8n's agents look at it when they count tokens. */
	getType(): 'human' | 'ai';
}

/** How a message is put to the model. */
export interface Wording {
	includeMedia: boolean;
	/** The name of who wrote a message, in a group. */
	speaker(message: Message): string | undefined;
}

/** A message without text and media, such as one that was taken back, is nothing to remember. */
export function remember(messages: readonly Message[], wording: Wording): Remembered[] {
	return messages.flatMap((message) => {
		const content = contentOf(message, wording);
		if (!content) return [];
		return message.direction === 'outbound'
			? { role: 'assistant', content, getType: () => 'ai' }
			: { role: 'user', content, getType: () => 'human' };
	});
}

function contentOf(message: Message, { includeMedia, speaker }: Wording): string {
	const urls = mediaUrlsOf(message);
	const media = includeMedia ? urls.map((url) => `[media: ${url}]`) : countOf(urls);
	const said = [message.body?.trim(), ...media].filter(Boolean).join('\n');
	const name = message.direction === 'outbound' ? undefined : speaker(message);
	return said && name ? `${name}: ${said}` : said;
}

const countOf = ({ length }: string[]) =>
	length ? [length === 1 ? '[media]' : `[${length} media files]`] : [];

/** In a group, who speaks is named. */
export function speakersOf(conversation: Conversation): Wording['speaker'] {
	if (!isGroup(conversation)) return () => undefined;
	const names = new Map(
		(conversation.participants ?? []).map(({ identifier, name }) => [
			addressKey(identifier),
			name || identifier,
		]),
	);
	return ({ senderIdentifier, fromNumber }) => {
		const sender = senderIdentifier || fromNumber;
		return names.get(addressKey(sender)) ?? sender;
	};
}
