/**
 * What AgentPhone sends and takes, with its wire names.
 * Source: the AgentPhone API reference (https://docs.agentphone.ai/api-reference) and its TypeScript SDK.
 */

/** A value that JSON can carry. */
export type Json = string | number | boolean | null | Json[] | JsonObject;
export interface JsonObject {
	[key: string]: Json;
}

/** An ISO 8601 UTC time. The number of fraction digits and the zone's spelling (`Z`, `+00:00`) vary. */
export type Timestamp = string;

/** Others may follow, so a value that is not here is passed on as it is. */
export type Channel = 'sms' | 'mms' | 'imessage' | 'whatsapp' | 'voice';
export type Direction = 'inbound' | 'outbound';

/** One page of a list. `hasMore` and `total` are missing from some of AgentPhone's lists. */
export interface Page<Row> {
	data: Row[];
	hasMore?: boolean;
	total?: number;
}

/** Which page of a list: so many rows, from one of them on. */
export interface OffsetQuery {
	limit: number;
	offset?: number;
}

/** What a field without a value is: `null`, or left out. */
type Empty = null | undefined;

export interface Participant {
	identifier: string;
	name?: string | Empty;
}

interface ConversationBase {
	id: string;
	agentId?: string | Empty;
	phoneNumberId?: string | Empty;
	phoneNumber: string;
	/** The person, or the ID of the group. */
	participant?: string | Empty;
	channel?: Channel | Empty;
	isGroup?: boolean;
	groupId?: string | Empty;
	groupName?: string | Empty;
	groupIconUrl?: string | Empty;
	participants?: Participant[] | Empty;
	/** Missing where there is no message yet. */
	lastMessageAt?: Timestamp | Empty;
	messageCount: number;
	/** The builder's own state. An agent's list leaves it out; the account's list and the detail have it. */
	metadata?: JsonObject | Empty;
	createdAt: Timestamp;
}

/** A row of the conversation list. */
export interface ConversationSummary extends ConversationBase {
	lastMessagePreview?: string | Empty;
}

/** One conversation, with its recent messages. */
export interface Conversation extends ConversationBase {
	/** What its channels can do, of a conversation with one person. */
	capabilities?: JsonObject | Empty;
	messages: Message[];
}

export interface Reaction {
	id: string;
	reactionType: string;
	fromNumber: string;
	direction: Direction;
	createdAt: Timestamp;
}

export interface Message {
	id: string;
	/** Empty when there is only media. */
	body: string;
	fromNumber: string;
	toNumber: string;
	direction: Direction;
	senderIdentifier?: string | Empty;
	channel?: Channel | Empty;
	mediaUrl?: string | Empty;
	mediaUrls?: string[];
	/** Missing of a message that is not delivered yet, for instance. */
	receivedAt?: Timestamp | Empty;
	reactions?: Reaction[];
	replyTo?: { messageId: string; message?: string | Empty; mediaUrls?: string[] } | Empty;
}

/** What is answered to a message that was taken; it has the names of the request. */
export interface MessageSent {
	id: string;
	status?: string | Empty;
	channel?: Channel | Empty;
	from_number?: string | Empty;
	/** Of a new group, its ID. */
	to_number?: string | Empty;
	conversation_id?: string | Empty;
	media_urls?: string[] | Empty;
	reply_to_message_id?: string | Empty;
	reply_parent_unresolved?: boolean | Empty;
}

/** What is answered to a reaction; it has the names of the request. */
export interface ReactionSent {
	id: string;
	reaction_type: string;
	message_id: string;
	channel?: Channel | Empty;
}

export interface TypingShown {
	conversationId: string;
	channel?: Channel | Empty;
	status?: string | Empty;
}

export interface BackgroundSet {
	conversationId: string;
	channel?: Channel | Empty;
	hasBackground?: boolean;
	backgroundId?: string | Empty;
	backgroundVersion?: number | string | Empty;
	changed?: boolean;
}

/** Whether a conversation is with a group, where that is not said. */
export const isGroup = ({ isGroup, groupId, participants }: ConversationBase): boolean =>
	isGroup ?? (Boolean(groupId) || (participants?.length ?? 0) > 1);

export interface Agent {
	id: string;
	name: string;
}

export interface PhoneNumber {
	id: string;
	phoneNumber: string;
	country: string;
	status: string;
	type: string;
	agentId: string | null;
}

/** An entry of the account's address book. */
export interface Contact {
	id: string;
	/** E.164. No two contacts have one number. */
	phoneNumber?: string | Empty;
	name?: string | Empty;
	email?: string | Empty;
	notes?: string | Empty;
	createdAt: Timestamp;
	updatedAt: Timestamp;
}

/** What a number can be reached by. */
export interface ContactCapabilities {
	phoneNumber: string;
	capabilities: { imessage: boolean; sms: boolean };
	checkedAt: Timestamp;
}

/** A row of the list of calls. */
export interface CallSummary {
	id: string;
	agentId: string | null;
	phoneNumberId: string | null;
	/** The agent's. */
	phoneNumber: string | null;
	fromNumber: string;
	toNumber: string;
	direction?: 'inbound' | 'outbound' | 'web';
	/** `in-progress`, then `completed` or `failed`. */
	status: string;
	startedAt: Timestamp;
	endedAt: Timestamp | null;
	durationSeconds: number | null;
	lastTranscriptSnippet: string | null;
}

/** What was said in a call, turn by turn. */
export interface CallTurn {
	role: string;
	content: string;
	createdAt?: Timestamp;
}

/** A webhook's registration, of the account or of one agent. Each POST makes a new secret. */
export interface Webhook {
	id: string;
	url: string;
	secret: string;
	status: string;
	/** Messages of history that come with a delivery, 0 to 50. */
	contextLimit: number;
	/** Seconds that AgentPhone waits for the answer to a delivery, 5 to 120. */
	timeout: number;
	createdAt: Timestamp;
}
