import type {
	IDataObject,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { attachMedia } from './attachments';
import { isFresh, isGenuine, marksOf, readDelivery, type Delivery } from './delivery';
import { isVoiceTurn, isWanted, readEnvelope, simplify, type Envelope } from './events';
import { recall, type ProcessMemory } from './processMemory';
import type { StaticData } from './registration';
import { ownSecret } from './registrationErrors';
import { Marks } from './remembered';
import { outcomeOf, shapeAnswer } from './answer';
import { currentSecret, refreshSecret } from './secret';
import { readSettings, type Settings } from './settings';
import { spokenAnswer, spokenWhenReceived } from './voice';

/** What AgentPhone is answered where nothing is to be spoken. */
const RECEIVED = { received: true };
/** Deliveries remembered in n8n's static data, which is loaded and stored with each delivery. */
const MOST_STORED = 500;

/**
 * Receives one delivery: refuses what is not genuine, fresh and new, acknowledges what is not wanted, and starts the
 * workflow for the rest.
 *
 * **Nothing twice.** A delivery is remembered in two places. n8n's static data survives a restart, and n8n stores it
 * only once the execution has started, so what did not start is not remembered. The process memory covers what static
 * data cannot: two deliveries at once each store their own copy, and the later one wins; what the loser remembered is
 * written again with the next delivery. A delivery that arrives while its first attempt is being answered waits for the
 * outcome, and takes over should no execution have started.
 *
 * **What remains.** In queue mode with several processes that receive webhooks, each has a memory of its own, and static
 * data is all they share: an attempt that reaches another process within the moments before the first is stored, or
 * whose mark was overwritten by a delivery at the same time, starts a second execution. The same holds for an n8n
 * that is killed between starting an execution and storing the mark: the delivery was not acknowledged, so AgentPhone
 * makes it again, and it is executed again rather than lost.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const settings = readSettings(context);
	const request = context.getRequestObject();
	if (!request.rawBody) await request.readRawBody?.();
	const delivery = readDelivery(context.getHeaderData() as Headers, request.rawBody);

	const data = context.getWorkflowStaticData('node') as StaticData;
	const memory = recall(webhookKey(context, data));
	if (!isFresh(delivery, Date.now(), settings.timestampTolerance)) return refuse(context);
	if (!(await isFromAgentPhone(context, settings, delivery, data, memory))) return refuse(context);

	const envelope = readEnvelope(delivery.body);
	if (!envelope || !(data.sample || isWanted(envelope, settings)))
		return { webhookResponse: envelope && isVoiceTurn(envelope) ? {} : RECEIVED };
	if (settings.deduplicate && !(await isNew(context, readMarks(delivery, envelope), data, memory)))
		return { webhookResponse: isVoiceTurn(envelope) ? {} : RECEIVED };
	return await start(context, settings, envelope);
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

/** Whether the signature fits the secret, as it is remembered or as AgentPhone has it now. */
async function isFromAgentPhone(
	context: IWebhookFunctions,
	settings: Settings,
	delivery: Delivery,
	data: StaticData,
	memory: ProcessMemory,
): Promise<boolean> {
	if (settings.registration === 'manual')
		return isGenuine(delivery, await ownSecret(context).catch(() => undefined));
	const known = currentSecret(data, memory);
	let fits = isGenuine(delivery, known);
	const url = data.url ?? productionUrl(context);
	if (!fits && url && !data.sample) {
		await refreshSecret(context, memory, { url, agentId: settings.agentId, secret: known });
		fits = isGenuine(delivery, currentSecret(data, memory));
	}
	const secret = currentSecret(data, memory);
	if (fits && data.secret !== secret) data.secret = secret;
	return fits;
}

/** n8n gives a webhook only its production URL, so a test run relies on its static data. */
function productionUrl(context: IWebhookFunctions): string | undefined {
	return context.getMode() === 'manual' ? undefined : context.getNodeWebhookUrl('default');
}

/**
 * What a delivery is remembered by: its ID, which is the same for each attempt, and, because the ID is not signed, its
 * signature, so that a recorded delivery is not executed again under another ID. The signature only counts where the
 * body names what it is about: two people who write "Hello" at the same moment are two.
 */
function readMarks(delivery: Delivery, { event, data }: Envelope): { id: string; all: string[] } {
	const { id, signature } = marksOf(delivery);
	const isNamed = data.messageId || (event === 'agent.call_ended' && data.callId);
	if (id === undefined) return { id: signature, all: [signature] };
	return { id, all: isNamed ? [id, signature] : [id] };
}

/**
 * Whether this is the first attempt of a delivery that starts an execution. Waits for one that is being answered.
 */
async function isNew(
	context: IWebhookFunctions,
	{ id, all }: ReturnType<typeof readMarks>,
	data: StaticData,
	{ started, signatures, underway }: ProcessMemory,
): Promise<boolean> {
	const attempt = () => all.map((mark) => underway.get(mark)).find(Boolean);
	for (let other = attempt(); other; other = attempt()) if (await other) return false;
	const stored = Marks.parse(data.started, MOST_STORED);
	if (stored.has(id) || started.has(id) || all.some((mark) => signatures.has(mark))) return false;

	const outcome = outcomeOf(context.getResponseObject()).then((hasStarted) => {
		for (const mark of all) {
			underway.delete(mark);
			if (hasStarted) (mark === id ? started : signatures).add(mark);
		}
		return hasStarted;
	});
	for (const mark of all) underway.set(mark, outcome);
	for (const mark of started) stored.add(mark);
	stored.add(id);
	data.started = stored.toString();
	return true;
}

async function start(
	context: IWebhookFunctions,
	settings: Settings,
	envelope: Envelope,
): Promise<IWebhookResponseData> {
	const item: INodeExecutionData = {
		json: settings.simplify ? simplify(envelope) : (envelope as unknown as IDataObject),
	};
	if (settings.downloadMedia)
		await attachMedia(context, item, envelope, settings.binaryPropertyName);
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
