import type { IDataObject } from 'n8n-workflow';

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

/** What the trigger starts the workflow for. */
export interface Wanted {
	events: string[];
	channels: Channel[];
	/** Senders, as entered: numbers in any spelling, e-mail addresses. Empty: everybody. */
	from: string[];
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
	return isObject(envelope) && typeof envelope.event === 'string' && isObject(envelope.data)
		? (envelope as unknown as Envelope)
		: undefined;
}

/** A voice turn: somebody on the phone said something, and the answer to the delivery is what they hear. */
export const isVoiceTurn = ({ event, channel }: Envelope) =>
	event === 'agent.message' && channel === 'voice';

/** Whether the workflow is to start for it. */
export function isWanted(envelope: Envelope, wanted: Wanted): boolean {
	const { event, channel } = envelope;
	if (!wanted.events.includes(event)) return false;
	if (wanted.from.length && !wanted.from.some((sender) => sameAddress(sender, personOf(envelope))))
		return false;
	if (event === 'agent.call_ended') return true;
	if (channel !== null && channel !== undefined && !wanted.channels.includes(channel as Channel))
		return false;
	// The direction of a voice turn is that of the call: what is said is always the other side's.
	return wanted.includeOutbound || isVoiceTurn(envelope) || envelope.data.direction !== 'outbound';
}

/** The person at the other end: who wrote, reacted or spoke; in a group, the member of it. */
function personOf({ data }: Envelope): string {
	const otherEnd = data.direction === 'outbound' ? data.to : data.from;
	return asText(data.senderIdentifier) || asText(data.fromNumber) || asText(otherEnd);
}

/**
 * The flat item: the same fields for every event, `null` where an event has none. Two come on top: `groupId` in a
 * group, and `call` of a call.
 */
export function simplify(envelope: Envelope): IDataObject {
	const { event, channel, agentId, data, conversationState, recentHistory } = envelope;
	const isReaction = event === 'agent.reaction';
	const groupId = readGroupId(data);
	const person = personOf(envelope) || null;
	return {
		event,
		channel: channel ?? null,
		conversationId: data.conversationId ?? null,
		messageId: data.messageId ?? null,
		agentId: agentId ?? null,
		numberId: data.numberId ?? null,
		from: data.senderIdentifier ?? data.fromNumber ?? data.from ?? null,
		to: data.to ?? null,
		replyTo: groupId ?? person,
		text: readText(envelope),
		mediaUrls: readMediaUrls(envelope),
		reaction: isReaction ? (data.reactionType ?? null) : null,
		direction: data.direction ?? null,
		receivedAt: data.receivedAt ?? data.createdAt ?? data.endedAt ?? envelope.timestamp ?? null,
		contact: data.contact ?? null,
		state: conversationState ?? null,
		history: (recentHistory ?? []) as IDataObject[],
		...(groupId && { groupId }),
		...(data.callId !== undefined && { call: readCall(data) }),
	};
}

/** What was written or said: of a reaction, the message it is about; of an ended call, its summary. */
function readText({ event, channel, data }: Envelope): string {
	if (event === 'agent.reaction') return asText(data.messageBody);
	if (event === 'agent.call_ended') return asText(data.summary);
	return asText(channel === 'voice' ? data.transcript : data.message);
}

/** The media of an event: AgentPhone names one, or all, or both. */
export function readMediaUrls({ event, data }: Envelope): string[] {
	const [one, all] =
		event === 'agent.reaction'
			? [data.messageMediaUrl, data.messageMediaUrls]
			: [data.mediaUrl, data.mediaUrls];
	const urls = [...(Array.isArray(all) ? all : []), one];
	return [...new Set(urls.filter((url): url is string => typeof url === 'string' && url !== ''))];
}

function readGroupId(data: IDataObject): string | null {
	const group = isObject(data.group) ? data.group : {};
	const groupId = group.groupId ?? group.id ?? data.groupId;
	return typeof groupId === 'string' && groupId ? groupId : null;
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
