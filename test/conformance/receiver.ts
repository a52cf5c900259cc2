import type { AddressInfo } from 'node:net';
import {
	createServer,
	type IncomingHttpHeaders,
	type Server,
	type ServerResponse,
} from 'node:http';

import type { Envelope } from '../../emulator';

export interface Received {
	headers: IncomingHttpHeaders;
	/** The exact bytes. */
	raw: Buffer;
	/** Parsed. */
	body: Envelope;
}

/** What the receiver does with its nth delivery, counted from 0. */
export type Answering = (response: ServerResponse, index: number) => void;

/** A webhook that somebody might have: it takes deliveries, and answers as a test says. */
export class Receiver {
	readonly received: Received[] = [];
	answer: Answering = (response) => response.writeHead(200).end('{}');

	private readonly server: Server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const raw = Buffer.concat(chunks);
			this.received.push({ headers: request.headers, raw, body: JSON.parse(raw.toString()) });
			this.answer(response, this.received.length - 1);
		});
	});

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
	}

	async start(): Promise<void> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	clear(): void {
		this.received.length = 0;
		this.answer = (response) => response.writeHead(200).end('{}');
	}
}

/** A receiver for the tests of a file, forgetful between them. */
export function useReceiver(): Receiver {
	const receiver = new Receiver();
	beforeAll(async () => await receiver.start());
	beforeEach(() => receiver.clear());
	afterAll(async () => await receiver.stop());
	return receiver;
}
