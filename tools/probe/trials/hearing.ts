import { createHmac } from 'node:crypto';

import { rowsOf, type Row } from '../sample';
import type { Received } from './listener';
import type { Registration } from './registration';

/** One attempt of a delivery that is the owner's, and so may be refused. */
export interface Attempt {
	/** The same for every attempt of a delivery. */
	id: string;
	isTest: boolean;
	token: string;
	/** What its headers say: Unix seconds. */
	timestamp: number;
	/** When it came: Unix seconds. */
	at: number;
	missingHeaders: string[];
	isSigned: boolean;
	body: Row;
	data: Row;
	/** Whether another URL was registered before it was answered. */
	isRenewed: boolean;
}

const HEADERS = ['x-webhook-id', 'x-webhook-event', 'x-webhook-timestamp', 'x-webhook-signature'];
const BRIEFLY = 50;

/**
 * Answers deliveries: the owner's first with 500, when the webhook has been registered anew; their retries with 400, and
 * those of these with 200. Everybody else's get a 503, so that AgentPhone delivers them again when the webhook is back.
 */
export class Hearing {
	readonly attempts: Attempt[] = [];
	/** The owner's phone, in E.164. */
	number?: string;
	/** While a test delivery was asked for. */
	isTesting = false;
	private readonly tests = new Set<string>();
	private renewal: Promise<unknown> = Promise.resolve();
	private isClosed = false;

	constructor(
		private readonly registration: Registration,
		private readonly url: string,
		private readonly wait: (milliseconds: number) => Promise<void>,
	) {}

	async answer({ token, headers, body: text }: Received): Promise<number> {
		const body = parse(text);
		if (this.isClosed || !body || !this.registration.secrets.has(token)) return 503;
		const [data = {}] = rowsOf([body.data]);
		const id = String(headers['x-webhook-id'] ?? text);
		if (this.isTesting && isTestDelivery(body, data)) this.tests.add(id);
		const attempt: Attempt = {
			id,
			isTest: this.tests.has(id),
			token,
			timestamp: Number(headers['x-webhook-timestamp']),
			at: seconds(),
			missingHeaders: HEADERS.filter((name) => headers[name] === undefined),
			isSigned: this.isSigned(headers, text),
			body,
			data,
			isRenewed: false,
		};
		if (!attempt.isTest && !(attempt.isSigned && this.isOwners(data))) return 503;
		const earlier = this.attemptsOf(id).length;
		this.attempts.push(attempt);
		if (earlier > 0) return earlier === 1 ? 400 : 200;
		await this.renew(attempt);
		while (seconds() <= attempt.at) await this.wait(BRIEFLY);
		return 500;
	}

	attemptsOf(id: string): Attempt[] {
		return this.attempts.filter((attempt) => attempt.id === id);
	}

	/** Registers nothing any more. */
	async close(): Promise<void> {
		this.isClosed = true;
		await this.renewal;
	}

	/** One after the other, however many deliveries come at once. */
	private async renew(attempt: Attempt): Promise<void> {
		const renewal = this.renewal.then(async () => {
			if (this.isClosed) return;
			await this.registration.register(this.url);
			attempt.isRenewed = true;
		});
		this.renewal = renewal.catch(() => undefined);
		await this.renewal;
	}

	private isOwners({ from, to, direction, group }: Row): boolean {
		if (this.number === undefined || group) return false;
		return direction === 'outbound' ? to === this.number : from === this.number;
	}

	/** By any of the secrets: which one a retry is signed with is open. */
	private isSigned(headers: Received['headers'], text: string): boolean {
		const signed = `${String(headers['x-webhook-timestamp'])}.${text}`;
		return [...this.registration.secrets.values()].some(
			(secret) =>
				headers['x-webhook-signature'] ===
				`sha256=${createHmac('sha256', secret).update(signed).digest('hex')}`,
		);
	}
}

function isTestDelivery({ conversationState }: Row, { messageId, conversationId, message }: Row) {
	const [state = {}] = rowsOf([conversationState]);
	if (state.testMode === true) return true;
	return !messageId && !conversationId && /\btest\b/i.test(String(message));
}

const seconds = () => Math.floor(Date.now() / 1_000);

function parse(text: string): Row | undefined {
	try {
		return rowsOf([JSON.parse(text)])[0];
	} catch {
		return undefined;
	}
}
