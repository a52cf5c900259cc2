import type { FastifyInstance } from 'fastify';

import type { Box } from './box';
import { changeStream } from './changeStream';
import type { FaultPlan } from './api/faults';
import type { Emulator } from './index';

type Json = Record<string, never>;

/** The box driven over HTTP, so that another process can: the same names, JSON in and out. */
export async function control(
	app: FastifyInstance,
	box: Box,
	emulator: Omit<Emulator, 'baseUrl'>,
): Promise<void> {
	const { store, person, faults, requests, dialect, webhooks, deliveries } = box;

	app.get('/', async () => ({ dialect, balance: store.balance, routes: app.printRoutes() }));
	app.get('/dialect', async () => dialect);
	app.patch('/dialect', async ({ body }) => Object.assign(dialect, body));
	app.patch<{ Body: { balance: number } }>('/account', async ({ body }) => {
		store.balance = body.balance;
		return { balance: store.balance };
	});

	app.post<{ Body: Json }>('/agents', async ({ body }) => store.addAgent(body));
	app.post<{ Body: Json }>('/numbers', async ({ body }) => store.addNumber(body));
	app.post<{ Body: Json }>('/conversations', async ({ body }) => store.addConversation(body));
	app.post<{ Body: { conversations: number; messages?: number; agents?: number } }>(
		'/seed',
		async ({ body }) => ({ ids: store.seed(body).map(({ id }) => id) }),
	);

	app.post<{ Body: { from: string; body: string } & Json }>(
		'/person/text',
		async ({ body: { from, body, ...options } }) => await person.text(from, body, options),
	);
	app.post<{ Body: { messageId: string; reaction: string; from?: string } }>(
		'/person/react',
		async ({ body: { messageId, reaction, from } }) =>
			await person.react(messageId, reaction, { from }),
	);
	app.post<{ Body: { from: string; transcript: string } & Json }>(
		'/person/say',
		async ({ body: { from, transcript, ...options } }) =>
			await person.say(from, transcript, options),
	);

	app.get('/events', async (_request, reply) =>
		reply
			.type('text/event-stream')
			.header('cache-control', 'no-store')
			.send(changeStream(store.changes)),
	);
	app.get('/requests', async () => requests);
	app.delete('/requests', async () => requests.clear());
	app.get('/deliveries', async () => deliveries.log);
	app.get('/webhooks', async () => webhooks.all());
	app.get('/faults', async () => faults.list());
	app.post<{ Body: FaultPlan }>('/faults', async ({ body }) => ({ id: faults.add(body).id }));
	app.delete('/faults', async () => faults.clear());
	app.post('/settled', async () => await emulator.settled());
	app.post('/reset', async () => await emulator.reset());
}
