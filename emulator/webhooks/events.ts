import type { Deliveries, Delivery, Parcel } from './deliveries';
import type { Dialect } from '../dialect';
import type { Conversation, Message, Reaction } from '../data/model';
import type { Store } from '../data/store';
import type { Webhooks } from './registrations';
import type { Wire } from '../wire';

/** What a delivery's body looks like, of any event. */
export interface Envelope {
	event: string;
	channel: string;
	timestamp: string;
	agentId: string | null;
	data: Record<string, unknown>;
	/** The conversation's metadata. */
	conversationState: Record<string, unknown> | null;
	recentHistory: HistoryEntry[];
}

export interface HistoryEntry {
	messageId?: string;
	content: string;
	direction: string;
	channel: string;
	at: string;
}

/** Whose event it is. */
export interface Sender {
	subAccountId: string | null;
	agentId: string | null;
}

/** Writes what happened as events, and hands them to the webhook that is to hear of it. */
export class Events {
	constructor(
		private readonly store: Store,
		private readonly wire: Wire,
		private readonly dialect: Dialect,
		private readonly webhooks: Webhooks,
		private readonly deliveries: Deliveries,
	) {}

	/** `agent.message` of a text. */
	async message(conversation: Conversation, message: Message): Promise<Delivery | null> {
		const data = {
			...this.ids(conversation, message),
			from: message.direction === 'inbound' ? sender(conversation, message) : message.fromNumber,
			to: message.toNumber,
			...this.contact(conversation, message),
			message: message.body,
			mediaUrl: message.mediaUrls[0] ?? null,
			...(this.dialect.mediaUrls === 'present' && { mediaUrls: message.mediaUrls }),
			direction: message.direction,
			receivedAt: this.wire.time(message.receivedAt),
			...group(conversation, message),
		};
		const envelope = this.envelope('agent.message', message.channel, conversation, data, message);
		return await this.post(conversation, envelope, { messageId: message.id });
	}

	/** `agent.reaction`. */
	async reaction(
		conversation: Conversation,
		message: Message,
		reaction: Reaction,
	): Promise<Delivery | null> {
		const { messageId, ...ids } = this.ids(conversation, message);
		const data = {
			...ids,
			reactionType: reaction.reactionType,
			fromNumber: reaction.fromNumber,
			direction: reaction.direction,
			messageId: messageId ?? message.id,
			messageBody: message.body || null,
			messageMediaUrl: message.mediaUrls[0] ?? null,
			...(this.dialect.mediaUrls === 'present' && { messageMediaUrls: message.mediaUrls }),
			createdAt: this.wire.time(reaction.createdAt),
		};
		const channel = message.channel === 'whatsapp' ? 'whatsapp' : 'imessage';
		const envelope = this.envelope('agent.reaction', channel, conversation, data);
		return await this.post(conversation, envelope, { messageId: message.id });
	}

	/**
	 * Delivers any envelope to the webhook of its sender.
	 *
	 * @returns `null` when no webhook is registered
	 */
	async post(
		{ subAccountId, agentId }: Sender,
		envelope: Envelope,
		details: Partial<Parcel> = {},
	): Promise<Delivery | null> {
		const target = () => this.webhooks.for(subAccountId, agentId);
		if (!target()) return null;
		const { event, channel } = envelope;
		const body = JSON.stringify(envelope);
		return await this.deliveries.send({ event, channel, agentId, body, target, ...details });
	}

	/** An envelope around data; with a conversation, its state and its latest messages come along. */
	envelope(
		event: string,
		channel: string,
		about: Conversation | Sender,
		data: Record<string, unknown>,
		newest?: Message,
	): Envelope {
		const conversation = 'metadata' in about ? about : undefined;
		const { subAccountId, agentId } = about;
		const limit = this.webhooks.for(subAccountId, agentId)?.contextLimit ?? 10;
		return {
			event,
			channel,
			timestamp: this.wire.time(this.store.clock.stamp()),
			agentId,
			data,
			conversationState: conversation?.metadata ?? null,
			recentHistory: conversation ? this.history(conversation, limit, newest) : [],
		};
	}

	/** Oldest first. */
	private history({ id }: Conversation, limit: number, newest?: Message): HistoryEntry[] {
		const left = this.dialect.recentHistory === 'earlier' ? newest : undefined;
		if (limit === 0) return [];
		return this.store
			.messages(id)
			.slice(-limit - 1)
			.filter((message) => message !== left)
			.slice(-limit)
			.map((message) => ({
				...(this.dialect.eventIds === 'present' && { messageId: message.id }),
				content: message.body,
				direction: message.direction,
				channel: message.channel,
				at: this.wire.time(message.receivedAt),
			}));
	}

	/** Who wrote, as the address book has them. */
	private contact(conversation: Conversation, message: Message) {
		const contact =
			conversation.contact ??
			this.store.contacts.shownFor(sender(conversation, message), conversation.subAccountId) ??
			null;
		return contact === null && this.dialect.emptyFields === 'absent' ? {} : { contact };
	}

	private ids(
		conversation: Conversation,
		message: Message,
	): { messageId?: string; conversationId: string | null; numberId: string | null } {
		return this.dialect.eventIds === 'present'
			? {
					messageId: message.id,
					conversationId: conversation.id,
					numberId: conversation.phoneNumberId,
				}
			: { conversationId: null, numberId: null };
	}
}

const sender = (conversation: Conversation, { senderIdentifier }: Message) =>
	senderIdentifier ?? conversation.participant;

function group({ groupId, groupName, participants }: Conversation, message: Message) {
	if (groupId === null) return {};
	const { senderIdentifier } = message;
	return { group: { groupId, groupName, participants }, senderIdentifier };
}
