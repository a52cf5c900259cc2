import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

import fastify from 'fastify';

import type { Emulator } from '../../emulator';

export interface Heard {
	headers: IncomingHttpHeaders;
	/** The body's bytes, as they were signed. */
	raw: string;
	body: { event: string; data: Record<string, unknown> };
}

/** A webhook that remembers what it is told, and answers as it is asked to. */
export interface Listener {
	heard: Heard[];
	/** Status of the next answers; default 200. */
	status: number;
	/** Lets answers wait, until it is resumed. */
	pause(): void;
	resume(): void;
	stop(): Promise<void>;
}

/** Starts one and registers it as the account's master webhook. */
export async function listenTo({ webhooks }: Emulator): Promise<Listener> {
	const server = fastify({ forceCloseConnections: true });
	let isOpen = Promise.resolve();
	let open = () => {};
	const listener: Listener = {
		heard: [],
		status: 200,
		pause: () => {
			isOpen = new Promise((resolve) => (open = resolve));
		},
		resume: () => open(),
		stop: async () => await server.close(),
	};
	server.removeAllContentTypeParsers();
	server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) =>
		done(null, body),
	);
	server.post('/', async ({ headers, body }, reply) => {
		const raw = body as string;
		listener.heard.push({ headers, raw, body: JSON.parse(raw) as Heard['body'] });
		await isOpen;
		return await reply.code(listener.status).send({ ok: true });
	});
	const url = await server.listen({ port: 0, host: '127.0.0.1' });
	webhooks.set({ subAccountId: null }, { url });
	return listener;
}

/** Whether a delivery is signed with the webhook's secret, as AgentPhone's webhook guide says. */
export function isSigned({ headers, raw }: Heard, secret: string): boolean {
	const hash = createHmac('sha256', secret).update(`${headers['x-webhook-timestamp']}.${raw}`);
	return headers['x-webhook-signature'] === `sha256=${hash.digest('hex')}`;
}
