import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { resumeQuestion } from '../../api/dialogue/resume';
import { marksOf, readDelivery, type Delivery } from '../../api/webhook/delivery';
import {
	isKnownChannel,
	isKnownEvent,
	isVoiceTurn,
	isWanted,
	readEnvelope,
	readHeard,
	readMediaUrls,
	simplify,
	takeWaiting,
	type Envelope,
} from '../../api/webhook/events';
import { awaitPause, isHoldable, isReliedOn } from '../pause/awaitPause';
import { mediaOf, ownMessage, shownMessage, withBurst } from '../pause/burstItem';
import type { TimedMessage } from '../pause/readBurst';
import { storeOnceStarted, type StaticData } from '../registration/staticData';
import { Reply } from '../reply/reply';
import { spokenAnswer, spokenWhenReceived } from '../reply/voice';
import { readSettings, type Settings } from '../settings';
import { attachMedia } from './attachments';
import { readKeys } from './keys';
import { readPresent } from './present';
import type { Refusal } from './refusals';
import { readTakeOver } from './takeOver';
import { beginTyping, canShowTyping } from './typing';
import { verify } from './verify';
import { recall, type WebhookMemory } from './webhookMemory';

/** What AgentPhone is answered where nothing is to be spoken. */
const RECEIVED = { received: true };

/**
 * Receives one delivery: verify, read the event, claim it, resume the execution that asked, wait for a pause, start the
 * workflow, reply. What is certainly not genuine is refused for good (401), what cannot be judged at the moment is
 * refused for now (503), what is not wanted or known already is acknowledged, and the rest starts the workflow.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const settings = readSettings(context);
	const data = context.getWorkflowStaticData('node') as StaticData;
	const memory = recall(webhookKey(context, data));
	const reply = new Reply(context.getResponseObject());
	const refuse = (refusal: Refusal) => {
		memory.refusals.write(context.logger, context.getNode().name, refusal);
		return reply.refuse(refusal.status, REFUSED[refusal.status]);
	};

	const delivery = await readRequest(context);
	const keys = await readKeys(context, settings, data);
	const verdict = await verify(delivery, settings.timestampTolerance, keys, memory, () =>
		readPresent(context, settings, String(keys.url)),
	);
	if ('reason' in verdict) return refuse(verdict);

	const received = readEnvelope(delivery.body);
	if (!received) return acknowledge(undefined);
	const { envelope, waiting } = takeWaiting(received);
	const isLeftAlone = (metadata: Metadata) =>
		isTakenOver(context, settings, memory, envelope, metadata);
	const starts =
		data.sample === true ||
		(isWanted(envelope, settings) && !isLeftAlone(envelope.conversationState));
	const heard = readHeard(envelope, delivery.id);
	const answer = waiting.open.length ? heard : undefined;
	if (!starts && !answer) {
		tellUnknownChannel(context, memory, envelope);
		return acknowledge(envelope);
	}

	const isHeld = starts && settings.waitForPause > 0 && !data.sample && isHoldable(heard);
	const isClaimed = settings.deduplicate || isHeld;
	const claim = isClaimed && (await memory.claims.claim(delivery, data, () => reply.outcome));
	if (claim === 'known') return acknowledge(envelope);
	if (claim === 'busy')
		return refuse({
			status: 503,
			kind: 'busy',
			reason: 'another attempt of the same delivery is still being answered',
		});
	const startNothing = () => {
		if (claim) claim.store(data);
		return acknowledge(envelope);
	};

	const hasAnswered = isHeld && heard.messageId !== null && memory.claims.isAnswer(heard.messageId);
	const resumption =
		answer && !hasAnswered
			? await resumeQuestion(context, waiting, answer, String(context.getNodeWebhookUrl('default')))
			: 'start';
	if (resumption === 'later')
		// It is not known to have started anything, and comes back.
		return refuse({
			status: 503,
			kind: 'unresumed',
			reason: 'it may answer a question whose execution could not be resumed yet',
		});
	if (!starts) return startNothing();
	if (resumption === 'resumed') {
		if (!isHeld) return startNothing();
		if (heard.messageId !== null) memory.claims.rememberAnswer(heard.messageId, data);
		if (!(await isReliedOn(context, settings, heard, memory.claims))) return startNothing();
	}

	const held = isHeld
		? await awaitPause(context, settings, markFor(delivery), heard, memory, reply, isLeftAlone)
		: 'alone';
	const isAnswer = hasAnswered || resumption === 'resumed';
	if (held === 'nothing' && !isAnswer)
		// Stored, the static data that was loaded before the pause would undo what other processes stored meanwhile. Should
		// this delivery come again, AgentPhone shows again that a newer message hands it on.
		return acknowledge(envelope);
	if (held === 'nothing' || (held === 'alone' && isAnswer)) return startNothing();
	if (held !== 'alone' && 'reason' in held) return refuse({ status: 503, ...held });
	const messages = held === 'alone' ? undefined : held.messages;
	if (claim && isHeld) claim.handOn(messages?.map(({ id }) => id) ?? [heard.messageId ?? '']);

	const item = await makeItem(context, settings, envelope, delivery, messages);
	const isRegistered = settings.registration === 'automatic' && !data.sample;
	const hasNewSecret = isRegistered && data.secret !== verdict.secret;
	if (hasNewSecret) data.secret = verdict.secret;
	if (claim) claim.store(data);
	if (claim || hasNewSecret) storeOnceStarted(data);
	if (settings.showTyping && !data.sample && canShowTyping(envelope))
		beginTyping(context, envelope);
	return start(context, settings, envelope, item, reply);
}

const REFUSED = {
	401: 'Not a genuine, fresh delivery of AgentPhone',
	503: 'This delivery cannot be judged at the moment. Deliver it again later.',
};

/** One registration of one node: production and test are two. */
function webhookKey(context: IWebhookFunctions, { url }: StaticData): string {
	const { id } = context.getWorkflow();
	return [id, context.getNode().id, context.getMode() === 'manual' ? 'test' : '', url].join(' ');
}

function markFor(delivery: Delivery): string {
	const { id, signature } = marksOf(delivery);
	return id ?? signature;
}

async function readRequest(context: IWebhookFunctions): Promise<Delivery> {
	const request = context.getRequestObject();
	if (!request.rawBody) await request.readRawBody?.();
	const headers = context.getHeaderData() as Record<string, string | string[] | undefined>;
	return readDelivery(headers, request.rawBody);
}

/** Nothing is started; of a voice turn, nothing is heard. */
function acknowledge(envelope: Envelope | undefined): IWebhookResponseData {
	return { webhookResponse: envelope && isVoiceTurn(envelope) ? {} : RECEIVED };
}

function tellUnknownChannel(
	context: IWebhookFunctions,
	{ unknownChannels }: WebhookMemory,
	{ channel, event }: Envelope,
) {
	if (isKnownChannel(channel) || !isKnownEvent(event) || unknownChannels.has(String(channel)))
		return;
	unknownChannels.add(String(channel));
	context.logger.warn(
		`AgentPhone delivers from a channel that the node "${context.getNode().name}" does not know: ${channel}. To start the workflow for it, choose Other Event among the Events.`,
	);
}

type Metadata = Readonly<Record<string, unknown>> | null | undefined;

/** Whether a person has taken the conversation over. A call is not part of it: who calls is answered. */
function isTakenOver(
	context: IWebhookFunctions,
	{ pausedKey }: Settings,
	{ unclearPauses }: WebhookMemory,
	{ channel, data }: Envelope,
	metadata: Metadata,
): boolean {
	if (pausedKey === undefined || channel === 'voice') return false;
	const takeOver = readTakeOver(metadata, pausedKey, Date.now());
	if (typeof takeOver === 'string') return takeOver === 'yes';
	const line = `The conversation ${String(data.conversationId)} is not paused: its metadata says ${pausedKey} ${takeOver.invalid}, which is neither a time in ISO 8601, such as 2026-01-31T12:00:00Z, nor true.`;
	if (!unclearPauses.has(line)) context.logger.warn(line);
	if (unclearPauses.size >= MOST_UNCLEAR_PAUSES) unclearPauses.clear();
	unclearPauses.add(line);
	return false;
}

const MOST_UNCLEAR_PAUSES = 1_000;

/** @param burst all messages that it starts with, where it was held */
async function makeItem(
	context: IWebhookFunctions,
	settings: Settings,
	envelope: Envelope,
	delivery: Delivery,
	burst: readonly TimedMessage[] | undefined,
): Promise<INodeExecutionData> {
	const { event } = envelope;
	const simplified = simplify(envelope, delivery.id);
	const json = settings.simplify && isKnownEvent(event) ? simplified : { ...envelope };
	const hasMessages =
		settings.waitForPause > 0 && event === 'agent.message' && !isVoiceTurn(envelope);
	const messages = burst?.map(shownMessage) ?? [ownMessage(envelope, simplified)];
	const item: INodeExecutionData = { json };
	if (hasMessages)
		item.json = json === simplified ? withBurst(simplified, messages) : { ...json, messages };
	if (settings.downloadMedia)
		await attachMedia(
			context,
			item,
			hasMessages ? mediaOf(messages) : readMediaUrls(envelope),
			settings,
		);
	return item;
}

function start(
	context: IWebhookFunctions,
	settings: Settings,
	envelope: Envelope,
	item: INodeExecutionData,
	reply: Reply,
): IWebhookResponseData {
	const isSpoken = isVoiceTurn(envelope);
	if (settings.responseMode !== 'onReceived')
		reply.shape(isSpoken ? spokenAnswer(context, settings) : acknowledgement);
	return {
		workflowData: [[item]],
		webhookResponse: isSpoken ? spokenWhenReceived(settings) : RECEIVED,
	};
}

/** A message waits for no answer of the flow, even where a voice turn does. */
const acknowledgement = {
	shape: () => RECEIVED,
	patience: 3_000,
	late: () => RECEIVED,
	passesOnFailureToStart: true,
};
