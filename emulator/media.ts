import { setTimeout as wait } from 'node:timers/promises';
import { Readable } from 'node:stream';

import fastify, { type FastifyInstance } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';

/** A hosted file, and how badly its host behaves. */
export interface MediaPlan {
	/** `Content-Type`; `null` leaves it out. */
	type: string | null;
	/** The content, or how many bytes of it are to be streamed. */
	bytes: Buffer | string | number;
	/** Default 200. */
	status?: number;
	/** Sends the client elsewhere with `status` (302) instead. */
	redirectTo?: string;
	/** Milliseconds before the answer. */
	delay?: number;
	/** Leaves `Content-Length` out. */
	chunked?: boolean;
	/** Breaks the connection after this many bytes. */
	breakAfter?: number;
}

export interface MediaRequest {
	method: string;
	path: string;
	headers: IncomingHttpHeaders;
}

/**
 * Where media lies: a host of its own, on a second port, that never expects the API key and remembers the headers
 * of each request, so that a test can prove that the key does not come by.
 */
export class MediaHost {
	readonly requests: MediaRequest[] = [];
	private readonly plans = new Map<string, MediaPlan>();
	private readonly server: FastifyInstance = fastify({ forceCloseConnections: true });
	private origin = '';

	constructor() {
		this.server.addHook('onRequest', async ({ method, url, headers }) => {
			this.requests.push({ method, path: url, headers });
		});
		this.server.get<{ Params: { '*': string } }>('/media/*', async (request, reply) => {
			const plan = this.plans.get(request.params['*']);
			if (!plan) return await reply.code(404).type('text/plain').send('No such file');
			if (plan.delay) await wait(plan.delay, undefined, { ref: false });
			if (plan.redirectTo) return await reply.redirect(plan.redirectTo, plan.status ?? 302);
			const size = length(plan);
			if (plan.type !== null) reply.type(plan.type);
			if (!plan.chunked) reply.header('content-length', size);
			return await reply.code(plan.status ?? 200).send(stream(plan, size));
		});
	}

	async start(host: string): Promise<void> {
		this.origin = await this.server.listen({ port: 0, host });
	}

	async stop(): Promise<void> {
		await this.server.close();
	}

	/** Hosts a file; the same name again replaces it. */
	url(name: string, plan: MediaPlan): string {
		this.plans.set(name, plan);
		return `${this.origin}/media/${name.split('/').map(encodeURIComponent).join('/')}`;
	}

	/** The file that a URL means, whichever scheme it is written with; `undefined` when it is not hosted here. */
	find(url: string): MediaPlan | undefined {
		const { host, pathname } = new URL(url);
		if (host !== new URL(this.origin).host) return undefined;
		return this.plans.get(decodeURIComponent(pathname.replace('/media/', '')));
	}

	clear(): void {
		this.plans.clear();
		this.requests.length = 0;
	}
}

/** How many bytes a file has. */
export function length({ bytes }: MediaPlan): number {
	return typeof bytes === 'number' ? bytes : Buffer.byteLength(bytes);
}

function stream({ bytes, breakAfter = Infinity }: MediaPlan, size: number): Readable {
	const block = Buffer.alloc(64 * 1024, 'agentphone ');
	function* blocks() {
		const end = Math.min(size, breakAfter);
		for (let sent = 0; sent < end; sent += block.length) {
			const next = Math.min(sent + block.length, end);
			yield typeof bytes === 'number'
				? block.subarray(0, next - sent)
				: Buffer.from(bytes).subarray(sent, next);
		}
		if (breakAfter < size) throw new Error('The connection breaks');
	}
	return Readable.from(blocks());
}
