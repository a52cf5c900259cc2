import type { Change } from '../../data/changes';
import type { Conversation, Message, Reaction } from '../../data/model';
import type { Delivery } from '../../webhooks/deliveries';
import type { Chat, Snapshot } from '../snapshot';

export type { Chat } from '../snapshot';

/** How many deliveries the log shows. */
const LONGEST_LOG = 40;

/** What is on the phone: a snapshot, kept up to date by changes. A change that is told twice changes nothing. */
export class Phone {
	me = '';
	people: Snapshot['people'] = [];
	lines: Snapshot['lines'] = [];
	hasWebhook = false;
	/** By conversation. */
	readonly chats = new Map<string, Chat>();
	/** Oldest first. */
	readonly deliveries = new Map<string, Delivery>();

	load({ chats, deliveries, ...rest }: Snapshot): void {
		Object.assign(this, rest);
		this.chats.clear();
		for (const chat of chats) this.chats.set(chat.conversation.id, chat);
		this.deliveries.clear();
		for (const delivery of deliveries) this.deliveries.set(delivery.id, delivery);
	}

	/** Takes in a change; those of other people's chats are none of this phone's business. */
	apply({ type, conversationId = '', ...detail }: Change): void {
		if (type === 'delivery') return this.logDelivery(detail.delivery as Delivery);
		if (type === 'conversation') return this.addChat(detail.conversation as Conversation);
		const chat = this.chats.get(conversationId);
		if (!chat) return;
		const { conversation, messages } = chat;
		if (type === 'message') this.addMessage(chat, detail.message as Message);
		if (type === 'reaction') {
			const message = messages.find(({ id }) => id === detail.messageId);
			if (message) addNew(message.reactions, detail.reaction as Reaction);
		}
		if (type === 'metadata' || type === 'group' || type === 'background')
			Object.assign(conversation, detail);
	}

	/** Latest activity first. */
	chatList(): Chat[] {
		const latest = ({ conversation, messages }: Chat) =>
			messages.at(-1)?.receivedAt ?? conversation.lastMessageAt;
		return [...this.chats.values()].sort((one, other) => latest(other) - latest(one));
	}

	/** The delivery that tells of a message, if there is one. */
	deliveryOf(message: Message): Delivery | undefined {
		return [...this.deliveries.values()].find(
			({ event, messageId }) => event === 'agent.message' && messageId === message.id,
		);
	}

	isMine({ direction, senderIdentifier }: Message): boolean {
		return direction === 'inbound' && (senderIdentifier ?? this.me) === this.me;
	}

	isMyReaction({ direction, fromNumber }: Reaction): boolean {
		return direction === 'inbound' && fromNumber === this.me;
	}

	private addChat(conversation: Conversation): void {
		const { id, participant, participants } = conversation;
		const isMine =
			participant === this.me || participants?.some(({ identifier }) => identifier === this.me);
		if (isMine && !this.chats.has(id)) this.chats.set(id, { conversation, messages: [] });
	}

	private addMessage({ conversation, messages }: Chat, message: Message): void {
		addNew(messages, message);
		messages.sort(
			(one, other) => one.receivedAt - other.receivedAt || one.sequence - other.sequence,
		);
		conversation.channel = messages.at(-1)!.channel;
	}

	private logDelivery(delivery: Delivery): void {
		this.hasWebhook = true;
		this.deliveries.set(delivery.id, delivery);
		const [oldest] = this.deliveries.keys();
		if (this.deliveries.size > LONGEST_LOG) this.deliveries.delete(oldest);
	}
}

function addNew<Row extends { id: string }>(rows: Row[], row: Row): void {
	if (!rows.some(({ id }) => id === row.id)) rows.push(row);
}
