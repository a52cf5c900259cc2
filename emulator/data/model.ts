import type { Microseconds, TimeLike } from './clock';

/** The rows of AgentPhone's data base, as far as its API shows them. */

export type LineType = 'imessage' | 'sms';
export type TextChannel = 'sms' | 'mms' | 'imessage' | 'whatsapp';
export type Direction = 'inbound' | 'outbound';
export type Metadata = Record<string, unknown>;

/** `null` is the main account. */
type SubAccountId = string | null;

export interface Agent {
	id: string;
	name: string;
	subAccountId: SubAccountId;
	createdAt: Microseconds;
}

export interface PhoneNumber {
	id: string;
	phoneNumber: string;
	country: string;
	status: string;
	type: LineType;
	agentId: string | null;
	/** Newer iMessage lines can send any emoji as a reaction; older ones only the six tapbacks. */
	supportsEmojiReactions: boolean;
	subAccountId: SubAccountId;
	createdAt: Microseconds;
}

export interface GroupMember {
	identifier: string;
	name: string | null;
}

/** Who somebody is, as an event says it: an entry of the address book, or what a test makes up. */
export interface Contact {
	id: string;
	name: string | null;
	email: string | null;
	phoneNumber: string | null;
}

/** An entry of the account's address book. No two have one number. */
export interface ContactRow {
	id: string;
	/** E.164. */
	phoneNumber: string;
	name: string;
	email: string | null;
	notes: string | null;
	subAccountId: SubAccountId;
	createdAt: Microseconds;
	updatedAt: Microseconds;
}

export interface CallTurn {
	role: 'user' | 'agent';
	content: string;
	at: Microseconds;
}

export interface Call {
	id: string;
	agentId: string | null;
	phoneNumberId: string;
	fromNumber: string;
	toNumber: string;
	direction: 'inbound' | 'outbound' | 'web';
	status: 'in-progress' | 'completed' | 'failed';
	/** Who talks: AgentPhone's own model by this prompt or, without one, the webhook. */
	systemPrompt: string | null;
	turns: CallTurn[];
	subAccountId: SubAccountId;
	startedAt: Microseconds;
	endedAt: Microseconds | null;
}

export interface Conversation {
	id: string;
	agentId: string | null;
	phoneNumberId: string;
	phoneNumber: string;
	/** The person at the other end; in a group, the group id. */
	participant: string;
	groupId: string | null;
	groupName: string | null;
	groupIconUrl: string | null;
	participants: GroupMember[] | null;
	/** Who the participant is in the account's address book; comes with events. */
	contact: Contact | null;
	metadata: Metadata | null;
	/** The channel of the latest message, or what the line would use. */
	channel: TextChannel;
	background: { id: string; version: number; imageUrl: string } | null;
	subAccountId: SubAccountId;
	createdAt: Microseconds;
	lastMessageAt: Microseconds;
	sequence: number;
}

export interface Reaction {
	id: string;
	reactionType: string;
	fromNumber: string;
	direction: Direction;
	createdAt: Microseconds;
}

export interface Message {
	id: string;
	conversationId: string;
	body: string;
	fromNumber: string;
	toNumber: string;
	direction: Direction;
	senderIdentifier: string | null;
	channel: TextChannel;
	mediaUrls: string[];
	sendStyle: string | null;
	replyToMessageId: string | null;
	reactions: Reaction[];
	receivedAt: Microseconds;
	sequence: number;
}

/** What a test may say of a row; the rest is filled in. Times may be given in any form. */
type Draft<Row, Time extends keyof Row> = Partial<Omit<Row, Time | 'sequence'>> &
	Partial<Record<Time, TimeLike>>;

export type AgentDraft = Draft<Agent, 'createdAt'>;
export type NumberDraft = Draft<PhoneNumber, 'createdAt'>;
export type ConversationDraft = Draft<Conversation, 'createdAt' | 'lastMessageAt'>;
export type ContactDraft = Draft<ContactRow, 'createdAt' | 'updatedAt'>;
export type CallRowDraft = Draft<Call, 'startedAt' | 'endedAt'>;
export type ReactionDraft = Draft<Reaction, 'createdAt'>;
export type MessageDraft = Draft<Omit<Message, 'conversationId' | 'reactions'>, 'receivedAt'> & {
	reactions?: ReactionDraft[];
};
