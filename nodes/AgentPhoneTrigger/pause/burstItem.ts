import type { IDataObject } from 'n8n-workflow';

import { readMediaUrls, type Envelope } from '../../api/webhook/events';
import type { TimedMessage } from './readBurst';

/** One of the messages that an execution starts with, as the item shows it. */
export interface BurstMessage {
	messageId: string | null;
	text: string;
	mediaUrls: string[];
	channel: string | null;
	receivedAt: string | null;
}

export const shownMessage = (message: TimedMessage): BurstMessage => ({
	messageId: message.id,
	text: message.body ?? '',
	mediaUrls: readMediaUrls({ event: 'agent.message', data: { ...message } as IDataObject }),
	channel: message.channel ?? null,
	receivedAt: message.receivedAt,
});

/** The message of a delivery, of which its simplified item says everything. */
export const ownMessage = (envelope: Envelope, simplified: IDataObject): BurstMessage => ({
	messageId: simplified.messageId as string | null,
	text: String(simplified.text ?? ''),
	mediaUrls: readMediaUrls(envelope),
	channel: envelope.channel ?? null,
	receivedAt: simplified.receivedAt as string | null,
});

/** The item of a burst: that of the delivery that hands it on, with what all of its messages say. */
export function withBurst(simplified: IDataObject, messages: readonly BurstMessage[]): IDataObject {
	const ids = new Set(messages.map(({ messageId }) => messageId));
	const history = simplified.history as IDataObject[];
	const last = messages.at(-1);
	return {
		...simplified,
		...(last && { messageId: last.messageId, channel: last.channel, receivedAt: last.receivedAt }),
		text: joinTexts(messages),
		mediaUrls: mediaOf(messages),
		history: history.filter((earlier) => !ids.has(earlier?.messageId as string)),
		messages: messages.map((message) => ({ ...message })),
	};
}

export const mediaOf = (messages: readonly BurstMessage[]): string[] => [
	...new Set(messages.flatMap(({ mediaUrls }) => mediaUrls)),
];

const joinTexts = (messages: readonly BurstMessage[]) =>
	messages
		.map(({ text }) => text)
		.filter(Boolean)
		.join('\n');
