import type {
	IDataObject,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { attachMedia } from './attachments';
import { isFresh, readDelivery } from '../../api/webhook/delivery';
import { shapeAnswer } from '../reply/answer';
import { isNew } from './duplicates';
import { recall } from './processMemory';
import { isFromAgentPhone } from './secret';
import {
	isVoiceTurn,
	isWanted,
	readEnvelope,
	simplify,
	type Envelope,
} from '../../api/webhook/events';
import { storeOnceStarted, type StaticData } from '../registration/staticData';
import { readSettings, type Settings } from '../settings';
import { spokenAnswer, spokenWhenReceived } from '../reply/voice';

/** What AgentPhone is answered where nothing is to be spoken. */
const RECEIVED = { received: true };

/**
 * Receives one delivery: refuses what is not genuine and fresh, acknowledges what is not wanted or not new, and starts
 * the workflow for the rest.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const settings = readSettings(context);
	const request = context.getRequestObject();
	if (!request.rawBody) await request.readRawBody?.();
	const delivery = readDelivery(context.getHeaderData() as Headers, request.rawBody);

	const data = context.getWorkflowStaticData('node') as StaticData;
	const { secret } = data;
	const memory = recall(webhookKey(context, data));
	if (!isFresh(delivery, Date.now(), settings.timestampTolerance)) return refuse(context);
	if (!(await isFromAgentPhone(context, settings, delivery, data, memory))) return refuse(context);

	const envelope = readEnvelope(delivery.body);
	if (!envelope || !(data.sample || isWanted(envelope, settings)))
		return { webhookResponse: envelope && isVoiceTurn(envelope) ? {} : RECEIVED };
	if (settings.deduplicate && !(await isNew(context, delivery, envelope, data, memory)))
		return { webhookResponse: isVoiceTurn(envelope) ? {} : RECEIVED };
	const execution = await start(context, settings, envelope);
	if (settings.deduplicate || data.secret !== secret) storeOnceStarted(data);
	return execution;
}

type Headers = Record<string, string | string[] | undefined>;

/** One registration of one node: production and test are two. */
function webhookKey(context: IWebhookFunctions, { url }: StaticData): string {
	const { id } = context.getWorkflow();
	return [id, context.getNode().id, context.getMode() === 'manual' ? 'test' : '', url].join(' ');
}

function refuse(context: IWebhookFunctions): IWebhookResponseData {
	context
		.getResponseObject()
		.status(401)
		.json({ error: 'Not a genuine, fresh delivery of AgentPhone' });
	return { noWebhookResponse: true };
}

async function start(
	context: IWebhookFunctions,
	settings: Settings,
	envelope: Envelope,
): Promise<IWebhookResponseData> {
	const item: INodeExecutionData = {
		json: settings.simplify ? simplify(envelope) : (envelope as unknown as IDataObject),
	};
	if (settings.downloadMedia) await attachMedia(context, item, envelope, settings);
	const isSpoken = isVoiceTurn(envelope);
	if (settings.responseMode !== 'onReceived')
		shapeAnswer(
			context.getResponseObject(),
			isSpoken ? spokenAnswer(context, settings) : acknowledgement,
		);
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
