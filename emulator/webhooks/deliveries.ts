import { createHmac, randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

import type { Changes } from '../data/changes';
import type { Dialect } from '../dialect';
import type { Webhook } from './registrations';

export interface DeliveryAttempt {
	/** Milliseconds since the epoch. */
	at: number;
	/** What `X-Webhook-Timestamp` said: Unix seconds. */
	timestamp: number;
	/** `null` when no answer came. */
	status: number | null;
	/** Why no answer came: `ECONNREFUSED`, `TimeoutError`, … */
	error: string | null;
	responseBody: string;
}

export interface Delivery {
	/** `X-Webhook-ID`: the same for every attempt, and never used again by any emulator. */
	id: string;
	event: string;
	channel: string | null;
	messageId: string | null;
	agentId: string | null;
	url: string;
	/** The body as sent, parsed if it is JSON. */
	body: unknown;
	attempts: DeliveryAttempt[];
	/** Milliseconds since the epoch. */
	createdAt: number;
	nextAttemptAt: number | null;
	state: 'pending' | 'delivered' | 'failed';
}

/** One delivery to make. */
export interface Parcel {
	event: string;
	body: string | Buffer;
	/** Where to, asked before each attempt. `null`: nowhere any more, so it has failed. */
	target: () => Pick<Webhook, 'url' | 'secret' | 'timeout'> | null;
	/** How often it is tried at most; default 6. */
	attempts?: number;
	channel?: string | null;
	messageId?: string | null;
	agentId?: string | null;
	/** What the headers say instead of what is right. */
	id?: string;
	timestamp?: number;
	signature?: string;
	headers?: Record<string, string>;
	/** Told of the answer's text as it comes in. */
	onText?: (text: string) => void;
}

export interface DeliveryOptions {
	/** Milliseconds before the first retry, each next wait twice as long; or the wait before each retry. */
	retryWait: number | number[];
	/** Milliseconds that an answer may take, instead of the webhook's own `timeout`. */
	timeout?: number;
}

const ATTEMPTS = 6;
const MINUTE = 60_000;

/**
 * The waits before the five retries of a real delivery, in milliseconds. AgentPhone documents six attempts over 21 to 24
 * hours, not when each is made.
 */
export const REAL_RETRY_WAITS = [1, 5, 30, 300, 960].map((minutes) => minutes * MINUTE);

const LONGEST_LOG = 10_000;
const LONGEST_RESPONSE = 64 * 1024;

/** `sha256=<hex>`: HMAC-SHA256 of `"{timestamp}." + body`. */
export function sign(secret: string, timestamp: number, body: string | Buffer): string {
	const hash = createHmac('sha256', secret).update(`${timestamp}.`).update(body);
	return `sha256=${hash.digest('hex')}`;
}

/** Delivers events to webhooks, and again when that fails, and keeps a log of it. */
export class Deliveries {
	/** The latest, oldest first. */
	readonly log: Delivery[] = [];
	private readonly underWay = new Set<Promise<void>>();
	private stopping = stopper();

	constructor(
		private readonly options: DeliveryOptions,
		private readonly dialect: Dialect,
		private readonly changes: Changes,
	) {}

	/** Sends it. Resolves when the first attempt is answered, or has failed; retries go on by themselves. */
	async send(parcel: Parcel): Promise<Delivery> {
		const target = parcel.target();
		const delivery: Delivery = {
			id: parcel.id ?? randomUUID(),
			event: parcel.event,
			channel: parcel.channel ?? null,
			messageId: parcel.messageId ?? null,
			agentId: parcel.agentId ?? null,
			url: target?.url ?? '',
			body: readBody(parcel.body),
			attempts: [],
			createdAt: Date.now(),
			nextAttemptAt: null,
			state: 'pending',
		};
		this.log.push(delivery);
		if (this.log.length > LONGEST_LOG) this.log.splice(0, LONGEST_LOG / 10);
		this.changes.tell({ type: 'delivery', delivery });
		await new Promise<void>((firstAttemptMade) => {
			const work = this.work(parcel, delivery, firstAttemptMade).finally(() => {
				this.underWay.delete(work);
				firstAttemptMade();
			});
			this.underWay.add(work);
		});
		return delivery;
	}

	/** Resolves when nothing is under way: each delivery has arrived or been given up. */
	async settled(): Promise<void> {
		while (this.underWay.size > 0) await Promise.all(this.underWay);
	}

	/** Gives up what is under way, and forgets the log. */
	clear(): void {
		this.stopping.abort();
		this.stopping = stopper();
		this.log.length = 0;
	}

	async stop(): Promise<void> {
		this.stopping.abort();
		await this.settled();
	}

	private async work(parcel: Parcel, delivery: Delivery, firstAttemptMade: () => void) {
		const { attempts = ATTEMPTS } = parcel;
		const { signal } = this.stopping;
		const original = parcel.target();
		for (let attempt = 0; attempt < attempts && !signal.aborted; attempt++) {
			if (attempt > 0) {
				const pause = this.pauseBefore(attempt);
				delivery.nextAttemptAt = Date.now() + pause;
				await wait(pause, undefined, { signal }).catch(() => undefined);
				if (signal.aborted) break;
			}
			const target = this.dialect.retryRegistration === 'original' ? original : parcel.target();
			if (!target) break;
			const made = await this.attempt(parcel, delivery, target, signal);
			delivery.nextAttemptAt = null;
			if (made.status !== null && made.status >= 200 && made.status < 300)
				delivery.state = 'delivered';
			this.changes.tell({ type: 'delivery', delivery });
			firstAttemptMade();
			if (delivery.state === 'delivered') return;
			if (this.isFinal(made)) break;
		}
		delivery.nextAttemptAt = null;
		delivery.state = 'failed';
		this.changes.tell({ type: 'delivery', delivery });
	}

	/** Milliseconds before a retry, the first of which is 1. */
	private pauseBefore(retry: number): number {
		const { retryWait } = this.options;
		if (typeof retryWait === 'number') return retryWait * 2 ** (retry - 1);
		return retryWait[Math.min(retry, retryWait.length) - 1] ?? 0;
	}

	/** Whether an answer other than a 2xx ends the delivery. */
	private isFinal({ status }: DeliveryAttempt): boolean {
		return this.dialect.retried === 'serverErrors' && status !== null && status < 500;
	}

	private async attempt(
		parcel: Parcel,
		delivery: Delivery,
		{ url, secret, timeout }: Pick<Webhook, 'url' | 'secret' | 'timeout'>,
		stopping: AbortSignal,
	): Promise<DeliveryAttempt> {
		const at = Date.now();
		const first = this.dialect.retryTimestamp === 'original' ? delivery.attempts[0] : undefined;
		const timestamp = parcel.timestamp ?? first?.timestamp ?? Math.floor(at / 1_000);
		const made: DeliveryAttempt = { at, timestamp, status: null, error: null, responseBody: '' };
		delivery.url = url;
		delivery.attempts.push(made);
		const tooLate = AbortSignal.timeout(this.options.timeout ?? timeout * 1_000);
		try {
			const response = await fetch(url, {
				method: 'POST',
				redirect: 'manual',
				signal: AbortSignal.any([stopping, tooLate]),
				headers: {
					'Content-Type': 'application/json',
					'User-Agent': 'AgentPhone-Webhooks/1.0',
					'X-Webhook-ID': delivery.id,
					'X-Webhook-Event': delivery.event,
					'X-Webhook-Timestamp': String(timestamp),
					'X-Webhook-Signature': parcel.signature ?? sign(secret, timestamp, parcel.body),
					...parcel.headers,
				},
				body: new Uint8Array(Buffer.from(parcel.body)),
			});
			made.responseBody = await readText(response, parcel.onText);
			made.status = response.status;
		} catch (error) {
			made.error = stopping.aborted ? 'Stopped' : reason(error);
		}
		return made;
	}
}

/** Any number of deliveries listen to it. */
function stopper(): AbortController {
	const controller = new AbortController();
	setMaxListeners(0, controller.signal);
	return controller;
}

async function readText(response: Response, onText?: (text: string) => void): Promise<string> {
	let whole = '';
	const decoder = new TextDecoder();
	const chunks = response.body as unknown as AsyncIterable<Uint8Array> | null;
	for await (const chunk of chunks ?? []) {
		const text = decoder.decode(chunk, { stream: true });
		onText?.(text);
		if (whole.length < LONGEST_RESPONSE) whole += text;
	}
	return whole;
}

function readBody(body: string | Buffer): unknown {
	const text = body.toString();
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

function reason(error: unknown): string {
	const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } };
	return cause?.code ?? cause?.message ?? (name === 'TypeError' ? message : name);
}
