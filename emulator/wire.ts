import type { AgentPhone } from 'agentphone';

import { printTimestamp, type Microseconds } from './data/clock';
import type { Dialect } from './dialect';
import type {
	Agent,
	Call,
	ContactRow,
	Conversation,
	Message,
	PhoneNumber,
	Reaction,
	TextChannel,
} from './data/model';
import type { Store } from './data/store';

/** Which channels can send, whether reactions, emoji and media work, and until when WhatsApp takes free text. */
interface Capabilities {
	channels: TextChannel[];
	reactions: boolean;
	emojiReactions: boolean;
	media: boolean;
	whatsappWindowExpiresAt: string | null;
}

/**
 * The rows as the API shows them. The types are those of AgentPhone's own SDK, so a drift between the two does not
 * compile.
 */
export class Wire {
	constructor(
		private readonly store: Store,
		private readonly dialect: Dialect,
	) {}

	time(time: Microseconds): string {
		const { timestampPrecision, timestampZone } = this.dialect;
		return printTimestamp(time, timestampPrecision, timestampZone);
	}

	/** `channel` is newer than the SDK. */
	summary(
		conversation: Conversation,
	): AgentPhone.AppRoutesConversationsConversationSummary & { channel: TextChannel } {
		const latest = this.store.messages(conversation.id).at(-1);
		const { channel } = conversation;
		return { ...this.conversation(conversation), channel, lastMessagePreview: preview(latest) };
	}

	/** A row of an agent's list: without the group and the metadata. */
	agentSummary(conversation: Conversation): AgentPhone.AppRoutesAgentsConversationSummary {
		const messages = this.store.messages(conversation.id);
		return {
			id: conversation.id,
			agentId: conversation.agentId,
			phoneNumberId: conversation.phoneNumberId,
			phoneNumber: conversation.phoneNumber,
			participant: conversation.participant,
			lastMessageAt: this.time(conversation.lastMessageAt),
			lastMessagePreview: preview(messages.at(-1)),
			messageCount: messages.length,
			createdAt: this.time(conversation.createdAt),
		};
	}

	/** @param messageLimit how many of the latest messages come with it */
	detail(
		conversation: Conversation,
		messageLimit: number,
	): AgentPhone.ConversationDetail & { channel: TextChannel; capabilities?: Capabilities } {
		const recent = this.store.messages(conversation.id).slice(-messageLimit);
		return {
			...this.conversation(conversation),
			channel: conversation.channel,
			...(conversation.groupId === null && { capabilities: this.capabilities(conversation) }),
			messages: this.inOrder(recent).map((message) => this.message(message)),
		};
	}

	/** What a conversation with one person can do. Newer than the SDK. */
	private capabilities({ id, channel, phoneNumberId }: Conversation): Capabilities {
		const isSms = channel === 'sms' || channel === 'mms';
		const end = this.store.whatsAppWindowEnd(id);
		return {
			channels:
				channel === 'whatsapp' ? ['whatsapp'] : isSms ? ['sms', 'mms'] : ['imessage', 'sms'],
			reactions: !isSms,
			emojiReactions: !isSms && Boolean(this.store.number(phoneNumberId)?.supportsEmojiReactions),
			media: true,
			whatsappWindowExpiresAt: end === undefined ? null : this.time(end),
		};
	}

	/** @param messages oldest first */
	inOrder(messages: Message[]): Message[] {
		return this.dialect.messageOrder === 'newestFirst' ? messages.toReversed() : messages;
	}

	message(message: Message): AgentPhone.MessageInConversation {
		const { mediaUrls, ...whole } = {
			id: message.id,
			body: message.body,
			fromNumber: message.fromNumber,
			toNumber: message.toNumber,
			direction: message.direction,
			senderIdentifier: message.senderIdentifier,
			channel: message.channel,
			mediaUrl: message.mediaUrls[0] ?? null,
			mediaUrls: message.mediaUrls,
			receivedAt: this.time(message.receivedAt),
			reactions: message.reactions.map((reaction) => this.reaction(reaction)),
			replyTo: this.replyTo(message),
		} satisfies Required<AgentPhone.MessageInConversation>;
		const row = this.dialect.mediaUrls === 'present' ? { ...whole, mediaUrls } : whole;
		return this.leaveEmptyOut(row, ['senderIdentifier', 'channel', 'mediaUrl', 'replyTo']);
	}

	reaction(reaction: Reaction): AgentPhone.ReactionInConversation {
		const { id, reactionType, fromNumber, direction, createdAt } = reaction;
		return { id, reactionType, fromNumber, direction, createdAt: this.time(createdAt) };
	}

	number(number: PhoneNumber): AgentPhone.PhoneNumberResponse {
		const { id, phoneNumber, country, status, type, agentId } = number;
		const row = {
			id,
			phoneNumber,
			country,
			status,
			type,
			agentId,
			createdAt: this.time(number.createdAt),
		} satisfies Required<AgentPhone.PhoneNumberResponse>;
		return this.leaveEmptyOut(row, ['agentId']);
	}

	agent({ id, name, createdAt, subAccountId }: Agent): AgentPhone.AgentResponse {
		return {
			id,
			name,
			description: null,
			voiceMode: 'webhook',
			voice: 'default',
			createdAt: this.time(createdAt),
			numbers: this.store
				.numbers(subAccountId)
				.filter((number) => number.agentId === id)
				.map(({ id, phoneNumber, status, type }) => ({ id, phoneNumber, status, type })),
		};
	}

	contact(contact: ContactRow): AgentPhone.ContactResponse {
		const { id, phoneNumber, name, email, notes, createdAt, updatedAt } = contact;
		const row = {
			id,
			phoneNumber,
			name,
			email,
			notes,
			createdAt: this.time(createdAt),
			updatedAt: this.time(updatedAt),
		} satisfies Required<AgentPhone.ContactResponse>;
		return this.leaveEmptyOut(row, ['email', 'notes']);
	}

	/** `direction` is newer than the SDK. */
	callSummary(call: Call): AgentPhone.CallSummary & { direction: Call['direction'] } {
		const { id, agentId, phoneNumberId, fromNumber, toNumber, direction, status } = call;
		const { startedAt, endedAt } = call;
		return {
			id,
			agentId,
			phoneNumberId,
			phoneNumber: direction === 'outbound' ? fromNumber : toNumber,
			fromNumber,
			toNumber,
			direction,
			status,
			startedAt: this.time(startedAt),
			endedAt: endedAt === null ? null : this.time(endedAt),
			durationSeconds: endedAt === null ? null : Math.round((endedAt - startedAt) / 1_000_000),
			lastTranscriptSnippet: call.turns.at(-1)?.content ?? null,
		};
	}

	/** With what was said in it: the SDK does not say how, so it is as the dialect has it. */
	call(call: Call): object {
		const { callTranscript } = this.dialect;
		return {
			...this.callSummary(call),
			...(callTranscript === 'turns' && { transcript: this.transcript(call) }),
			...(callTranscript === 'exchanges' && { transcripts: this.exchanges(call) }),
		};
	}

	/** What was said, turn by turn. */
	transcript({ turns }: Call) {
		return turns.map(({ role, content, at }) => ({ role, content, createdAt: this.time(at) }));
	}

	/** What was said, each time by the person and in answer to it. What the agent says first answers nothing. */
	private exchanges({ id, turns }: Call) {
		const exchanges: Array<{ transcript: string; response: string | null; at: Microseconds }> = [];
		for (const { role, content, at } of turns) {
			const last = exchanges.at(-1);
			if (role === 'user') exchanges.push({ transcript: content, response: null, at });
			else if (last && last.response === null) last.response = content;
			else exchanges.push({ transcript: '', response: content, at });
		}
		return exchanges.map(({ transcript, response, at }, index) => ({
			id: `${id}_${index}`,
			transcript,
			confidence: 0.97,
			response,
			createdAt: this.time(at),
		}));
	}

	private conversation(
		conversation: Conversation,
	): Omit<AgentPhone.ConversationDetail, 'messages'> {
		const row = {
			id: conversation.id,
			agentId: conversation.agentId,
			phoneNumberId: conversation.phoneNumberId,
			phoneNumber: conversation.phoneNumber,
			participant: conversation.participant,
			isGroup: conversation.groupId !== null,
			groupId: conversation.groupId,
			groupName: conversation.groupName,
			groupIconUrl: conversation.groupIconUrl,
			participants: conversation.participants,
			lastMessageAt: this.time(conversation.lastMessageAt),
			messageCount: this.store.messages(conversation.id).length,
			metadata: conversation.metadata,
			createdAt: this.time(conversation.createdAt),
		} satisfies Required<Omit<AgentPhone.ConversationDetail, 'messages'>>;
		return this.leaveEmptyOut(row, OPTIONAL_IN_CONVERSATION);
	}

	private replyTo({ replyToMessageId }: Message): AgentPhone.ReplyToInConversation | null {
		const parent = this.store.message(replyToMessageId ?? '');
		if (!parent) return null;
		return { messageId: parent.id, message: parent.body, mediaUrls: parent.mediaUrls };
	}

	/** Takes out the optional fields that have no value, if the dialect says so. */
	private leaveEmptyOut<Row extends object, Optional extends keyof Row>(
		row: Row,
		optional: readonly Optional[],
	): Omit<Row, Optional> & Partial<Pick<Row, Optional>> {
		if (this.dialect.emptyFields === 'null') return row;
		const filled: Partial<Row> = { ...row };
		for (const field of optional) if (row[field] === null) delete filled[field];
		return filled as Row;
	}
}

const OPTIONAL_IN_CONVERSATION = [
	'agentId',
	'groupId',
	'groupName',
	'groupIconUrl',
	'participants',
	'metadata',
] as const;

function preview(message: Message | undefined): string {
	if (!message) return '';
	return (message.body || (message.mediaUrls.length > 0 ? '[Media]' : '')).slice(0, 100);
}
