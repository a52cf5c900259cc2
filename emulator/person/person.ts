import { normalise } from '../data/addresses';
import type { Calls, CallDraft, Spoken } from './calls';
import type { Delivery } from '../webhooks/deliveries';
import type { Dialect } from '../dialect';
import type { Events } from '../webhooks/events';
import type { Conversation, Message, TextChannel } from '../data/model';
import { addAll } from '../api/sending';
import type { Store } from '../data/store';

/** What came of something that the person did. The ids are `null` where there is nothing to name. */
export interface Done {
	/** `X-Webhook-ID`; `null` when no webhook is registered. */
	deliveryId: string | null;
	conversationId: string | null;
	messageId: string | null;
	/** One for each image of a carousel. */
	deliveries: Delivery[];
}

/**
 * The human at the other end. Each thing that they do is stored, delivered to the registered webhook, and resolves
 * when the first attempt of that is answered or has failed; retries go on by themselves.
 */
export class Person {
	constructor(
		private readonly store: Store,
		private readonly dialect: Dialect,
		private readonly events: Events,
		private readonly calls: Calls,
	) {}

	/**
	 * Sends a text, or images.
	 *
	 * @param to the agent's number; default: the one they are in conversation with, else the first one
	 * @param groupId the group that they write in; one that does not exist is made
	 * @param replyToMessageId the message of this conversation that they answer inline
	 */
	async text(
		from: string,
		body: string,
		options: {
			to?: string;
			channel?: TextChannel;
			mediaUrls?: string[];
			groupId?: string;
			replyToMessageId?: string;
		} = {},
	): Promise<Done> {
		const { mediaUrls = [], groupId, replyToMessageId = null } = options;
		const conversation = this.conversation(from, options);
		const isSms = ['sms', 'mms'].includes(options.channel ?? conversation.channel);
		const channel =
			options.channel ?? (isSms ? (mediaUrls.length > 0 ? 'mms' : 'sms') : conversation.channel);
		const messages = addAll(
			this.store,
			this.dialect,
			conversation,
			{
				body,
				channel,
				replyToMessageId,
				...(groupId && { senderIdentifier: normalise(from) }),
			},
			mediaUrls,
		);
		const deliveries = await Promise.all(
			messages.map((message) => this.events.message(conversation, message)),
		);
		return done(deliveries, conversation.id, messages[0]);
	}

	/** Reacts to a message, their own or the agent's. */
	async react(
		messageId: string,
		reactionType: string,
		{ from }: { from?: string } = {},
	): Promise<Done> {
		const reaction = this.store.addReaction(messageId, {
			reactionType,
			...(from !== undefined && { fromNumber: normalise(from) }),
		});
		const message = this.store.message(messageId)!;
		const conversation = this.store.conversation(message.conversationId)!;
		const delivery = await this.events.reaction(conversation, message, reaction);
		return done([delivery], conversation.id, message);
	}

	/**
	 * Says something on the phone, and hears the answer. A turn is delivered once: who is on the phone does not wait
	 * for a retry.
	 */
	async say(
		from: string,
		transcript: string,
		options: { callId?: string; to?: string; confidence?: number } = {},
	): Promise<Spoken & Done> {
		const { spoken, delivery } = await this.calls.say(from, transcript, options);
		return { ...spoken, ...done([delivery], null) };
	}

	/** Ends the call: `agent.call_ended`. */
	async hangUp(callId: string, draft: CallDraft = {}): Promise<Done> {
		return done([await this.calls.hangUp(callId, draft)], null);
	}

	private conversation(
		from: string,
		{ to, channel, groupId }: { to?: string; channel?: TextChannel; groupId?: string },
	): Conversation {
		const participant = normalise(from);
		const known = groupId ? this.store.group(groupId) : undefined;
		if (known) return known;
		const number = this.number(participant, to);
		if (groupId) {
			const participants = [{ identifier: participant, name: null }];
			return this.store.addConversation({ phoneNumberId: number.id, groupId, participants });
		}
		return (
			this.store.thread(number.id, participant, channel) ??
			this.store.addConversation({
				phoneNumberId: number.id,
				participant,
				...(channel && { channel }),
			})
		);
	}

	private number(participant: string, to?: string) {
		const numbers = this.store.allNumbers();
		if (to !== undefined) {
			const wanted = normalise(to);
			const found = numbers.find(({ id, phoneNumber }) => id === to || phoneNumber === wanted);
			return found ?? this.store.addNumber({ phoneNumber: to });
		}
		const known = numbers.find(({ id }) => this.store.thread(id, participant));
		return known ?? this.store.defaultNumber();
	}
}

function done(
	deliveries: Array<Delivery | null>,
	conversationId: string | null,
	message?: Message,
): Done {
	const made = deliveries.filter((delivery) => delivery !== null);
	return {
		deliveryId: made[0]?.id ?? null,
		conversationId,
		messageId: message?.id ?? null,
		deliveries: made,
	};
}
