import { normalise } from './addresses';
import type { Clock, Microseconds, TimeLike } from './clock';
import type {
	Agent,
	AgentDraft,
	Call,
	CallRowDraft,
	ContactDraft,
	ContactRow,
	Conversation,
	ConversationDraft,
	Message,
	MessageDraft,
	NumberDraft,
	PhoneNumber,
	Reaction,
	ReactionDraft,
} from './model';

/** Makes rows whole from whatever a test says of them: ids are counted, times are now, names and numbers made up. */
export class Rows {
	private counter = 0;

	constructor(private readonly clock: Clock) {}

	/** An id that no other row has: `conv_1`, `msg_2`, … */
	nextId(prefix: string): string {
		return `${prefix}_${this.nextSequence()}`;
	}

	nextSequence(): number {
		return ++this.counter;
	}

	time(time: TimeLike | undefined): Microseconds {
		return time === undefined ? this.clock.stamp() : this.clock.observe(time);
	}

	agent(draft: AgentDraft): Agent {
		const id = draft.id ?? this.nextId('agt');
		return {
			name: `Agent ${id}`,
			subAccountId: null,
			...draft,
			id,
			createdAt: this.time(draft.createdAt),
		};
	}

	contact(draft: ContactDraft): ContactRow {
		const createdAt = this.time(draft.createdAt);
		const { updatedAt } = draft;
		return {
			name: 'Somebody',
			email: null,
			notes: null,
			subAccountId: null,
			...draft,
			id: draft.id ?? this.nextId('ct'),
			phoneNumber: normalise(draft.phoneNumber ?? this.unusedNumber('212')),
			createdAt,
			updatedAt: updatedAt === undefined ? createdAt : this.time(updatedAt),
		};
	}

	/** Under way, outbound, unless the draft says otherwise. */
	call({ startedAt, endedAt, ...draft }: CallRowDraft): Call {
		return {
			agentId: null,
			phoneNumberId: '',
			fromNumber: '',
			toNumber: '',
			direction: 'outbound',
			status: 'in-progress',
			systemPrompt: null,
			turns: [],
			subAccountId: null,
			...draft,
			id: draft.id ?? this.nextId('call'),
			startedAt: this.time(startedAt),
			endedAt: endedAt === undefined || endedAt === null ? null : this.time(endedAt),
		};
	}

	/** @param agent the one that it is attached to */
	number(draft: NumberDraft, agent: Agent | undefined): PhoneNumber {
		return {
			country: 'US',
			status: 'active',
			type: 'imessage',
			agentId: null,
			supportsEmojiReactions: true,
			subAccountId: agent?.subAccountId ?? null,
			...draft,
			id: draft.id ?? this.nextId('num'),
			phoneNumber: normalise(draft.phoneNumber ?? this.unusedNumber('415')),
			createdAt: this.time(draft.createdAt),
		};
	}

	/** With a `groupId` or `participants` it is a group. */
	conversation(draft: ConversationDraft, number: PhoneNumber): Conversation {
		const isGroup = Boolean(draft.groupId ?? draft.participants);
		const groupId = isGroup ? (draft.groupId ?? this.nextId('grp')) : null;
		const participant = groupId ?? draft.participant ?? this.unusedNumber('628');
		const lastMessageAt = this.time(draft.lastMessageAt);
		return {
			agentId: number.agentId,
			groupName: null,
			groupIconUrl: null,
			participants: null,
			contact: null,
			metadata: null,
			channel: number.type,
			background: null,
			subAccountId: number.subAccountId,
			...draft,
			id: draft.id ?? this.nextId('conv'),
			phoneNumberId: number.id,
			phoneNumber: number.phoneNumber,
			participant: normalise(participant),
			groupId,
			createdAt: draft.createdAt === undefined ? lastMessageAt : this.time(draft.createdAt),
			lastMessageAt,
			sequence: this.nextSequence(),
		};
	}

	/** Inbound, unless it says otherwise. */
	message(draft: MessageDraft, conversation: Conversation): Message {
		const { direction = 'inbound', id = this.nextId('msg') } = draft;
		const isInbound = direction === 'inbound';
		const person = draft.senderIdentifier ?? conversation.participant;
		return {
			body: `Message ${id}`,
			fromNumber: isInbound ? person : conversation.phoneNumber,
			toNumber: isInbound ? conversation.phoneNumber : conversation.participant,
			senderIdentifier: null,
			channel: conversation.channel,
			mediaUrls: [],
			sendStyle: null,
			replyToMessageId: null,
			...draft,
			id,
			direction,
			conversationId: conversation.id,
			reactions: (draft.reactions ?? []).map((reaction) => this.reaction(reaction, conversation)),
			receivedAt: this.time(draft.receivedAt),
			sequence: this.nextSequence(),
		};
	}

	/** By the person, unless it says otherwise. */
	reaction(draft: ReactionDraft, conversation: Conversation): Reaction {
		const { direction = 'inbound' } = draft;
		return {
			reactionType: 'love',
			fromNumber: direction === 'inbound' ? conversation.participant : conversation.phoneNumber,
			...draft,
			id: draft.id ?? this.nextId('rct'),
			direction,
			createdAt: this.time(draft.createdAt),
		};
	}

	private unusedNumber(areaCode: string): string {
		return `+1${areaCode}${String(5_550_000 + this.nextSequence()).slice(-7)}`;
	}
}
