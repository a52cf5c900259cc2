/**
 * Samples of what each operation gives: what comes out when it is run in n8n's engine against the emulator, on one
 * small scene in which time stands still.
 */
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { AgentPhone } from '../../nodes/AgentPhone/AgentPhone.node.js';
import { AgentPhonePollingTrigger } from '../../nodes/AgentPhonePollingTrigger/AgentPhonePollingTrigger.node.js';
import { startEmulator, type Emulator } from '../../emulator';
import { Engine } from '../../test/harness/engine/engine';

const NOW = '2026-01-31T12:00:00Z';
const MEDIA_HOST = 'https://media.example.com';

const conversation = { __rl: true, mode: 'id', value: 'conv_ada' };

/** What is asked, by resource and operation. */
const QUESTIONS: Record<string, INodeParameters> = {
	'conversation get': { conversationId: conversation },
	'conversation getAll': {},
	'conversation removeBackground': { conversationId: conversation },
	'conversation sendTyping': { conversationId: conversation },
	'conversation setBackground': {
		conversationId: conversation,
		imageUrl: 'https://example.com/beach.jpg',
	},
	'conversation update': {
		conversationId: conversation,
		metadataMode: 'merge',
		metadataInput: 'json',
		metadata: '{"stage": "booked"}',
	},
	'message send': {
		sendTo: 'participant',
		toNumber: '+15550100199',
		body: 'Your table is booked for 7 pm.',
	},
	'message sendAndWait': {
		sendTo: 'participant',
		toNumber: '+15550100199',
		message: 'May I book it for 7 pm?',
	},
	'message getAll': { conversationId: conversation, limit: 1 },
	'message downloadMedia': {
		mediaSource: 'message',
		conversationId: conversation,
		messageId: 'msg_question',
		binaryPropertyName: 'data',
	},
	'contact create': { phoneNumber: '+15550100177', name: 'Bo' },
	'contact upsert': {
		phoneNumber: '+15550100199',
		name: 'Ada Lovelace',
		additionalFields: { notes: 'Likes the table by the window' },
	},
	'contact get': { contactId: { __rl: true, mode: 'id', value: 'ct_ada' } },
	'contact getAll': {},
	'contact update': {
		contactId: { __rl: true, mode: 'id', value: 'ct_ada' },
		updateFields: { email: 'ada@example.com' },
	},
	'contact delete': { contactId: { __rl: true, mode: 'id', value: 'ct_ada' } },
	'contact getCapabilities': { phoneNumber: '+15550100199' },
	'call create': {
		agentId: { __rl: true, mode: 'id', value: 'agt_tables' },
		toNumber: '+15550100199',
		options: { systemPrompt: 'Ask whether 7 pm suits them as well.' },
	},
	'call get': { callId: { __rl: true, mode: 'id', value: 'call_ada' } },
	'call getAll': {},
	'call end': { callId: { __rl: true, mode: 'id', value: 'call_now' } },
	'reaction send': { messageId: 'msg_question', reaction: 'love' },
	'reaction getAll': { conversationId: conversation },
};

export interface Sample {
	json: unknown;
	/** The names of the item's binary fields. */
	files: string[];
}

/**
 * The first item that an operation gives.
 *
 * @throws Error when the operation is not among the questions, or gives nothing
 */
export async function sampleOf(resource: string, operation: string): Promise<Sample> {
	const [sample] = await samplesOf(resource, operation);
	return sample;
}

/**
 * All items that an operation gives, at least one.
 *
 * @throws Error when the operation is not among the questions, or gives nothing
 */
export async function samplesOf(resource: string, operation: string): Promise<Sample[]> {
	const question = QUESTIONS[`${resource} ${operation}`];
	if (!question) throw new Error(`${__filename} does not say how to run ${resource} ${operation}`);
	const items = await ask({ resource, operation, ...question });
	if (items.length === 0) throw new Error(`${resource} ${operation} gave no sample`);
	return items.map(({ json, binary }) => ({ json, files: Object.keys(binary ?? {}) }));
}

/** What the polling trigger gives when it is run by hand: the newest message. */
export async function polledSamples(): Promise<Sample[]> {
	const nodeType = new AgentPhonePollingTrigger();
	const output = await inScene(async ({ apiKey, baseUrl }) => {
		const engine = new Engine({ nodeType, credentials: { apiKey, baseUrl } });
		return await nodeType.poll.call(engine.pollContext({}, { isManual: true }));
	});
	const items = output?.flat() ?? [];
	if (items.length === 0) throw new Error('The polling trigger found no message in the scene');
	return items.map(({ json }) => ({ json, files: [] }));
}

/** What an item becomes that failed in a node that continues on errors. */
export async function failedSample(): Promise<Sample> {
	const [{ json }] = await ask({
		resource: 'reaction',
		operation: 'send',
		messageId: 'msg_sms',
		reaction: 'love',
	});
	return { json, files: [] };
}

/** Runs the action node once. */
async function ask(parameters: INodeParameters): Promise<INodeExecutionData[]> {
	return await inScene(async (emulator) => {
		const { apiKey, baseUrl } = emulator;
		const engine = new Engine({ nodeType: new AgentPhone(), credentials: { apiKey, baseUrl } });
		if (parameters.operation === 'sendAndWait') letAdaAnswer(emulator);
		return await engine.execute(parameters, undefined, { continueOnFail: true });
	});
}

/** Runs something in a box of its own, so that no sample depends on another. */
async function inScene<Items>(run: (emulator: Emulator) => Promise<Items>): Promise<Items> {
	const emulator = await startEmulator({ dialect: { timestampPrecision: 'seconds' } });
	try {
		const file = setScene(emulator);
		const items = await run(emulator);
		// The port that the box's media host got is another each time.
		const { origin } = new URL(file);
		return JSON.parse(JSON.stringify(items).replaceAll(origin, MEDIA_HOST)) as Items;
	} finally {
		await emulator.stop();
	}
}

/** Ada asks for a table by iMessage; somebody else has written an SMS before. */
function setScene({ store, mediaUrl }: Emulator): string {
	store.clock.now = () => Date.parse(NOW);
	const at = (time: string) => `2026-01-31T${time}Z`;
	const agent = store.addAgent({ id: 'agt_tables', name: 'Tables' });
	const number = { agentId: agent.id, createdAt: at('08:00:00') };
	store.addNumber({ ...number, id: 'num_main', phoneNumber: '+15550100000' });
	store.addNumber({ ...number, id: 'num_sms', phoneNumber: '+15550100001', type: 'sms' });
	const photo = mediaUrl('table.jpg', { type: 'image/jpeg', bytes: 48_213 });

	const common = { agentId: agent.id, createdAt: at('11:00:00') };
	const sms = store.addConversation({
		...common,
		phoneNumberId: 'num_sms',
		participant: '+15550100155',
	});
	store.addMessage(sms.id, { id: 'msg_sms', body: 'Are you open?', receivedAt: at('11:00:00') });
	store.addConversation({
		...common,
		id: conversation.value,
		phoneNumberId: 'num_main',
		participant: '+15550100199',
		metadata: { name: 'Ada', stage: 'new' },
	});
	store.addMessage(conversation.value, {
		id: 'msg_question',
		body: 'Is this table free tonight?',
		mediaUrls: [photo],
		receivedAt: at('11:58:00'),
	});
	store.addMessage(conversation.value, {
		id: 'msg_answer',
		body: 'It is. For how many?',
		direction: 'outbound',
		receivedAt: at('11:58:20'),
		reactions: [{ id: 'rct_like', reactionType: 'like', createdAt: at('11:59:00') }],
	});
	store.contacts.add({
		id: 'ct_ada',
		phoneNumber: '+15550100199',
		name: 'Ada',
		createdAt: at('09:00:00'),
	});
	const call = { agentId: agent.id, phoneNumberId: 'num_main', fromNumber: '+15550100000' };
	const turn = { content: 'Hello, this is Tables.', at: Date.parse(at('10:00:02')) * 1_000 };
	store.calls.add({
		...call,
		id: 'call_now',
		toNumber: '+15550100155',
		startedAt: at('11:59:30'),
	});
	store.calls.add({
		...call,
		id: 'call_ada',
		toNumber: '+15550100199',
		status: 'completed',
		startedAt: at('10:00:00'),
		endedAt: at('10:01:10'),
		turns: [
			{ ...turn, role: 'agent' },
			{ role: 'user', content: 'Yes, 7 pm suits me.', at: turn.at + 9_000_000 },
		],
	});
	return photo;
}

/** An n8n hears Ada, and she answers at once, before the execution has to wait. */
function letAdaAnswer({ store, webhooks, beforeEach }: Emulator) {
	webhooks.set({ subAccountId: null }, { url: 'http://localhost:5678/webhook/agentphone' });
	const stop = beforeEach(({ method }) => {
		if (method !== 'PATCH') return;
		stop();
		store.addMessage(conversation.value, {
			id: 'msg_reply',
			body: 'Yes please',
			receivedAt: '2026-01-31T12:00:40Z',
		});
	});
}
