import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';

import fc from 'fast-check';

import { ANN, setUp } from '../harness/engine/triggerFixture';

const box = setUp();
const DELIVERIES = 10_000;
const AT_ONCE = 20;

interface Post {
	body: Buffer;
	headers: Record<string, string | string[]>;
}

const keepAlive = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
afterAll(() => keepAlive.destroy());

async function post(url: string, { body, headers }: Post): Promise<number> {
	return await new Promise((resolve, reject) => {
		const sent = request(url, { method: 'POST', agent: keepAlive, headers }, (response) => {
			response.resume().on('end', () => resolve(response.statusCode!));
		});
		sent.on('error', reject).end(body);
	});
}

/** What may happen to a genuine delivery on its way, or be tried by whoever recorded it. */
const mutations = fc.oneof(
	fc.record({
		kind: fc.constant('flip' as const),
		at: fc.nat(),
		by: fc.integer({ min: 1, max: 255 }),
	}),
	fc.record({ kind: fc.constant('cut' as const), at: fc.nat() }),
	fc.record({
		kind: fc.constant('insert' as const),
		at: fc.nat(),
		bytes: fc.uint8Array({ minLength: 1, maxLength: 20 }),
	}),
	fc.record({ kind: fc.constant('body' as const), bytes: fc.uint8Array({ maxLength: 200 }) }),
	fc.record({ kind: fc.constant('json' as const), value: fc.json() }),
	fc.record({
		kind: fc.constant('header' as const),
		name: fc.constantFrom(
			'x-webhook-signature',
			'x-webhook-timestamp',
			'x-webhook-id',
			'x-webhook-event',
			'content-type',
		),
		value: fc.stringMatching(/^[\x21-\x7e]{0,90}$/),
	}),
	fc.record({
		kind: fc.constant('digit' as const),
		at: fc.nat({ max: 63 }),
		digit: fc.constantFrom(...'0123456789abcdef'),
	}),
	fc.record({ kind: fc.constant('seconds' as const), by: fc.integer({ min: -400, max: 400 }) }),
	fc.record({
		kind: fc.constant('drop' as const),
		name: fc.constantFrom('x-webhook-signature', 'x-webhook-timestamp', 'x-webhook-id'),
	}),
	fc.record({
		kind: fc.constant('twice' as const),
		name: fc.constantFrom('x-webhook-signature', 'x-webhook-timestamp', 'x-webhook-id'),
	}),
	fc.constant({ kind: 'upperCase' as const }),
	fc.constant({ kind: 'asIs' as const }),
);
type Mutation = typeof mutations extends fc.Arbitrary<infer Each> ? Each : never;

function mutate({ body, headers }: Post, mutation: Mutation): Post {
	const header = (name: string, value: string | string[]) => ({
		body,
		headers: { ...headers, [name]: value },
	});
	const signature = String(headers['x-webhook-signature']);
	switch (mutation.kind) {
		case 'flip': {
			const changed = Buffer.from(body);
			changed[mutation.at % body.length] ^= mutation.by;
			return { body: changed, headers };
		}
		case 'cut':
			return { body: body.subarray(0, mutation.at % body.length), headers };
		case 'insert': {
			const at = mutation.at % (body.length + 1);
			return {
				body: Buffer.concat([body.subarray(0, at), mutation.bytes, body.subarray(at)]),
				headers,
			};
		}
		case 'body':
			return { body: Buffer.from(mutation.bytes), headers };
		case 'json':
			return { body: Buffer.from(mutation.value), headers };
		case 'header':
			return header(mutation.name, mutation.value);
		case 'digit': {
			const at = 'sha256='.length + mutation.at;
			return header(
				'x-webhook-signature',
				signature.slice(0, at) + mutation.digit + signature.slice(at + 1),
			);
		}
		case 'seconds':
			return header(
				'x-webhook-timestamp',
				String(Number(headers['x-webhook-timestamp']) + mutation.by),
			);
		case 'drop':
			return {
				body,
				headers: Object.fromEntries(
					Object.entries(headers).filter(([name]) => name !== mutation.name),
				),
			};
		case 'twice':
			return header(mutation.name, [
				String(headers[mutation.name]),
				String(headers[mutation.name]),
			]);
		case 'upperCase':
			return header('x-webhook-signature', `sha256=${signature.slice(7).toUpperCase()}`);
		case 'asIs':
			return { body, headers };
	}
}

it(`of ${DELIVERIES} mutated deliveries none is executed, and none makes it fail`, async () => {
	const n8n = await box.n8n();
	await n8n.activate();
	const { url, secret } = box.emulator.webhooks.master!;
	const body = Buffer.from(
		JSON.stringify({
			event: 'agent.message',
			channel: 'imessage',
			agentId: null,
			data: { messageId: 'msg_1', from: ANN, message: 'Hello', direction: 'inbound' },
			conversationState: null,
			recentHistory: [],
		}),
	);
	const timestamp = String(Math.floor(Date.now() / 1_000));
	const hash = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex');
	const genuine: Post = {
		body,
		headers: {
			'content-type': 'application/json',
			'x-webhook-id': 'one',
			'x-webhook-event': 'agent.message',
			'x-webhook-timestamp': timestamp,
			'x-webhook-signature': `sha256=${hash}`,
		},
	};
	expect(await post(url, genuine)).toBe(200);
	box.emulator.clearRequests();
	const began = Date.now();

	const all = fc.sample(fc.array(mutations, { minLength: 1, maxLength: 3 }), DELIVERIES);
	const statuses: Record<number, number> = {};
	const sender = async () => {
		for (let next = all.pop(); next; next = all.pop()) {
			const status = await post(url, next.reduce(mutate, genuine));
			statuses[status] = (statuses[status] ?? 0) + 1;
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, sender));

	expect(n8n.executions).toHaveLength(1);
	// Nearly all are refused, for good or until AgentPhone was asked again; the rest are the genuine one, acknowledged.
	const refused = statuses[401] + statuses[503];
	expect(refused).toBeGreaterThan(DELIVERIES * 0.8);
	expect(statuses[200] + refused).toBe(DELIVERIES);
	const minutes = Math.ceil((Date.now() - began) / 60_000);
	expect(box.reads()).toBeLessThanOrEqual(12 * minutes + 6);
}, 300_000);
