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

export type Channel = 'sms' | 'mms' | 'imessage' | 'whatsapp' | 'voice';
export type Direction = 'inbound' | 'outbound';

/** One page of a list. `hasMore` and `total` are missing from some of AgentPhone's lists. */
export interface Page<Row> {
	data: Row[];
	hasMore?: boolean;
	total?: number;
}

export interface Participant {
	identifier: string;
	name: string | null;
}

interface ConversationBase {
	id: string;
	agentId: string | null;
	phoneNumberId: string;
	phoneNumber: string;
	participant: string;
	isGroup: boolean;
	groupId: string | null;
	groupName: string | null;
	groupIconUrl: string | null;
	participants: Participant[] | null;
	lastMessageAt: Timestamp;
	messageCount: number;
	/** The builder's own state. An agent's list leaves it out; the account's list and the detail have it. */
	metadata?: JsonObject | null;
	createdAt: Timestamp;
}

/** A row of the conversation list. */
export interface ConversationSummary extends ConversationBase {
	lastMessagePreview: string | null;
}

/** One conversation, with its recent messages. */
export interface Conversation extends ConversationBase {
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
	senderIdentifier: string | null;
	channel: Channel | null;
	mediaUrl: string | null;
	mediaUrls: string[];
	receivedAt: Timestamp;
	reactions: Reaction[];
	replyTo: { messageId: string; message: string | null; mediaUrls: string[] } | null;
}

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
