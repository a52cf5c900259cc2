/** Everything that can be made to go wrong goes wrong as told. */
import { setTimeout as sleep } from 'node:timers/promises';

import { useBox } from './box';

const box = useBox();
const TEXT = { to_number: '+14155550100', body: 'Hi' };

/** Sends a text; `undefined` when the connection broke. */
const send = async () => {
	box.emulator.store.defaultNumber();
	return await box.ask('POST', '/v1/messages', TEXT).catch(() => undefined);
};
const sent = () => box.emulator.store.countMessages();

describe.each([
	['before', 0],
	['after', 1],
] as const)('a request that fails %s it is carried out', (when, carriedOut) => {
	it('with a status', async () => {
		box.emulator.faults.add({ kind: 'status', status: 503, when });
		expect(await send()).toMatchObject({
			status: 503,
			body: { error: { code: 'SERVICE_UNAVAILABLE' } },
		});
		expect(sent()).toBe(carriedOut);
	});

	it('with a broken connection', async () => {
		box.emulator.faults.add({ kind: 'reset', when });
		expect(await send()).toBeUndefined();
		expect(sent()).toBe(carriedOut);
		expect(box.emulator.requests.map(({ status }) => status)).toEqual([null]);
	});

	it('with no answer at all', async () => {
		const fault = box.emulator.faults.add({ kind: 'hang', when });
		const answered = send().then(() => 'answered');
		while (fault.hits === 0) await sleep(5);
		const outcome = await Promise.race([answered, sleep(100, 'waiting')]);
		expect(outcome).toBe('waiting');
		expect(sent()).toBe(carriedOut);
	});

	it('with a redirect', async () => {
		const location = 'https://elsewhere.example/v1/messages';
		box.emulator.faults.add({ kind: 'redirect', location, status: 308, when });
		const answer = await send();
		expect([answer!.status, answer!.headers.get('location')]).toEqual([308, location]);
		expect(sent()).toBe(carriedOut);
	});

	it('with a page that is no JSON', async () => {
		box.emulator.faults.add({ kind: 'notJson', status: 502, when });
		const answer = await send();
		expect([answer!.status, answer!.headers.get('content-type')]).toEqual([
			502,
			'text/html; charset=utf-8',
		]);
		expect(sent()).toBe(carriedOut);
	});

	it('late', async () => {
		box.emulator.faults.add({ kind: 'latency', ms: 120, when });
		const start = performance.now();
		expect((await send())!.status).toBe(200);
		expect(performance.now() - start).toBeGreaterThan(110);
	});
});

it.each([
	[3, '3'],
	['Wed, 21 Oct 2026 07:28:00 GMT', 'Wed, 21 Oct 2026 07:28:00 GMT'],
	[undefined, null],
])('a rate limit with Retry-After %s', async (retryAfter, header) => {
	box.emulator.faults.add({ kind: 'status', status: 429, retryAfter });
	const answer = await send();
	expect([answer!.status, answer!.headers.get('retry-after')]).toEqual([429, header]);
});

it.each([
	['error', { error: { message: expect.any(String), code: 'CARRIER_ERROR', details: [] } }],
	['detail', { detail: expect.any(String) }],
	[
		'validation',
		{ detail: [{ loc: ['body'], msg: expect.any(String), type: expect.any(String) }] },
	],
] as const)('an error in the shape "%s"', async (errorShape, body) => {
	box.emulator.faults.add({ kind: 'status', status: 502, errorShape });
	expect(await send()).toMatchObject({ status: 502, body });
});

it('befalls only the requests that it is meant for', async () => {
	const { faults } = box.emulator;
	faults.add({ kind: 'status', status: 500, method: 'post', path: '/v1/messages' });
	faults.add({ kind: 'status', status: 503, path: /agents/g });
	const status = async (method: string, path: string) => (await box.ask(method, path)).status;
	expect(await status('POST', '/v1/messages')).toBe(500);
	expect(await status('GET', '/v1/agents?limit=1')).toBe(503);
	expect(await status('GET', '/v1/agents?limit=1')).toBe(503);
	expect(await status('GET', '/v1/usage')).toBe(200);
});

it('befalls as many requests as it is told to, and counts them', async () => {
	const fault = box.emulator.faults.add({ kind: 'status', status: 500, times: 2 });
	const statuses = [(await send())!.status, (await send())!.status, (await send())!.status];
	expect(statuses).toEqual([500, 500, 200]);
	expect(fault.hits).toBe(2);
});

it('befalls by chance', async () => {
	const chances = [0.2, 0.6, 0.5, 0.49];
	const random = () => chances.shift()!;
	box.emulator.faults.add({ kind: 'status', status: 500, probability: 0.5, random });
	const statuses: number[] = [];
	while (chances.length > 0) statuses.push((await send())!.status);
	expect(statuses).toEqual([500, 200, 200, 500]);
});

it('can be slow and fail as well; of two failures the first counts', async () => {
	const { faults } = box.emulator;
	faults.add({ kind: 'status', status: 503 });
	const second = faults.add({ kind: 'status', status: 500, mayNotFire: true });
	const slow = faults.add({ kind: 'latency', ms: 1 });
	expect((await send())!.status).toBe(503);
	expect([second.hits, slow.hits]).toEqual([0, 1]);
	faults.clear();
	expect((await send())!.status).toBe(200);
});

it('runs a hook before each request, until it is taken away', async () => {
	const paths: string[] = [];
	const unhook = box.emulator.beforeEach(({ method, path }) => {
		paths.push(`${method} ${path}`);
		box.emulator.store.addAgent();
	});
	const list = async () => await box.ask('GET', '/v1/agents');
	expect(await list()).toMatchObject({ body: { total: 1 } });
	unhook();
	expect(await list()).toMatchObject({ body: { total: 1 } });
	expect(paths).toEqual(['GET /v1/agents']);
});

it('records each request', async () => {
	await box.ask('POST', '/v1/messages?a=1&b=2', TEXT, { 'x-sub-account-id': '' });
	expect([...box.emulator.requests]).toEqual([
		{
			method: 'POST',
			path: '/v1/messages',
			query: { a: '1', b: '2' },
			headers: expect.objectContaining({ authorization: `Bearer ${box.emulator.apiKey}` }),
			body: TEXT,
			at: expect.any(Number),
			status: 400,
		},
	]);
	box.emulator.clearRequests();
	expect(box.emulator.requests).toHaveLength(0);
});
