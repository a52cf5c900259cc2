/** AgentPhone in a box, in a process of its own, so that it does not share a thread with what is measured. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { RecordedRequest } from '../../emulator/api/journal';

/** Where AgentPhone is, for whoever is measured. */
export interface Target {
	baseUrl: string;
	apiKey: string;
}

export async function startEmulatorProcess(): Promise<Target & { stop(): void }> {
	const child = fork(join(__dirname, 'process.ts'), { execArgv: ['--import', 'tsx'] });
	const stop = () => void child.kill();
	process.once('exit', stop);
	const [target] = (await once(child, 'message')) as [Target];
	return { ...target, stop };
}

/** Drives the box over HTTP. */
export class EmulatorControl {
	constructor(private readonly target: Target) {}

	/** Begins afresh. Gives the IDs of the conversations, the most recently active first. */
	async seed(size: { conversations: number; messages?: number }): Promise<string[]> {
		await this.ask('POST', '/reset', {});
		const { ids } = (await this.ask('POST', '/seed', size)) as { ids: string[] };
		return ids;
	}

	/** Refuses every message to somebody with a 429 of this code. */
	async refuse(recipient: string, code: string) {
		await this.ask('POST', '/refusals', { recipient, code });
	}

	/** Limits how many requests a second the API takes; `null` is no limit. */
	async limitRequests(requestsASecond: number | null) {
		await this.ask('PUT', '/rate-limit', { requestsASecond });
	}

	/** Lets each answer come so many milliseconds later. */
	async setLatency(ms: number) {
		await this.ask('DELETE', '/faults');
		if (ms > 0) await this.ask('POST', '/faults', { kind: 'latency', ms });
	}

	async clearRequests() {
		await this.ask('DELETE', '/requests');
	}

	/** The requests that the API got since they were cleared. */
	async requests(): Promise<RecordedRequest[]> {
		return (await this.ask('GET', '/requests')) as RecordedRequest[];
	}

	private async ask(method: string, path: string, body?: object): Promise<unknown> {
		const response = await fetch(`${this.target.baseUrl}/_emulator${path}`, {
			method,
			...(body && {
				body: JSON.stringify(body),
				headers: { 'content-type': 'application/json' },
			}),
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`The emulator answered ${method} ${path} with ${text}`);
		return text ? (JSON.parse(text) as unknown) : undefined;
	}
}
