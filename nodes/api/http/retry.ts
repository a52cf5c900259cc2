/**
 * Whether a request may be made again. `safe`: twice does the same as once. `ifSurelyNotDone`: it sends something, and
 * AgentPhone has no idempotency key, so it is repeated only when it was certainly not carried out.
 */
export type Repeat = 'safe' | 'ifSurelyNotDone';

/** How patient the nodes are. Times in milliseconds. */
export const patience = {
	/** How often a request is made, at most, while the connection or AgentPhone fails. */
	attempts: 6,
	/** How often a request is made, at most, while AgentPhone says that there are too many. */
	rateLimitedAttempts: 10,
	/** The first wait; each next one is twice as long, up to the longest. */
	firstWait: 250,
	longestWait: 8_000,
	/** The longest Retry-After that is obeyed. */
	longestRetryAfter: 60_000,
	/** How long an answer may take. */
	answer: 60_000,
};

const RETRIABLE_STATUS = [408, 429, 500, 502, 503, 504];
/** Connection errors that happen before anything is sent. */
const NEVER_SENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'];

/** Whether to repeat a request that was answered with an error. Only a 429 says that nothing was done. */
export function isRepeatable(status: number, repeat: Repeat): boolean {
	return repeat === 'safe' ? RETRIABLE_STATUS.includes(status) : status === 429;
}

/** Whether a request may have been carried out though it was answered with an error: only a refusal says no. */
export function mayBeDone(status: number): boolean {
	return status === 408 || status < 400 || status >= 500;
}

/** Whether a connection failed before the request was sent. */
export function isNeverSent(code: string): boolean {
	return NEVER_SENT.includes(code);
}

export function mostAttempts(status: number | undefined): number {
	return status === 429 ? patience.rateLimitedAttempts : patience.attempts;
}

/**
 * How long to wait behind an attempt (the first is 1), in milliseconds: as long as asked or twice as long each time,
 * with some randomness, so that those who failed together do not come back together.
 *
 * @returns `undefined` when AgentPhone asks for more patience than there is.
 */
export function waitBefore(attempt: number, retryAfter: string | undefined): number | undefined {
	const asked = readRetryAfter(retryAfter, Date.now());
	if (asked === undefined) {
		const backoff = Math.min(patience.firstWait * 2 ** (attempt - 1), patience.longestWait);
		return backoff * (0.5 + Math.random() / 2);
	}
	if (asked > patience.longestRetryAfter) return undefined;
	// Never earlier than asked.
	return asked + Math.random() * patience.firstWait;
}

/** Tells the builder of the flow why the request was not repeated. */
export function describeLongWait(retryAfter: string | undefined): string {
	const asked = Math.ceil((readRetryAfter(retryAfter, Date.now()) ?? 0) / 1000);
	return `AgentPhone asks to wait ${asked} seconds, longer than the ${patience.longestRetryAfter / 1000} seconds this node waits. Run this again after that time.`;
}

/**
 * Reads `Retry-After` (RFC 9110, section 10.2.3): seconds or an HTTP date.
 *
 * @returns milliseconds from `now`, or `undefined` when there is none or it cannot be read.
 */
export function readRetryAfter(value: string | undefined, now: number): number | undefined {
	if (!value?.trim()) return undefined;
	const wait = /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
	return Number.isNaN(wait) ? undefined : Math.max(wait, 0);
}

/** Finds the system's error code (`ECONNRESET`, …) in the errors that n8n wraps around each other. */
export function readConnectionError(error: unknown): { code: string; reason: string } {
	let reason = 'no answer';
	for (let level = error, depth = 0; level instanceof Error && depth < 5; depth++) {
		const { code, httpCode, cause, message } = level as Error & Record<string, unknown>;
		const known = [code, httpCode].find((each) =>
			/^(E[A-Z_]+|ERR_[A-Z_]+|UND_ERR_[A-Z_]+)$/.test(String(each)),
		);
		if (known) return { code: String(known), reason: message };
		reason = message;
		level = cause;
	}
	const [code = ''] = /\bE[A-Z]{4,}\b|socket hang up/.exec(reason) ?? [];
	return { code, reason };
}
