import type { INodeType } from 'n8n-workflow';

import { AgentPhone } from '../../nodes/AgentPhone/AgentPhone.node';
import { Api, type ApiRequest } from '../../nodes/api/http/api';
import { path } from '../../nodes/api/http/path';
import { PATIENT, type Policy } from '../../nodes/api/http/policy';
import { mapConcurrently } from '../../nodes/api/http/concurrency';
import { startEmulator, type Emulator, type FaultPlan } from '../../emulator';
import { failureOf } from '../harness/engine/actionNode';
import { Engine } from '../harness/engine/engine';
import { until } from '../harness/engine/triggerFixture';

const API_KEY = 'sk_live_only_for_this_test';
const CONVERSATION = '/v1/conversations/conv_1';

let emulator: Emulator;

beforeAll(async () => {
	emulator = await startEmulator({ apiKey: API_KEY });
});
beforeEach(() => {
	emulator.store.addConversation({ id: 'conv_1' });
});
afterEach(async () => await emulator.reset());
afterAll(async () => await emulator.stop());

const engineOf = (credentials: object = {}) =>
	new Engine({
		nodeType: new AgentPhone() as INodeType,
		credentials: { apiKey: API_KEY, baseUrl: emulator.baseUrl, ...credentials },
	});

async function apiOf({
	signal,
	policy = {},
	...credentials
}: {
	signal?: AbortSignal;
	policy?: Partial<Policy>;
	baseUrl?: string;
	apiKey?: string;
	subAccountId?: string;
} = {}) {
	const context = engineOf(credentials).executeContext({}, [{ json: {} }], { signal });
	return await Api.for(context as never, { firstWait: 5, ...policy });
}

const get: ApiRequest = { path: CONVERSATION };
const send: ApiRequest = {
	method: 'POST',
	path: '/v1/messages',
	body: { to_number: '+15550100001', body: 'Hello' },
	repeat: 'ifSurelyNotDone',
};
const asked = () => emulator.requests.length;
/** All that a failure could show: message, description, stack, and what n8n keeps of it. */
const textOf = (error: Error) => `${JSON.stringify(error)} ${error.message} ${error.stack}`;

describe('a request that may be made twice', () => {
	it.each<[string, FaultPlan]>([
		['408', { kind: 'status', status: 408 }],
		['429', { kind: 'status', status: 429 }],
		['500', { kind: 'status', status: 500 }],
		['502', { kind: 'status', status: 502 }],
		['503', { kind: 'status', status: 503 }],
		['504', { kind: 'status', status: 504 }],
		['a broken connection', { kind: 'reset' }],
		['an answer that got lost', { kind: 'reset', when: 'after' }],
		['an answer that is not JSON', { kind: 'notJson' }],
	])('is made again after %s', async (_name, fault) => {
		emulator.faults.add({ ...fault, times: 2 });
		const api = await apiOf();
		expect(await api.request(get)).toMatchObject({ id: 'conv_1' });
		expect(asked()).toBe(3);
	});

	it('is made again when no answer comes in time', async () => {
		emulator.faults.add({ kind: 'hang', times: 1 });
		const api = await apiOf({ policy: { answer: 100 } });
		expect(await api.request(get)).toMatchObject({ id: 'conv_1' });
		expect(asked()).toBe(2);
	});

	it('is whole again when it is a change', async () => {
		emulator.faults.add({ kind: 'reset', when: 'after', times: 1 });
		const api = await apiOf();
		const body = { metadata: { a: 1 } };
		const answer = await api.request({ method: 'PATCH', path: CONVERSATION, body });
		expect(answer).toMatchObject(body);
		expect(emulator.requests.map((request) => request.body)).toEqual([body, body]);
	});

	it.each([400, 401, 402, 403, 404, 409, 422])('is not made again after %i', async (status) => {
		emulator.faults.add({ kind: 'status', status });
		const api = await apiOf();
		expect(await failureOf(api.request(get))).toMatchObject({ httpCode: String(status) });
		expect(asked()).toBe(1);
	});

	it('is given up after some attempts, and the failure says what was answered', async () => {
		emulator.faults.add({ kind: 'status', status: 503 });
		const api = await apiOf();
		expect(await failureOf(api.request(get))).toMatchObject({ httpCode: '503' });
		expect(asked()).toBe(PATIENT.attempts);
	});

	it('is given up where nobody answers, with what to check', async () => {
		const api = await apiOf({ baseUrl: 'http://127.0.0.1:1' });
		const error = await failureOf(api.request(get));
		expect(error.message).toBe('AgentPhone could not be reached (ECONNREFUSED)');
		expect(error.description).toContain('Base URL');
	});
});

describe('a request that sends something', () => {
	it('is made again when AgentPhone did not take it', async () => {
		emulator.faults.add({ kind: 'status', status: 429, times: 2 });
		const api = await apiOf();
		expect(await api.request(send)).toHaveProperty('id');
		expect(asked()).toBe(3);
	});

	it('is made again where nobody answered the call', async () => {
		const api = await apiOf({ baseUrl: 'http://127.0.0.1:1', policy: { attempts: 3 } });
		const error = await failureOf(api.request(send));
		expect(error.message).toBe('AgentPhone could not be reached (ECONNREFUSED)');
	});

	it.each<[string, FaultPlan]>([
		['500', { kind: 'status', status: 500, when: 'after' }],
		['503', { kind: 'status', status: 503 }],
		['408', { kind: 'status', status: 408 }],
		['a redirect', { kind: 'redirect', status: 303, when: 'after' }],
		['a broken connection', { kind: 'reset', when: 'after' }],
		['an answer that is not JSON', { kind: 'notJson', when: 'after' }],
	])(
		'is not made again after %s, and the failure says that it may have been sent',
		async (_name, fault) => {
			emulator.faults.add(fault);
			const api = await apiOf();
			const error = await failureOf(api.request(send));
			expect(`${error.message} ${error.description}`).toMatch(/may have been sent/);
			expect(asked()).toBe(1);
		},
	);

	it('is not made again when no answer comes in time', async () => {
		emulator.faults.add({ kind: 'hang' });
		const api = await apiOf({ policy: { answer: 100 } });
		const error = await failureOf(api.request(send));
		expect(error.message).toMatch(/^Unknown whether it was sent/);
		expect(asked()).toBe(1);
	});
});

describe('a rate limit', () => {
	it('is waited for as long as AgentPhone asks, in seconds', async () => {
		emulator.faults.add({ kind: 'status', status: 429, retryAfter: 1, times: 1 });
		const api = await apiOf();
		await api.request(get);
		const [first, second] = emulator.requests.map(({ at }) => Number(at));
		expect(second - first).toBeGreaterThanOrEqual(1_000);
		expect(api.wasRateLimited).toBe(true);
	});

	it('is waited for until the date that AgentPhone names', async () => {
		const retryAfter = new Date(Date.now() + 2_000).toUTCString();
		emulator.faults.add({ kind: 'status', status: 429, retryAfter, times: 1 });
		const api = await apiOf();
		await api.request(get);
		expect(Number(emulator.requests[1].at)).toBeGreaterThanOrEqual(Date.parse(retryAfter));
	});

	it('that lasts too long ends the run, and the failure says how long', async () => {
		emulator.faults.add({ kind: 'status', status: 429, retryAfter: 3_600 });
		const api = await apiOf();
		const error = await failureOf(api.request(get));
		expect(error.description).toBe(
			'AgentPhone asks to wait 3600 seconds, longer than the 60 seconds this node waits. Run this again after that time.',
		);
		expect(asked()).toBe(1);
	});

	it('slows all requests of a run down', async () => {
		emulator.faults.add({ kind: 'status', status: 429, retryAfter: 1, times: 1 });
		const api = await apiOf();
		await mapConcurrently(
			new Array(12).fill(get),
			2,
			async (request) => await api.request(request),
		);
		const times = emulator.requests.map(({ at }) => Number(at));
		const early = times.filter((time) => time < times[0] + 1_000);
		// The one that was refused, and the one that was under way beside it.
		expect(early.length).toBeLessThanOrEqual(3);
		expect(times).toHaveLength(13);
	});

	it('is outlived by patience longer than that with failures', async () => {
		emulator.faults.add({ kind: 'status', status: 429, times: PATIENT.attempts + 1 });
		const api = await apiOf();
		expect(await api.request(get)).toMatchObject({ id: 'conv_1' });
	});
});

describe('stopping the execution', () => {
	it('ends the request that is under way, and no other is made', async () => {
		const stop = new AbortController();
		const fault = emulator.faults.add({ kind: 'hang' });
		const api = await apiOf({ signal: stop.signal });
		const failure = failureOf(api.request(get));
		await until(() => fault.hits === 1);
		stop.abort();
		expect((await failure).message).toBe('The execution was stopped');
		expect(asked()).toBe(1);
	});

	it('ends a wait', async () => {
		const stop = new AbortController();
		const fault = emulator.faults.add({ kind: 'status', status: 429, retryAfter: 30 });
		const api = await apiOf({ signal: stop.signal });
		const failure = failureOf(api.request(get));
		await until(() => fault.hits === 1);
		stop.abort();
		const before = Date.now();
		expect((await failure).message).toBe('The execution was stopped');
		expect(Date.now() - before).toBeLessThan(1_500);
	});
});

describe('the key', () => {
	it('goes with each request, with the sub-account where there is one', async () => {
		await (await apiOf()).request(get);
		emulator.store.addSubAccount('sub_1');
		await failureOf((await apiOf({ subAccountId: 'sub_1' })).request(get));
		const [without, within] = emulator.requests;
		expect(without.headers.authorization).toBe(`Bearer ${API_KEY}`);
		expect(without.headers).not.toHaveProperty('x-sub-account-id');
		expect(within.headers['x-sub-account-id']).toBe('sub_1');
	});

	it('does not follow a redirect', async () => {
		const elsewhere = await startEmulator({ apiKey: API_KEY });
		try {
			const location = `${elsewhere.baseUrl}${CONVERSATION}`;
			for (const status of [301, 302, 307, 308]) {
				emulator.faults.clear();
				emulator.faults.add({ kind: 'redirect', status, location });
				const error = await failureOf((await apiOf()).request(get));
				expect(error.description).toContain('to protect your key');
			}
			expect(elsewhere.requests).toHaveLength(0);
		} finally {
			await elsewhere.stop();
		}
	});

	it.each<[string, FaultPlan]>([
		['500', { kind: 'status', status: 500 }],
		['401', { kind: 'status', status: 401 }],
		['a broken connection', { kind: 'reset' }],
		['a page', { kind: 'notJson', status: 200 }],
		['a page with an error', { kind: 'notJson', status: 502 }],
	])('is in no failure: %s', async (_name, fault) => {
		emulator.faults.add(fault);
		for (const request of [get, send]) {
			const error = await failureOf((await apiOf()).request(request));
			expect(textOf(error)).not.toContain(API_KEY);
		}
	});

	it('is taken out of what AgentPhone repeats', async () => {
		const leaky = await startEmulator({ apiKey: 'another' });
		try {
			leaky.store.addConversation({ id: API_KEY });
			const api = await apiOf({ baseUrl: leaky.baseUrl, apiKey: API_KEY });
			const error = await failureOf(api.request({ path: path`/v1/conversations/${API_KEY}` }));
			expect(error.message).toBeTruthy();
			expect(textOf(error)).not.toContain(API_KEY);
		} finally {
			await leaky.stop();
		}
	});
});

describe('a path', () => {
	it.each(['../agents', '..', '.', 'a/b', 'a?b=c', 'a#b', 'ä %'])(
		'stays where it belongs with the ID %p',
		async (id) => {
			const api = await apiOf();
			await failureOf(api.request({ path: path`/v1/conversations/${id}/messages` }));
			expect(emulator.requests.map((request) => request.path)).toEqual([
				expect.stringMatching(/^\/v1\/conversations\/[^/]+\/messages$/),
			]);
		},
	);
});

it('refuses a credential without an address', async () => {
	for (const baseUrl of ['', 'api.agentphone.ai', 'ftp://x'])
		expect((await failureOf(apiOf({ baseUrl }))).message).toBe(
			'The Base URL of the AgentPhone credential is not a web address',
		);
});

it('reads the credential once, however many requests are made', async () => {
	const engine = engineOf();
	const context = engine.executeContext({}, [{ json: {} }]);
	const read = jest.spyOn(context.additionalData.credentialsHelper, 'getDecrypted');
	const api = await Api.for(context as never);
	for (let times = 0; times < 5; times++) await api.request(get);
	expect(read).toHaveBeenCalledTimes(1);
});

it('keeps a key called __proto__ in what is sent', async () => {
	const metadata = JSON.parse('{"__proto__":{"a":1}}') as never;
	const api = await apiOf();
	await api.request({ method: 'PATCH', path: CONVERSATION, body: { metadata } });
	expect(JSON.stringify(emulator.requests[0].body)).toContain('"__proto__":{"a":1}');
});

describe('the credential', () => {
	it.each([
		['a blank around the key', { apiKey: ` ${API_KEY}\n` }],
		['a base URL that ends in /v1', { baseUrl: 'BASE/v1' }],
		['a base URL that ends in /v1/, with blanks around it', { baseUrl: ' BASE/v1/ ' }],
		['a base URL that ends in slashes', { baseUrl: 'BASE//' }],
	])('works with %s', async (_name, { baseUrl, ...credential }: Record<string, string>) => {
		const api = await apiOf({
			...credential,
			...(baseUrl && { baseUrl: baseUrl.replace('BASE', emulator.baseUrl) }),
		});
		expect(await api.request(get)).toMatchObject({ id: 'conv_1' });
	});

	it.each([
		'https://ada:hunter2@api.example.com',
		'https://api.example.com/?token=hunter2',
		'https://api.example.com/v1#hunter2',
		'ftp://hunter2.example.com',
		'hunter2',
		'',
	])('is refused with the base URL %s, which is not shown', async (baseUrl) => {
		const error = await failureOf(apiOf({ baseUrl }));
		expect(error.message).toMatch(/^The Base URL of the AgentPhone credential /);
		expect(JSON.stringify(error) + error.message + error.description).not.toContain('hunter2');
	});
});

describe('a 429 that no waiting cures', () => {
	it.each([
		['CONVERSATION_STREAK_LIMIT', 1],
		['OUTBOUND_LIMIT_REACHED', 1],
		['LIMIT_OF_THE_FUTURE', 1],
	])('with the code %s costs one request and slows nothing down', async (code, requests) => {
		emulator.faults.add({ kind: 'status', status: 429, code, path: '/v1/messages' });
		const api = await apiOf();
		const began = Date.now();
		const error = await failureOf(
			api.request({
				method: 'POST',
				path: '/v1/messages',
				body: { body: 'Hi', to_number: '+15550100001' },
			}),
		);
		expect(error).toMatchObject({ context: { code } });
		expect(emulator.requests).toHaveLength(requests);
		expect(await api.request(get)).toMatchObject({ id: 'conv_1' });
		expect(Date.now() - began).toBeLessThan(1_000);
		expect(api.wasRateLimited).toBe(false);
	});
});

it('a new POST that nobody thought about is not sent twice', async () => {
	emulator.faults.add({ kind: 'reset', when: 'after' });
	const api = await apiOf();
	await failureOf(api.request({ method: 'POST', path: '/v1/endpoint-of-the-future', body: {} }));
	expect(emulator.requests).toHaveLength(1);
});
