/** A customer, a shop's agent with a webhook, and a chat that shows everything a phone can show. */
import type { Emulator } from '../../emulator';
import { cupPicture, sunsetPicture, trayPicture } from './pictures';

export const ADA = '+14155550117';
const AGENT = { id: 'agt_shop', name: 'Corner Shop' };

/** Gives the account an agent with a number of its own. */
export function addShop({ store }: Emulator) {
	store.addAgent(AGENT);
	return store.addNumber({ phoneNumber: '+14155550100', agentId: AGENT.id });
}

/** Fills the phone of {@link ADA} with chats with the shop. @returns the conversation that is worth a look */
export function furnish(emulator: Emulator): string {
	const { store } = emulator;
	const { id: phoneNumberId } = store.numbers()[0] ?? addShop(emulator);
	const now = Date.now();
	const ago = (minutes: number) => now - minutes * 60_000;
	const picture = (name: string, bytes: string) =>
		emulator.mediaUrl(`shop/${name}`, { type: 'image/svg+xml', bytes });

	const group = store.addConversation({
		phoneNumberId,
		groupName: 'Saturday brunch',
		participants: [
			{ identifier: ADA, name: 'Ada' },
			{ identifier: '+14155550102', name: 'Grace' },
		],
	});
	store.addMessage(group.id, {
		body: 'Can we have the big table by the window?',
		senderIdentifier: '+14155550102',
		receivedAt: ago(60 * 26),
	});
	store.addMessage(group.id, {
		body: 'It is yours from eleven.',
		direction: 'outbound',
		receivedAt: ago(60 * 26 - 1),
	});

	const { id } = store.addConversation({
		phoneNumberId,
		participant: ADA,
		metadata: {
			name: 'Ada',
			order: { number: '1042', items: ['cup', 'saucer'], status: 'packed' },
			answers: 1,
		},
	});
	const say = (minutes: number, draft: Parameters<typeof store.addMessage>[1]) =>
		store.addMessage(id, { receivedAt: ago(minutes), ...draft });
	const question = say(14, { body: 'Hello! Is the blue cup still there?' });
	store.addReaction(question.id, { reactionType: 'like', direction: 'outbound' });
	say(13.5, { body: 'It is, Ada. Three of them:', direction: 'outbound' });
	[cupPicture, trayPicture, sunsetPicture].forEach((bytes, index) =>
		say(13, {
			body: '',
			direction: 'outbound',
			mediaUrls: [picture(`${index}.svg`, bytes)],
			...(index === 0 && { reactions: [{ reactionType: 'love', fromNumber: ADA }] }),
		}),
	);
	say(11, { body: 'The first one, please. With a saucer?' });
	say(10, {
		body: 'With a saucer, and order 1042 is packed.',
		direction: 'outbound',
		sendStyle: 'confetti',
	});
	return id;
}

/** What happens while one looks: a question, a tapback, a change of the metadata, and an answer being typed. */
export async function goOn({ store, person }: Emulator, conversation: string): Promise<void> {
	const packed = store.messages(conversation).at(-1)!;
	await person.react(packed.id, 'laugh', { from: ADA });
	await person.text(ADA, 'Lovely. When will it be here?', { replyToMessageId: packed.id });
	store.setMetadata(conversation, {
		name: 'Ada',
		order: {
			number: '1042',
			items: ['cup', 'saucer'],
			status: 'out for delivery',
			lastQuestion: 'Lovely. When will it be here?',
		},
		answers: 2,
	});
	store.changes.tell({ type: 'typing', conversationId: conversation });
}
