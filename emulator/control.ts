import type { FastifyInstance } from 'fastify';

import type { FaultPlan } from './api/faults';
import type { Box } from './box';
import { changeStream } from './changeStream';
import type {
	AgentDraft,
	ConversationDraft,
	MessageDraft,
	NumberDraft,
	ReactionDraft,
	TextChannel,
} from './data/model';
import type { Seed } from './data/seed';
import type { Dialect } from './dialect';
import type { Emulator } from './emulator';
import type { MediaPlan } from './media';
import type { CallDraft } from './person/calls';
import type { DeliverOptions } from './webhooks/deliver';

/** A fault as JSON can say it: a pattern of paths is the source of a regular expression. */
type FaultRequest = Omit<FaultPlan, 'path' | 'random'> & { path?: string; pathPattern?: string };

/** A hosted file as JSON can say it: its content in Base64, or only its size. */
type MediaPlanRequest = Omit<MediaPlan, 'bytes'> & { name: string; base64?: string; size?: number };

interface One {
	Params: { id: string };
}

/**
 * The box driven over HTTP under `/_emulator`, so that another process can: the same names as in {@link Emulator},
 * JSON in and out. `GET /_emulator` lists what there is.
 */
export async function control(
	app: FastifyInstance,
	box: Box,
	emulator: Omit<Emulator, 'baseUrl'>,
): Promise<void> {
	const routes: string[] = [];
	app.addHook('onRoute', ({ method, url }) => void routes.push(`${String(method)} ${url}`));
	app.setErrorHandler(async (error: Error, _request, reply) => {
		return await reply.code(400).send({ error: { message: error.message } });
	});
	app.get('/', async () => ({ routes }));

	settings(app, box, emulator);
	rows(app, box);
	person(app, box);
	records(app, box, emulator);
}

function settings(app: FastifyInstance, box: Box, emulator: Omit<Emulator, 'baseUrl'>): void {
	const { dialect, store, faults } = box;
	app.get('/dialect', async () => dialect);
	app.patch<{ Body: Partial<Dialect> }>('/dialect', async ({ body }) => {
		return Object.assign(dialect, body);
	});
	app.patch<{ Body: { balance?: number; whatsAppEnabled?: boolean } }>(
		'/account',
		async ({ body: { balance = store.balance, whatsAppEnabled = store.whatsAppEnabled } }) =>
			Object.assign(store, { balance, whatsAppEnabled }) && { balance, whatsAppEnabled },
	);
	app.put<{ Body: { requestsASecond: number | null } }>(
		'/rate-limit',
		async ({ body: { requestsASecond } }) => {
			emulator.limitRequests(requestsASecond);
			return { requestsASecond };
		},
	);
	app.get('/faults', async () => faults.list().map(({ id, hits, plan }) => ({ id, hits, plan })));
	app.post<{ Body: FaultRequest }>('/faults', async ({ body: { pathPattern, ...plan } }) => {
		const path = pathPattern === undefined ? plan.path : new RegExp(pathPattern);
		return { id: faults.add({ ...plan, path }).id };
	});
	app.delete('/faults', async () => faults.clear());
	app.post('/reset', async () => emulator.reset());
}

function rows(app: FastifyInstance, { store, media }: Box): void {
	app.post<{ Body: Seed }>('/seed', async ({ body }) => ({
		ids: store.seed(body).map(({ id }) => id),
	}));
	app.post<{ Body?: AgentDraft }>('/agents', async ({ body }) => store.addAgent(body));
	app.post<{ Body?: NumberDraft }>('/numbers', async ({ body }) => store.addNumber(body));
	app.post<{ Body?: ConversationDraft }>('/conversations', async ({ body }) =>
		store.addConversation(body),
	);
	app.get('/conversations', async () => store.conversations());
	app.get<One>('/conversations/:id', async ({ params }) => store.conversation(params.id) ?? null);
	app.delete<One>('/conversations/:id', async ({ params }) => store.removeConversation(params.id));
	app.post<One>('/conversations/:id/touch', async ({ params }) => store.touch(params.id));
	app.get<One>('/conversations/:id/messages', async ({ params }) => store.messages(params.id));
	app.post<One & { Body?: MessageDraft }>('/conversations/:id/messages', async ({ params, body }) =>
		store.addMessage(params.id, body),
	);
	app.post<One & { Body?: ReactionDraft }>('/messages/:id/reactions', async ({ params, body }) =>
		store.addReaction(params.id, body),
	);
	app.post<{ Body: { recipient: string; code?: string } }>('/refusals', async ({ body }) =>
		store.refuse(body.recipient, body.code),
	);
	app.post<{ Body: MediaPlanRequest }>('/media', async ({ body }) => {
		const { name, base64, size = 0, ...plan } = body;
		const bytes = base64 === undefined ? size : Buffer.from(base64, 'base64');
		return { url: media.url(name, { ...plan, bytes }) };
	});
}

function person(app: FastifyInstance, { person }: Box): void {
	interface Text {
		from: string;
		body: string;
		to?: string;
		channel?: TextChannel;
		mediaUrls?: string[];
		groupId?: string;
	}
	app.post<{ Body: Text }>(
		'/person/text',
		async ({ body: { from, body, ...options } }) => await person.text(from, body, options),
	);
	app.post<{ Body: { messageId: string; reaction: string; from?: string } }>(
		'/person/react',
		async ({ body: { messageId, reaction, ...options } }) =>
			await person.react(messageId, reaction, options),
	);
	app.post<{ Body: { from: string; transcript: string; callId?: string; to?: string } }>(
		'/person/say',
		async ({ body: { from, transcript, ...options } }) =>
			await person.say(from, transcript, options),
	);
	app.post<{ Body: CallDraft & { callId: string } }>(
		'/person/hang-up',
		async ({ body: { callId, ...draft } }) => await person.hangUp(callId, draft),
	);
}

function records(app: FastifyInstance, box: Box, emulator: Omit<Emulator, 'baseUrl'>): void {
	const { requests, deliveries, webhooks, media, store } = box;
	app.get('/requests', async () => requests);
	app.delete('/requests', async () => requests.clear());
	app.get('/media-requests', async () => media.requests);
	app.get('/webhooks', async () => webhooks.all());
	app.get('/deliveries', async () => deliveries.log);
	app.post<{ Body: { event: string; body: string | Record<string, unknown> } & DeliverOptions }>(
		'/deliver',
		async ({ body: { event, body, ...options } }) => await emulator.deliver(event, body, options),
	);
	app.post('/settled', async () => await emulator.settled());
	app.get('/events', async (_request, reply) =>
		reply
			.type('text/event-stream')
			.header('cache-control', 'no-store')
			.send(changeStream(store.changes)),
	);
}
