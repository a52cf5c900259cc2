import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';

/** The part of the URL that says which registration a request is for. Nobody else knows its value. */
export const TOKEN = 'probe';

export interface Received {
	token: string;
	headers: IncomingHttpHeaders;
	body: string;
}

export interface Place {
	port: number;
	host: string;
}

/**
 * Takes deliveries. A GET is answered with its token, to show that the URL leads here.
 *
 * @param answer the status
 * @returns ends it
 */
export async function listen(
	{ port, host }: Place,
	answer: (received: Received) => Promise<number>,
): Promise<() => Promise<void>> {
	const server = createServer((request, response) => {
		void (async () => {
			const token = new URL(request.url ?? '/', 'http://probe').searchParams.get(TOKEN) ?? '';
			if (request.method !== 'POST') return response.end(token);
			const body = await readBody(request);
			const status = await answer({ token, headers: request.headers, body });
			return response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
		})().catch(() => response.destroy());
	});
	await new Promise<void>((done, failed) => {
		server.once('error', ({ code }: NodeJS.ErrnoException) =>
			failed(new Error(`cannot listen on port ${port} (${code}): choose another with --port`)),
		);
		server.listen(port, host, done);
	});
	return async () => {
		await new Promise<void>((done) => {
			server.close(() => done());
			server.closeAllConnections();
		});
	};
}

async function readBody(request: IncomingMessage): Promise<string> {
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part as Buffer);
	return Buffer.concat(parts).toString();
}

/** @throws Error when a request to the URL does not arrive here */
export async function checkWay(url: string, token: string): Promise<void> {
	const answer = await fetch(withToken(url, token), {
		redirect: 'manual',
		signal: AbortSignal.timeout(30_000),
	})
		.then(async (response) => await response.text())
		.catch(() => undefined);
	if (answer !== token)
		throw new Error(
			'the URL does not lead to this computer: see --port, and nothing was registered',
		);
}

export function withToken(url: string, token: string): string {
	const whole = new URL(url);
	whole.searchParams.set(TOKEN, token);
	return whole.href;
}
