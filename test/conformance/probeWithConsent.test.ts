/** The probe with consent: what only a write, a text or a webhook shows, and that all of it is given back. */
import fc from 'fast-check';

import type { Dialect } from '../../emulator';
import { defaultDialect } from '../../emulator/dialect';
import { parseDialectFile } from '../../emulator/dialectSettings';
import { freePort } from '../../n8n';
import { asker } from '../../tools/probe/ask';
import { carryOut, type Wishes } from '../../tools/probe/consent';
import { probe, type Report } from '../../tools/probe/probe';
import { hasExactNumbers } from '../../tools/probe/trials/metadata';
import { useBox } from './box';
import {
	CONSENTED,
	dialectsOf,
	expectTrue,
	fill,
	METADATA,
	namesOf,
	noWait,
	PARTICIPANT,
	READABLE,
	unusual,
} from './probeAccount';

// A hundred probes of fifty requests each take a while where the machine is busy.
jest.setTimeout(300_000);

const box = useBox({ deliveryRetryWait: 1 });
const OWNER = '+14155550199';
const EVERYTHING = { ...READABLE, ...CONSENTED };

let port: number;
let conversation: string;
let told: string[];
beforeAll(async () => {
	port = await freePort();
});

/** Nothing is waited for, but the clock goes on by as much. */
let waited: number;
const wait = async (milliseconds: number) => {
	waited += milliseconds;
	await noWait();
};
beforeEach(() => {
	const { now } = Date;
	waited = 0;
	jest.spyOn(Date, 'now').mockImplementation(() => now() + waited);
	told = [];
});
afterEach(() => jest.restoreAllMocks());

const set = async (dialect: Partial<Dialect>) => {
	conversation = await fill(box.emulator, dialect);
};

const wishes = (): Wishes => ({
	write: conversation,
	sendTo: OWNER,
	webhook: { url: `http://127.0.0.1:${port}/hook?tunnel=1`, port, host: '127.0.0.1' },
	patience: 600,
});

/** The owner agrees, and answers the text when asked to. */
async function report(
	asked: Partial<Wishes> = wishes(),
	{ agrees = () => true, stop }: { agrees?: (what: string) => boolean; stop?: AbortSignal } = {},
): Promise<Report> {
	const { baseUrl, apiKey, person } = box.emulator;
	const connection = { baseUrl, apiKey, wait, pause: 0, signal: stop };
	const owner = {
		tell: (text: string) => {
			told.push(text);
			if (/Please answer it/.test(text)) void person.text(OWNER, 'Here I am');
		},
		agrees: async () => agrees(told.at(-1)!),
	};
	const all = { patience: 600, ...asked };
	const found = await probe(
		asker(connection),
		async (sample) => await carryOut(connection, owner, all, sample),
	);
	await box.emulator.settled();
	return found;
}

const made = (method: string) => box.emulator.requests.filter((one) => one.method === method);
const textsSent = () =>
	made('POST').filter(({ path, status }) => path === '/v1/messages' && status === 200);

function expectGivenBack(): void {
	const { store, webhooks } = box.emulator;
	expect(store.conversation(conversation)).toMatchObject({ metadata: METADATA, groupName: null });
	expect(webhooks.all()).toEqual([]);
}

it('sees the usual values', async () => {
	await set({});
	const { dialect, notSeen, metadata, deliveries } = await report();
	const usual = namesOf(EVERYTHING).filter((name) => name !== 'messagePage');
	expect(dialect).toEqual(Object.fromEntries(usual.map((name) => [name, defaultDialect[name]])));
	expect(Object.keys(notSeen).toSorted()).toEqual(['messagePage', 'reactionNeeds']);
	expect(metadata).toEqual({ isReplaced: true, isCleared: true });
	expect(deliveries).toEqual({
		missingHeaders: [],
		isTimestampRight: true,
		isSignatureRight: true,
	});
	expectGivenBack();
	expect(textsSent()).toHaveLength(1);
});

it.each(unusual(CONSENTED))('sees %s = %s', async (name, value) => {
	await set({ [name]: value });
	const found = await report();
	expect(found.dialect[name]).toBe(value);
	expectTrue(found, box.emulator.dialect, EVERYTHING);
	expectGivenBack();
});

it('says nothing wrong under a hundred combinations, with faults in between', async () => {
	const status = (status: number) => ({ kind: 'status', status, times: 1 }) as const;
	await fc.assert(
		fc.asyncProperty(dialectsOf(EVERYTHING), async (dialect) => {
			await set(dialect);
			const { faults } = box.emulator;
			const path = `/v1/conversations/${conversation}`;
			faults.add({ ...status(429), method: 'GET', path: '/v1/conversations' });
			faults.add({ ...status(503), method: 'GET', path: '/v1/webhooks/deliveries' });
			faults.add({ ...status(500), method: 'PATCH', path, when: 'after' });
			faults.add({ ...status(502), method: 'POST', path: '/v1/webhooks' });
			faults.add({ ...status(429), method: 'POST', path: '/v1/messages', retryAfter: 1 });
			faults.add({ ...status(503), method: 'DELETE', path: '/v1/webhooks' });
			expectTrue(await report(), box.emulator.dialect, EVERYTHING);
			expectGivenBack();
			expect(textsSent()).toHaveLength(1);
		}),
		{ numRuns: 100 },
	);
});

it('what was observed, loaded into the emulator, is observed again', async () => {
	await fc.assert(
		fc.asyncProperty(dialectsOf(EVERYTHING), async (dialect) => {
			await set(dialect);
			const first = await report();
			await set({ carousel: dialect.carousel, ...parseDialectFile(JSON.stringify(first)) });
			expect(await report()).toEqual(first);
		}),
		{ numRuns: 5 },
	);
});

it('writes nothing that was not agreed to', async () => {
	await set({});
	const { notSeen } = await report(wishes(), { agrees: () => false });
	expect(told.join('\n')).toMatch(/--write: .*--webhook: .*--send-to: /s);
	expect(new Set(box.emulator.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
	expect(notSeen).toMatchObject({
		renameOfNoGroup: 'takes --write CONVERSATION',
		retried: 'takes --webhook URL',
	});
});

it('does only what was agreed to, one at a time', async () => {
	await set({});
	await report(wishes(), { agrees: (what) => /^\n--write/.test(what) });
	expect(made('POST')).toEqual([]);
	expect(new Set(made('PATCH').map(({ path }) => path))).toEqual(
		new Set([`/v1/conversations/${conversation}`]),
	);
	expectGivenBack();

	await set({});
	await report(wishes(), { agrees: (what) => /^\n--send-to/.test(what) });
	expect(made('POST').map(({ path }) => path)).toEqual(['/v1/messages']);
	expect([...made('PATCH'), ...made('DELETE')]).toEqual([]);

	await set({});
	const { notSeen } = await report(wishes(), { agrees: (what) => /^\n--webhook/.test(what) });
	expect(textsSent()).toEqual([]);
	expect(notSeen.retried).toContain('it takes --send-to NUMBER');
	expectGivenBack();
});

it('gives the registration back that was there, and deletes none', async () => {
	await set({});
	const former = { url: 'http://127.0.0.1:9/n8n', contextLimit: 3, timeout: 45 };
	box.emulator.webhooks.set({ subAccountId: null }, former);
	const { dialect, notSeen } = await report();
	expect(box.emulator.webhooks.master).toMatchObject(former);
	expect(made('DELETE')).toEqual([]);
	expect(notSeen.webhookDeleted).toContain('a webhook was registered before');
	expect(dialect).toMatchObject({ retried: 'serverErrors', retryTimestamp: 'fresh' });
});

it('leaves the account’s webhook alone when it takes that of an agent', async () => {
	await set({});
	const { webhooks, store } = box.emulator;
	const former = webhooks.set({ subAccountId: null }, { url: 'http://127.0.0.1:9/n8n' });
	const { dialect } = await report({ ...wishes(), agentId: store.agents(null)[0].id });
	expect(webhooks.all()).toEqual([former]);
	expect(dialect).toMatchObject({ webhookDeleted: 'noContent', webhookMissing: 'notFound' });
});

it('what others are written meanwhile is left to be delivered again', async () => {
	await set({});
	const { person, deliveries } = box.emulator;
	const stopHook = box.emulator.beforeEach(({ method, path }) => {
		if (method !== 'POST' || path !== '/v1/messages') return;
		stopHook();
		void person.text(PARTICIPANT, 'A question');
	});
	await report();
	const [others] = deliveries.filter(({ body }) => JSON.stringify(body).includes('A question'));
	expect(new Set(others.attempts.map(({ status }) => status))).toContain(503);
	expect(others.attempts.map(({ status }) => status)).not.toContain(200);
	expect(others.attempts.map(({ status }) => status)).not.toContain(400);
});

it.each([
	['a change of metadata', 'PATCH', /conversations/],
	['a registration', 'POST', /^\/v1\/webhooks$/],
	['a test delivery', 'POST', /^\/v1\/webhooks\/test$/],
	['the text', 'POST', /^\/v1\/messages$/],
])('gives everything back when %s fails', async (_what, method, path) => {
	await set({});
	box.emulator.faults.add({ kind: 'status', status: 503, method, path, times: 8 });
	const found = await report();
	expect(box.emulator.dialect).toMatchObject(found.dialect);
	expectGivenBack();
	expect(textsSent().length).toBeLessThan(2);
});

it('a text that may have been sent is not sent again', async () => {
	await set({});
	const { faults, store } = box.emulator;
	faults.add({ kind: 'reset', method: 'POST', path: '/v1/messages', when: 'after' });
	const { notSeen } = await report();
	expect(notSeen.eventIds).toContain('may have been sent');
	const sent = store.conversations().flatMap(({ id }) => store.messages(id));
	expect(sent.filter(({ direction }) => direction === 'outbound')).toHaveLength(1);
});

it.each([
	['metadata is written', 'PATCH', /conversations/],
	['a webhook is registered', 'POST', /^\/v1\/webhooks$/],
	['a test delivery is asked for', 'POST', /^\/v1\/webhooks\/test$/],
	['the text is sent', 'POST', /^\/v1\/messages$/],
])('gives everything back when it is stopped while %s', async (_what, method, path) => {
	await set({});
	const stopper = new AbortController();
	box.emulator.beforeEach((request) => {
		if (request.method === method && path.test(request.path)) stopper.abort(new Error('Stopped'));
	});
	await expect(report(wishes(), { stop: stopper.signal })).rejects.toThrow('Stopped');
	expectGivenBack();
});

it('registers nothing when the URL does not lead here', async () => {
	await set({});
	const elsewhere = { url: box.emulator.baseUrl, port, host: '127.0.0.1' };
	const { notSeen } = await report({ webhook: elsewhere });
	expect(notSeen.retried).toContain('does not lead to this computer');
	expect(made('POST')).toEqual([]);
});

it('knows which numbers it could not restore digit by digit', () => {
	expect(hasExactNumbers('{"a": [1, -2.5, 9007199254740991], "b": "12345678901234567890"}')).toBe(
		true,
	);
	expect(hasExactNumbers('{"a": 12345678901234567890}')).toBe(false);
	expect(hasExactNumbers('{"a": "\\\\\\"", "b": [1.00]}')).toBe(false);
});

it('holds nothing of anybody', async () => {
	await set({ outboundEvents: true });
	const { store, webhooks, deliveries, apiKey, mediaRequests } = box.emulator;
	const secrets: unknown[] = [];
	const stopHook = box.emulator.beforeEach(() => void secrets.push(webhooks.all()));
	const text = JSON.stringify(await report());
	stopHook();
	const everything = [
		store.conversations(),
		store.conversations().map(({ id }) => store.messages(id)),
		store.agents(null),
		store.numbers(null),
		store.calls.list(null),
		store.contacts.list(null),
		deliveries,
		secrets,
		mediaRequests,
	];
	for (const value of valuesIn(everything)) expect(text).not.toContain(value);
	for (const value of [apiKey, OWNER, PARTICIPANT, String(port)]) expect(text).not.toContain(value);
});

/** What the API's own words are, and not anybody's. */
const WORDS = ['channel', 'direction', 'status', 'state', 'type', 'event', 'country', 'role'];

/** Every text that is held, other than the API's own words. */
function valuesIn(value: unknown, name = ''): string[] {
	if (typeof value === 'string') return value.length > 2 && !WORDS.includes(name) ? [value] : [];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, each]) => [
		...(name === 'metadata' ? [key] : []),
		...valuesIn(each, Array.isArray(value) ? name : key),
	]);
}
