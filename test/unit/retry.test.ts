import fc from 'fast-check';

import {
	isRepeatable,
	patience,
	readConnectionError,
	readRetryAfter,
	waitBefore,
} from '../../nodes/api/http/retry';

const NOW = Date.UTC(2026, 0, 31, 12, 0, 0);

describe('Retry-After', () => {
	it.each([
		['0', 0],
		['7', 7_000],
		[' 1.5 ', 1_500],
		['Sat, 31 Jan 2026 12:00:30 GMT', 30_000],
		['Sat, 31 Jan 2026 11:59:30 GMT', 0],
		['soon', undefined],
		['', undefined],
		[undefined, undefined],
	])('%p is a wait of %p ms', (value, wait) => {
		expect(readRetryAfter(value, NOW)).toBe(wait);
	});
});

describe('the wait before another attempt', () => {
	it('is twice as long each time, up to the longest, and never the same for all', () => {
		for (let attempt = 1; attempt < 12; attempt++) {
			const longest = Math.min(patience.firstWait * 2 ** (attempt - 1), patience.longestWait);
			const waits = Array.from({ length: 20 }, () => waitBefore(attempt, undefined)!);
			expect(Math.max(...waits)).toBeLessThanOrEqual(longest);
			expect(Math.min(...waits)).toBeGreaterThanOrEqual(longest / 2);
			expect(new Set(waits).size).toBeGreaterThan(1);
		}
	});

	it('is never shorter than AgentPhone asks, and not much longer', () => {
		fc.assert(
			fc.property(fc.nat({ max: 60 }), fc.integer({ min: 1, max: 9 }), (seconds, attempt) => {
				const wait = waitBefore(attempt, String(seconds))!;
				expect(wait).toBeGreaterThanOrEqual(seconds * 1_000);
				expect(wait).toBeLessThanOrEqual(seconds * 1_000 + patience.firstWait);
			}),
		);
	});

	it('is not made when AgentPhone asks for more than a minute', () => {
		expect(waitBefore(1, '61')).toBeUndefined();
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

	it('is none where the connection did not fail', () => {
		expect(readConnectionError(new Error('Node does not have any credentials set')).code).toBe('');
		expect(readConnectionError('text').code).toBe('');
	});
});
