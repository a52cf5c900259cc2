import type { IDataObject } from 'n8n-workflow';

import type { Heard } from '../dialogue/protocol';
import { readWaiting, withoutWaiting, type Waiting } from '../dialogue/waiting';
import { sameAddress } from '../model/address';
import type { Channel } from '../model/types';

/** What AgentPhone posts: https://docs.agentphone.ai/guides/webhooks. Nothing in it is taken for granted. */
export interface Envelope {
	event: string;
	channel: string | null;
	timestamp?: string;
	agentId: string | null;
	data: IDataObject;
	/** The conversation's metadata. */
	conversationState: IDataObject | null;
	recentHistory: unknown[];
}

export type EventName = 'agent.message' | 'agent.reaction' | 'agent.call_ended';

const EVENTS: string[] = ['agent.message', 'agent.reaction', 'agent.call_ended'];
const CHANNELS: unknown[] = ['sms', 'mms', 'imessage', 'whatsapp', 'voice'];

/** Whether an event is one of those that have a simplified item; AgentPhone may send others. */
export const isKnownEvent = (event: string) => EVENTS.includes(event);

/** Whether a channel is one that can be chosen; none at all is taken for known. */
export const isKnownChannel = (channel: unknown) =>
	channel === null || channel === undefined || CHANNELS.includes(channel);

/** What the trigger starts the workflow for. */
export interface Wanted {
	/** Names of events; `other` stands for all that are not known. */
	events: string[];
	channels: Channel[];
	/** Senders, as entered: numbers in any spelling, e-mail addresses. `undefined`: everybody. */
	from: string[] | undefined;
	includeOutbound: boolean;
}

/** Reads a delivery's bytes. `undefined` when they are not the JSON of an envelope. */
export function readEnvelope(body: Uint8Array): Envelope | undefined {
	let envelope: unknown;
	try {
		envelope = JSON.parse(
			Buffer.from(body)
				.toString('utf8')
				.replace(/^\uFEFF/, ''),
		);
	} catch {
		return undefined;
	}
	return isEnvelope(envelope) ? envelope : undefined;
}

const isEnvelope = (value: unknown): value is Envelope =>
	isObject(value) && typeof value.event === 'string' && isObject(value.data);

/**
 * What a person wrote or reacted with in a conversation, as an answer to what is asked there. `undefined` of everything
 * else: the agent's own messages, calls, tests.
 */
export function readHeard(envelope: Envelope, deliveryId: string): Heard | undefined {
	const { event, channel, data } = envelope;
	const isReaction = event === 'agent.reaction';
	if ((event !== 'agent.message' && !isReaction) || channel === 'voice') return undefined;
	if (data.direction === 'outbound' || isTestDelivery(envelope)) return undefined;
	const named = isReaction ? null : readMessageId(deliveryId, asText(data.numberId));
	return {
		conversationId: asText(data.conversationId) || null,
		messageId: asText(data.messageId) || named,
		text: isReaction ? '' : asText(data.message),
		reaction: isReaction ? asText(data.reactionType) : null,
		from: personOf(envelope),
		at: asText(data.receivedAt) || asText(data.createdAt) || asText(envelope.timestamp),
	};
}

/** The event without what is ours in its conversation's metadata, and that by itself. */
export function takeWaiting(envelope: Envelope): { envelope: Envelope; waiting: Waiting } {
	const { conversationState } = envelope;
	return {
		envelope: {
			...envelope,
			conversationState: withoutWaiting(conversationState) as IDataObject | null,
		},
		waiting: readWaiting(conversationState),
	};
}

/** A voice turn: somebody on the phone said something, and the answer to the delivery is what they hear. */
export const isVoiceTurn = ({ event, channel }: Envelope) =>
	event === 'agent.message' && channel === 'voice';

/** Whether the workflow is to start for it. */
export function isWanted(envelope: Envelope, wanted: Wanted): boolean {
	const { event, channel } = envelope;
	if (!isKnownEvent(event)) return wanted.events.includes('other');
	if (!wanted.events.includes(event)) return false;
	const { from } = wanted;
	if (from && !from.some((sender) => sameAddress(sender, personOf(envelope)))) return false;
	if (event === 'agent.call_ended') return true;
	if (!isKnownChannel(channel)) {
		if (!wanted.events.includes('other')) return false;
	} else if (channel && !wanted.channels.includes(channel as Channel)) return false;
	// The direction of a voice turn is that of the call: what is said is always the other side's.
	return wanted.includeOutbound || isVoiceTurn(envelope) || envelope.data.direction !== 'outbound';
}

/**
 * The person at the other end: who wrote, reacted or spoke; in a group, the member of it. Of what the agent itself sent
 * or reacted with, whom it went to, where AgentPhone says so.
 */
function personOf({ data }: Envelope): string {
	if (data.direction === 'outbound') return asText(data.to) || asText(data.toNumber);
	return asText(data.senderIdentifier) || asText(data.fromNumber) || asText(data.from);
}

/**
 * The flat item: the same fields for every event, `null` where an event has none. Some come on top: `groupId`,
 * `groupName` and `participants` in a group, `call` of a call, `isTest` of a delivery that AgentPhone made as a test.
 *
 * @param deliveryId `X-Webhook-ID`, which names the message where the body does not
 */
export function simplify(envelope: Envelope, deliveryId = ''): IDataObject {
	const { event, channel, agentId, data, conversationState, recentHistory } = envelope;
	const isReaction = event === 'agent.reaction';
	const isTest = isTestDelivery(envelope);
	const group = readGroup(data);
	const person = personOf(envelope) || null;
	const namedMessage =
		event === 'agent.message' && !isTest ? readMessageId(deliveryId, asText(data.numberId)) : null;
	return {
		event,
		channel: channel ?? null,
		conversationId: data.conversationId ?? null,
		messageId: data.messageId ?? namedMessage,
		agentId: agentId ?? null,
		numberId: data.numberId ?? null,
		from: data.senderIdentifier ?? data.fromNumber ?? data.from ?? null,
		to: data.to ?? null,
		// A group whose ID is missing is not answered privately.
		replyTo: group ? group.groupId : person,
		text: readText(envelope),
		mediaUrls: readMediaUrls(envelope),
		reaction: isReaction ? (data.reactionType ?? null) : null,
		direction: data.direction ?? null,
		receivedAt: data.receivedAt ?? data.createdAt ?? data.endedAt ?? envelope.timestamp ?? null,
		contact: data.contact ?? null,
		state: conversationState ?? null,
		history: (recentHistory ?? []) as IDataObject[],
		...group,
		...(data.callId !== undefined && { call: readCall(data) }),
		...(isTest && { isTest }),
	};
}

/** Whether AgentPhone made it up to test the webhook. */
function isTestDelivery({ conversationState, data }: Envelope): boolean {
	return conversationState?.testMode === true && !data.messageId;
}

/** The message's ID in an `X-Webhook-ID` of the form `del_<messageId>_<numberId>`. */
function readMessageId(deliveryId: string, numberId: string): string | null {
	const end = `_${numberId}`;
	if (numberId && deliveryId.startsWith('del_') && deliveryId.endsWith(end))
		return deliveryId.slice('del_'.length, -end.length) || null;
	const [, messageId = null] = /^del_((?:msg_)?[^_]+)_(?:num_)?[^_]+$/.exec(deliveryId) ?? [];
	return messageId;
}

/** What was written or said: of a reaction, the message it is about; of an ended call, its summary. */
function readText({ event, channel, data }: Envelope): string {
	if (event === 'agent.reaction') return asText(data.messageBody);
	if (event === 'agent.call_ended') return asText(data.summary);
	return asText(channel === 'voice' ? data.transcript : data.message);
}

/** The media of an event: AgentPhone names one, or all, or both. */
export function readMediaUrls({ event, data }: Pick<Envelope, 'event' | 'data'>): string[] {
	const [one, all] =
		event === 'agent.reaction'
			? [data.messageMediaUrl, data.messageMediaUrls]
			: [data.mediaUrl, data.mediaUrls];
	const urls = [...(Array.isArray(all) ? all : []), one];
	return [...new Set(urls.filter((url): url is string => typeof url === 'string' && url !== ''))];
}

/** The group that an event is from; its ID is `null` where AgentPhone left it out. */
function readGroup(data: IDataObject) {
	const group = isObject(data.group) ? data.group : undefined;
	const groupId = asText(group?.groupId ?? group?.id ?? data.groupId) || null;
	if (!group && groupId === null) return undefined;
	const participants = Array.isArray(group?.participants) ? group.participants : [];
	return { groupId, groupName: asText(group?.groupName ?? group?.name) || null, participants };
}

const CALL_FIELDS = [
	'status',
	'startedAt',
	'endedAt',
	'durationSeconds',
	'disconnectionReason',
	'transcript',
	'confidence',
	'summary',
	'userSentiment',
	'callSuccessful',
];

/** What only calls have, with AgentPhone's names. */
function readCall(data: IDataObject): IDataObject {
	const present = CALL_FIELDS.filter((field) => data[field] !== undefined);
	return {
		callId: data.callId,
		...Object.fromEntries(present.map((field) => [field, data[field]])),
	};
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : '');

const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
