import type { Message } from '../../data/model';

/** When and by what channel the messages under it were sent. */
export interface Divider {
	kind: 'divider';
	key: string;
	channel: 'iMessage' | 'Text Message' | 'WhatsApp';
	at: Message['receivedAt'];
}

export interface Single {
	kind: 'message';
	key: string;
	message: Message;
	/** Whether it is the first, the last of several by one sender. */
	isFirst: boolean;
	isLast: boolean;
}

/** Pictures that were sent at once, each a message of its own. */
export interface Carousel {
	kind: 'carousel';
	key: string;
	pictures: Single[];
}

export type Entry = Divider | Single | Carousel;

/** Microseconds without a message after which the time is told again. */
const SILENCE = 60 * 60 * 1_000_000;

/** Puts a chat's messages in the order in which they are shown, with what stands between them. */
export function arrange(messages: Message[]): Entry[] {
	const entries: Entry[] = [];
	messages.forEach((message, index) => {
		const [before, after] = [messages[index - 1], messages[index + 1]];
		const { id, receivedAt } = message;
		if (!before || isApart(before, message))
			entries.push({
				kind: 'divider',
				key: `divider ${id}`,
				channel: channelName(message),
				at: receivedAt,
			});
		const single: Single = {
			kind: 'message',
			key: id,
			message,
			isFirst: !before || isApart(before, message) || !isSameSender(before, message),
			isLast: !after || isApart(message, after) || !isSameSender(message, after),
		};
		const last = entries.at(-1);
		if (before && isOneCarousel(before, message) && last?.kind === 'carousel')
			last.pictures.push(single);
		else if (after && isOneCarousel(message, after))
			entries.push({ kind: 'carousel', key: `carousel ${id}`, pictures: [single] });
		else entries.push(single);
	});
	return entries;
}

function isOneCarousel(one: Message, other: Message): boolean {
	const arePictures = [one, other].every(
		({ body, mediaUrls }) => body === '' && mediaUrls.length === 1,
	);
	return arePictures && one.receivedAt === other.receivedAt && isSameSender(one, other);
}

const isSameSender = (one: Message, other: Message) =>
	one.direction === other.direction && one.senderIdentifier === other.senderIdentifier;

const isApart = (before: Message, message: Message) =>
	channelName(before) !== channelName(message) ||
	message.receivedAt - before.receivedAt > SILENCE ||
	new Date(before.receivedAt / 1_000).getDate() !== new Date(message.receivedAt / 1_000).getDate();

function channelName({ channel }: Message): Divider['channel'] {
	if (channel === 'whatsapp') return 'WhatsApp';
	return channel === 'imessage' ? 'iMessage' : 'Text Message';
}
