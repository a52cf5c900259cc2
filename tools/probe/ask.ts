import { setTimeout as wait } from 'node:timers/promises';

/** What AgentPhone answered. */
export interface Answer {
	status: number;
	/** Parsed JSON; `undefined` when it was none. */
	body: unknown;
}

/** Asks AgentPhone for a path under its host. */
export type Ask = (path: string, query?: Record<string, string | number>) => Promise<Answer>;

export interface AskOptions {
	baseUrl: string;
	apiKey: string;
	/** Milliseconds between two requests; default 250. */
	pause?: number;
	/** Milliseconds before a request that failed is made again, doubled each time; default 500. */
	retryWait?: number;
}

const ATTEMPTS = 8;
const LONGEST_WAIT = 60_000;

/**
 * The probe's only way to AgentPhone. It can do nothing but GET, one request at a time, each after a pause. A 429, a 5xx
 * and a broken connection are met again: what comes of them says nothing about the API, so nobody gets to see it.
 *
 * @throws Error from the answer when no attempt was answered
 */
export function asker({ baseUrl, apiKey, pause = 250, retryWait = 500 }: AskOptions): Ask {
	return async (path, query = {}) => {
		const url = new URL(path, baseUrl);
		for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
		let problem = '';
		for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
			await wait(pause);
			let askedToWait: number | undefined;
			try {
				const response = await fetch(url, {
					redirect: 'manual',
					headers: { authorization: `Bearer ${apiKey}` },
					signal: AbortSignal.timeout(30_000),
				});
				const text = await response.text();
				const { status } = response;
				if (status !== 429 && status < 500) return { status, body: parse(text) };
				problem = `AgentPhone answered ${status}`;
				askedToWait = Number(response.headers.get('retry-after')) * 1_000 || undefined;
			} catch {
				problem = 'AgentPhone could not be reached';
			}
			await wait(Math.min(askedToWait ?? retryWait * 2 ** attempt, LONGEST_WAIT));
		}
		throw new Error(`${problem}, ${ATTEMPTS} times`);
	};
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
