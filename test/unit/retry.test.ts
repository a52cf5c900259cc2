import fc from 'fast-check';

import {
	describeLongWait,
	isNeverSent,
	isRepeatable,
	isRule,
	mayBeDone,
	mostAttempts,
	readConnectionError,
	readRetryAfter,
	waitBefore,
} from '../../nodes/api/http/retry';
import { PATIENT } from '../../nodes/api/http/policy';

const NOW = Date.UTC(2026, 0, 31, 12, 0, 0);

describe('Retry-After', () => {
	it.each([
		['0', 0],
		['7', 7_000],
		[' 1.5 ', 1_500],
		['Sat, 31 Jan 2026 12:00:30 GMT', 30_000],
		['Sat, 31 Jan 2026 11:59:30 GMT', 0],
		['7 or so', undefined],
		['about 7', undefined],
		['-5', undefined],
		['at 12:00:30', undefined],
		['12:00:30 on Sat, 31 Jan 2026 12:00:30 GMT', undefined],
		['7 s at 12:00:30', undefined],
		['Sat, 31 Jan 2026 12:61:00 GMT', undefined],
		[' Sat, 31 Jan 2026 12:00:30 GMT', 30_000],
		['Saturday, 31-Jan-26 12:00:30 GMT', 30_000],
		['Sat Jan 31 12:00:30 2026 GMT', 30_000],
		['1.5', 1_500],
		['1.25\t', 1_250],
		['10', 10_000],
		['soon', undefined],
		['  ', undefined],
		['', undefined],
		[undefined, undefined],
	])('%p is a wait of %p ms', (value, wait) => {
		expect(readRetryAfter(value, NOW)).toBe(wait);
	});
});

describe('the wait before another attempt', () => {
	it('is twice as long each time, up to the longest, and never the same for all', () => {
		for (let attempt = 1; attempt < 12; attempt++) {
			const longest = Math.min(PATIENT.firstWait * 2 ** (attempt - 1), PATIENT.longestWait);
			const waits = Array.from({ length: 20 }, () => waitBefore(attempt, undefined, PATIENT)!);
			expect(Math.max(...waits)).toBeLessThanOrEqual(longest);
			expect(Math.min(...waits)).toBeGreaterThanOrEqual(longest / 2);
			expect(new Set(waits).size).toBeGreaterThan(1);
		}
	});

	it('is never shorter than AgentPhone asks, and not much longer', () => {
		fc.assert(
			fc.property(fc.nat({ max: 60 }), fc.integer({ min: 1, max: 9 }), (seconds, attempt) => {
				const wait = waitBefore(attempt, String(seconds), PATIENT)!;
				expect(wait).toBeGreaterThanOrEqual(seconds * 1_000);
				expect(wait).toBeLessThanOrEqual(seconds * 1_000 + PATIENT.firstWait);
				const others = Array.from({ length: 5 }, () => waitBefore(1, String(seconds), PATIENT)!);
				expect(Math.max(wait, ...others) - Math.min(wait, ...others)).toBeGreaterThan(1);
			}),
		);
	});

	it('is not made when AgentPhone asks for more than a minute, and says for how much', () => {
		expect(waitBefore(1, '60', PATIENT)).toBeGreaterThanOrEqual(60_000);
		expect(waitBefore(1, '61', PATIENT)).toBeUndefined();
		expect(describeLongWait('60.5', PATIENT)).toBe(
			'AgentPhone asks to wait 61 seconds, longer than the 60 seconds this node waits. Run this again after that time.',
		);
		expect(describeLongWait(undefined, PATIENT)).toMatch('asks to wait 0 seconds');
	});
});

it.each([
	[408, true, false],
	[429, true, true],
	[500, true, false],
	[502, true, false],
	[503, true, false],
	[504, true, false],
	[400, false, false],
	[401, false, false],
	[404, false, false],
	[409, false, false],
	[307, false, false],
])('status %i is repeated if safe: %p, if it sends: %p', (status, safe, sends) => {
	expect(isRepeatable(status, 'safe')).toBe(safe);
	expect(isRepeatable(status, 'ifSurelyNotDone')).toBe(sends);
});

it.each([
	['5', true],
	[' 5 ', true],
	['', false],
	['  ', false],
	[undefined, false],
])('a 409 with Retry-After %p is repeated: %p', (retryAfter, isRepeated) => {
	for (const repeat of ['safe', 'ifSurelyNotDone'] as const)
		expect(isRepeatable(409, repeat, retryAfter)).toBe(isRepeated);
});

it.each([
	[200, true],
	[307, true],
	[399, true],
	[400, false],
	[404, false],
	[408, true],
	[429, false],
	[499, false],
	[500, true],
	[503, true],
])('what was answered with %i may be done: %p', (status, may) => {
	expect(mayBeDone(status)).toBe(may);
});

it('what AgentPhone asks to be made later is tried more often than what failed', () => {
	const { attempts, rateLimitedAttempts } = PATIENT;
	expect(rateLimitedAttempts).toBeGreaterThan(attempts);
	for (const status of [429, 409]) expect(mostAttempts(status, PATIENT)).toBe(rateLimitedAttempts);
	for (const status of [408, 503, undefined]) expect(mostAttempts(status, PATIENT)).toBe(attempts);
});

it.each<[string | undefined, string | undefined, boolean, boolean]>([
	[undefined, undefined, false, false],
	['RATE_LIMITED', undefined, false, false],
	['RATE_LIMIT_EXCEEDED', '3', false, false],
	['RATE_LIMIT_EXCEEDED', undefined, false, false],
	['CONVERSATION_STREAK_LIMIT', undefined, true, true],
	['CONVERSATION_AWAITING_REPLY', '1', true, true],
	['CONVERSATION_INACTIVE', undefined, true, true],
	['OUTBOUND_LIMIT_REACHED', undefined, true, true],
	['NEW_CONVERSATION_LIMIT_REACHED', undefined, true, true],
	['LIMIT_OF_THE_FUTURE', undefined, false, true],
	['LIMIT_OF_THE_FUTURE', '2', false, false],
	['LIMIT_OF_THE_FUTURE', ' ', false, true],
])(
	'a 429 with code %p and Retry-After %p is a rule if safe: %p, if it sends: %p',
	(code, after, safe, sends) => {
		expect(isRule(code, after, 'safe')).toBe(safe);
		expect(isRule(code, after, 'ifSurelyNotDone')).toBe(sends);
	},
);

describe("a connection's error code", () => {
	it('is found however deep it is wrapped', () => {
		const socket = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
		const wrapped = new Error('outer', { cause: new Error('inner', { cause: socket }) });
		expect(readConnectionError(socket).code).toBe('ECONNRESET');
		expect(readConnectionError(wrapped).code).toBe('ECONNRESET');
		expect(readConnectionError(new Error('connect ECONNREFUSED 127.0.0.1:1')).code).toBe(
			'ECONNREFUSED',
		);
		expect(readConnectionError(new Error('socket hang up')).code).toBe('socket hang up');
	});

	it.each([
		['DEPTH_ZERO_SELF_SIGNED_CERT', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }],
		['ERR_TLS_CERT_ALTNAME_INVALID', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }],
		['UNABLE_TO_VERIFY_LEAF_SIGNATURE', { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }],
		['CERT_HAS_EXPIRED', { code: 'CERT_HAS_EXPIRED' }],
		['write EPROTO', { code: 'EPROTO' }],
		['connect EHOSTUNREACH', { code: 'EHOSTUNREACH' }],
		['connect ETIMEDOUT', { code: 'ETIMEDOUT', syscall: 'connect' }],
		[
			'Client network socket disconnected before secure TLS connection was established',
			{ code: 'ECONNRESET' },
		],
		['The request was blocked because it resolves to a restricted IP address', {}],
	])('%s says that nothing left this machine', (message, properties) => {
		const error = Object.assign(new Error(message), properties);
		for (const thrown of [error, new Error('outer', { cause: error })])
			expect(isNeverSent(readConnectionError(thrown).code)).toBe(true);
	});

	it.each([
		['read ECONNRESET', { code: 'ECONNRESET' }],
		['write EPIPE', { code: 'EPIPE' }],
		['timeout of 60000ms exceeded', { code: 'ECONNABORTED' }],
		['read ETIMEDOUT', { code: 'ETIMEDOUT', syscall: 'read' }],
	])('%s does not', (message, properties) => {
		expect(
			isNeverSent(readConnectionError(Object.assign(new Error(message), properties)).code),
		).toBe(false);
	});

	it.each([
		['ECONNREFUSED', true],
		['ENOTFOUND', true],
		['EAI_AGAIN', true],
		['ENETUNREACH', true],
		['EHOSTDOWN', true],
		['ENETDOWN', true],
		['EADDRNOTAVAIL', true],
		['ERR_SSL_WRONG_VERSION_NUMBER', true],
		['SELF_SIGNED_CERT_IN_CHAIN', true],
		['UNABLE_TO_GET_ISSUER_CERT', true],
		['HOSTNAME_MISMATCH', true],
		['ERR_INVALID_URL', true],
		['ECONNRESET', false],
		['ECONNREFUSED or not', false],
		['no ECONNREFUSED', false],
		['', false],
	])('%s says that nothing was sent: %p', (code, is) => {
		expect(isNeverSent(code)).toBe(is);
	});

	it.each([
		['E2', { code: 'E2' }, ''],
		['upstream said', { code: 502 }, ''],
		['closed', { code: 'UND_ERR_SOCKET' }, 'UND_ERR_SOCKET'],
		['closed', { httpCode: 'ECONNRESET' }, 'ECONNRESET'],
		['closed', { code: 'no code', httpCode: 'EPIPE' }, 'EPIPE'],
		['closed', { code: 'ERR_BAD_RESPONSE' }, 'ERR_BAD_RESPONSE'],
		['closed', { code: 'not ECONNRESET at all' }, ''],
		['closed', { code: 'HOSTNAME_MISMATCH' }, 'HOSTNAME_MISMATCH'],
		['closed', { code: 'SELF_SIGNED_CERT_IN_CHAIN' }, 'SELF_SIGNED_CERT_IN_CHAIN'],
		['the socket: EHOSTUNREACH', {}, 'EHOSTUNREACH'],
		['timed out', { code: 'ETIMEDOUT', syscall: 'connect' }, 'UND_ERR_CONNECT_TIMEOUT'],
		['timed out', { code: 'ETIMEDOUT', syscall: 'read' }, 'ETIMEDOUT'],
		['reset', { code: 'ECONNRESET', syscall: 'connect' }, 'ECONNRESET'],
		['The request was blocked because it resolves to a private address', {}, 'SSRF_BLOCKED'],
		['Somebody else says: The request was blocked because', {}, ''],
		['closed before secure TLS connection was established', {}, 'ERR_TLS_HANDSHAKE'],
	])('of "%s" with %j is %p, with the reason', (message, properties, code) => {
		const error = Object.assign(new Error(message), properties);
		expect(readConnectionError(error)).toEqual({ code, reason: message });
	});

	it('is none where the connection did not fail', () => {
		expect(readConnectionError(new Error('Node does not have any credentials set')).code).toBe('');
		expect(readConnectionError('text')).toEqual({ code: '', reason: 'no answer' });
	});
});
