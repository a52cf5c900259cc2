/** What stands between AgentPhone and the processes that receive webhooks. */
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Hands each request to the next process in turn. What AgentPhone repeats after an answer goes to the process that gave
 * the answer, as docs/operations.md advises.
 */
export class Balancer {
	/** Where the processes are. */
	readonly targets: string[] = [];
	/**
	 * How many milliseconds until the connection of a delivery's first attempt breaks, unless it is answered before.
	 * `undefined`: it holds.
	 */
	cutFirst: () => number | undefined = () => undefined;
	private readonly seen = new Set<string>();
	/** By delivery. */
	private readonly answeredBy = new Map<string, string>();
	private next = 0;

	private constructor(
		private readonly server: ReturnType<typeof createServer>,
		readonly url: string,
	) {
		server.on('request', (incoming, outgoing) => void this.receive(incoming, outgoing));
	}

	static async start(): Promise<Balancer> {
		const server = createServer();
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		return new Balancer(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
	}

	async stop() {
		this.server.closeAllConnections();
		this.server.close();
		await once(this.server, 'close');
	}

	private async receive(incoming: IncomingMessage, outgoing: ServerResponse) {
		const chunks: Buffer[] = [];
		for await (const chunk of incoming) chunks.push(chunk as Buffer);
		const id = incoming.headers['x-webhook-id']?.toString() ?? '';
		const target = this.answeredBy.get(id) ?? this.another();
		const { method, url = '', headers } = incoming;
		const forwarded = request(target + url, { method, headers, agent: false });
		const cut = id && !this.seen.has(id) ? this.cutFirst() : undefined;
		this.seen.add(id);
		if (cut !== undefined)
			setTimeout(() => {
				if (!outgoing.headersSent) forwarded.destroy();
			}, cut);
		forwarded.on('error', () => outgoing.destroy());
		// The sender has given up.
		outgoing.on('close', () => forwarded.destroy());
		forwarded.on('response', (answer) => {
			if (id) this.answeredBy.set(id, target);
			outgoing.writeHead(answer.statusCode!, answer.headers);
			answer.pipe(outgoing);
		});
		forwarded.end(Buffer.concat(chunks));
	}

	private another(): string {
		return this.targets[this.next++ % this.targets.length]!;
	}
}
