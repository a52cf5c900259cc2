import { setTimeout as wait } from 'node:timers/promises';

/** What AgentPhone answered. */
export interface Answer {
	status: number;
	/** As it came. */
	text: string;
	/** Parsed JSON; `undefined` when it was none. */
	body: unknown;
	/** How often it was asked until it answered: more than once, it may have been carried out before. */
	attempts: number;
}

/** How AgentPhone is reached, and how fast. */
export interface Connection {
	baseUrl: string;
	apiKey: string;
	/** Milliseconds between two requests; default 250. */
	pause?: number;
	/** Milliseconds before a request that failed is made again, doubled each time; default 500. */
	retryWait?: number;
	/** Waits so many milliseconds; tests hand in one that does not. */
	wait?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
	/** Ends every request and every wait. */
	signal?: AbortSignal;
}

export interface Wanted {
	method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
	path: string;
	query?: Record<string, string | number>;
	body?: unknown;
	/** It reaches a person: repeated only where AgentPhone says that it was not carried out, and when to come back. */
	isSending?: boolean;
}

const ATTEMPTS = 8;
const LONGEST_WAIT = 60_000;

/** Waits; throws when it is stopped. */
export const pause = async (milliseconds: number, signal?: AbortSignal) =>
	await wait(milliseconds, undefined, { signal });

/**
 * Makes one request, after a pause. A 429, a 5xx and a broken connection are met again: what comes of them says nothing
 * about the API, so nobody gets to see it.
 *
 * @throws Error from the answer when no attempt was answered, or when what reaches a person may have been carried out
 */
export async function request(connection: Connection, wanted: Wanted): Promise<Answer> {
	const { baseUrl, apiKey, retryWait = 500, signal } = connection;
	const waitFor = connection.wait ?? pause;
	const { method, path, query = {}, body, isSending = false } = wanted;
	const url = new URL(path, baseUrl);
	for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
	let problem = '';
	for (let attempts = 1; attempts <= ATTEMPTS; attempts++) {
		await waitFor(connection.pause ?? 250, signal);
		signal?.throwIfAborted();
		let askedToWait: number | undefined;
		try {
			const response = await fetch(url, {
				method,
				redirect: 'manual',
				headers: {
					authorization: `Bearer ${apiKey}`,
					...(body !== undefined && { 'content-type': 'application/json' }),
				},
				...(body !== undefined && { body: JSON.stringify(body) }),
				signal: signal
					? AbortSignal.any([signal, AbortSignal.timeout(60_000)])
					: AbortSignal.timeout(60_000),
			});
			const text = await response.text();
			const { status } = response;
			askedToWait = Number(response.headers.get('retry-after')) * 1_000 || undefined;
			const isRefusal = status === 429 && (!isSending || askedToWait !== undefined);
			const isFailure = status >= 500;
			if (!isRefusal && !isFailure) return { status, text, body: parse(text), attempts };
			problem = `AgentPhone answered ${status}`;
			if (isSending && isFailure) break;
		} catch {
			signal?.throwIfAborted();
			problem = 'AgentPhone could not be reached';
			if (isSending) break;
		}
		await waitFor(Math.min(askedToWait ?? retryWait * 2 ** (attempts - 1), LONGEST_WAIT), signal);
	}
	if (isSending) throw new Error(`${problem}: it may have been sent, and is not sent again`);
	throw new Error(`${problem}, ${ATTEMPTS} times`);
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
