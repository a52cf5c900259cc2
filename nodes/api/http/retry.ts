import { causesOf } from '../errors/causes';
import type { Policy } from './policy';

/**
 * Whether a request may be made again. `safe`: twice does the same as once. `ifSurelyNotDone`: it sends something, and
 * AgentPhone has no idempotency key, so it is repeated only when it was certainly not carried out.
 */
export type Repeat = 'safe' | 'ifSurelyNotDone';

const RETRIABLE_STATUS = [408, 429, 500, 502, 503, 504];

/** What makes a 429 a matter of speed: AgentPhone takes the request when it comes again later. */
const SPEED_CODES = ['RATE_LIMITED', 'RATE_LIMIT_EXCEEDED'];
/** What makes it a rule, which no waiting cures: the person has to act first, or the line's day is over. */
const RULE_CODES = [
	'CONVERSATION_STREAK_LIMIT',
	'CONVERSATION_AWAITING_REPLY',
	'CONVERSATION_INACTIVE',
	'OUTBOUND_LIMIT_REACHED',
	'NEW_CONVERSATION_LIMIT_REACHED',
];

/** Connection errors that happen before the request leaves: no address, no route, no connection, no trust (TLS). */
const NEVER_SENT =
	/^(ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EADDRNOTAVAIL|EPROTO|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_\w+|ERR_SSL_\w+|CERT_\w+|\w*SELF_SIGNED_CERT\w*|UNABLE_TO_\w+|HOSTNAME_MISMATCH|ERR_INVALID_URL|SSRF_BLOCKED)$/;

/**
 * Whether a 429 is about a rule and not about speed.
 *
 * @param code AgentPhone's; one that is not known counts as a rule on what must not be sent twice, unless AgentPhone says
 * when to come back
 */
export function isRule(
	code: string | undefined,
	retryAfter: string | undefined,
	repeat: Repeat,
): boolean {
	if (code === undefined || SPEED_CODES.includes(code)) return false;
	if (RULE_CODES.includes(code)) return true;
	return repeat === 'ifSurelyNotDone' && !retryAfter?.trim();
}

/**
 * Whether to repeat a request that was answered with an error. A 429 says that nothing was done, and so does a 409 that
 * says when to come back: too many calls are under way.
 */
export function isRepeatable(status: number, repeat: Repeat, retryAfter?: string): boolean {
	if (status === 409) return Boolean(retryAfter?.trim());
	return repeat === 'safe' ? RETRIABLE_STATUS.includes(status) : status === 429;
}

/** True unless a 4xx other than 408 proves that AgentPhone refused it. */
export function mayBeDone(status: number): boolean {
	return status === 408 || status < 400 || status >= 500;
}

/** Whether a connection failed before the request was sent. */
export function isNeverSent(code: string): boolean {
	return NEVER_SENT.test(code);
}

export function mostAttempts(status: number | undefined, policy: Policy): number {
	return status === 429 || status === 409 ? policy.rateLimitedAttempts : policy.attempts;
}

/**
 * How long to wait after an attempt (the first is 1), in milliseconds: as long as asked or twice as long each time,
 * with some randomness, so that those who failed together do not come back together.
 *
 * @returns `undefined` when AgentPhone asks for more patience than there is.
 */
export function waitBefore(
	attempt: number,
	retryAfter: string | undefined,
	policy: Policy,
): number | undefined {
	const asked = readRetryAfter(retryAfter, Date.now());
	if (asked === undefined) {
		const backoff = Math.min(policy.firstWait * 2 ** (attempt - 1), policy.longestWait);
		return backoff * (0.5 + Math.random() / 2);
	}
	if (asked > policy.longestRetryAfter) return undefined;
	// Never earlier than asked, and little later: how fast it goes on is the gate's matter.
	return asked + (Math.random() * policy.firstWait) / 4;
}

/** Tells the builder of the flow why the request was not repeated. */
export function describeLongWait(retryAfter: string | undefined, policy: Policy): string {
	const asked = Math.ceil((readRetryAfter(retryAfter, Date.now()) ?? 0) / 1000);
	return `AgentPhone asks to wait ${asked} seconds, longer than the ${policy.longestRetryAfter / 1000} seconds this node waits. Run this again after that time.`;
}

/**
 * Reads `Retry-After` (RFC 9110, section 10.2.3): seconds or an HTTP date.
 *
 * @returns milliseconds from `now`, or `undefined` when there is none or it cannot be read.
 */
export function readRetryAfter(value: string | undefined, now: number): number | undefined {
	if (!value) return undefined;
	if (/^\s*\d+(\.\d+)?\s*$/.test(value)) return Number(value) * 1000;
	// JavaScript takes nearly any text with a number in it for a date: "-5" is one in May.
	const wait = HTTP_DATE.test(value) ? Date.parse(value) - now : Number.NaN;
	return Number.isNaN(wait) ? undefined : Math.max(wait, 0);
}

/** In any of the forms of RFC 9110, section 5.6.7: all have a day of the week and a time of day. */
const HTTP_DATE = /^\s*[A-Z][a-z]+,? .*\d\d:\d\d:\d\d/;

/** The codes of Node, of undici and of OpenSSL. */
const SYSTEM_CODE =
	/^(E[A-Z_]+\d?|ERR_[A-Z_]+|UND_ERR_[A-Z_]+|CERT_[A-Z_]+|DEPTH_[A-Z_]+|SELF_SIGNED_[A-Z_]+|UNABLE_[A-Z_]+|HOSTNAME_MISMATCH)$/;
/** A broken connection that never became a secure one: nothing was sent over it. */
const NOT_YET_SECURE = /before secure TLS connection was established/;
/** n8n's own protection against requests to internal networks. */
const SSRF_REFUSAL = /^The request was blocked because/;

/**
 * Finds the system's error code (`ECONNRESET`, …) in the errors that n8n wraps around each other. What failed while
 * connecting has the code of a refused connection, and what n8n itself refused `SSRF_BLOCKED`.
 */
export function readConnectionError(error: unknown): { code: string; reason: string } {
	let reason = 'no answer';
	for (const cause of causesOf(error)) {
		const { code, httpCode, message, syscall } = cause as Error & Record<string, unknown>;
		if (SSRF_REFUSAL.test(message)) return { code: 'SSRF_BLOCKED', reason: message };
		if (NOT_YET_SECURE.test(message)) return { code: 'ERR_TLS_HANDSHAKE', reason: message };
		const known = [code, httpCode].find((each) => SYSTEM_CODE.test(String(each)));
		if (known === 'ETIMEDOUT' && syscall === 'connect')
			return { code: 'UND_ERR_CONNECT_TIMEOUT', reason: message };
		if (known) return { code: String(known), reason: message };
		reason = message;
	}
	const [code = ''] = /\bE[A-Z]{4,}\b|socket hang up/.exec(reason) ?? [];
	return { code, reason };
}
