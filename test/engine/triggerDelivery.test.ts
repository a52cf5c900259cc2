import { createHmac } from 'node:crypto';

import { marksOf } from '../../nodes/api/webhook/delivery';
import { ANN, BOB, setUp, statuses, texts, until } from '../harness/engine/triggerFixture';
import type { TriggerHost } from '../harness/engine/triggerHost';

const box = setUp();
/** Each says something of its own: the same bytes in the same second are the same delivery. */
let said = 0;
const hi = () => ({ data: { ...hello.data, message: `Hello ${++said}` } });
const hello = { data: { from: ANN, message: 'Hello', direction: 'inbound' } };
const nothing = { body: new Uint8Array(), signature: '', timestamp: '', id: '' };
const now = () => Math.floor(Date.now() / 1000);
/** As often AgentPhone may be asked about a secret: six times, and then once every five seconds. */
const mostReads = (since: number) => 6 + Math.ceil((Date.now() - since) / 5_000);

/** Each registration of the node: the live workflow's, and a test run's. */
const runs: Array<[string, (n8n: TriggerHost) => Promise<void>]> = [
	['in production', async (n8n) => await n8n.activate()],
	['in a test run', async (n8n) => await n8n.startTest()],
];

describe.each(runs)('a delivery %s', (_name, begin) => {
	it('that is genuine starts the workflow', async () => {
		const n8n = await box.n8n();
		await begin(n8n);
		expect(statuses(await box.emulator.deliver('agent.message', hello))).toEqual([200]);
		expect(texts(n8n)).toEqual(['Hello']);
	});

	it.each([
		['with another secret', { secret: 'whsec_other' }],
		['without a signature', { signature: '' }],
		['with half a signature', { signature: 'sha256=abcdef' }],
		['with something else for a signature', { signature: 'sha1=da39a3ee5e6b4b0d3255bfef95601890' }],
		['that is too old', { timestamp: now() - 301 }],
		// By so much that it still is when its turn comes.
		['from the future', { timestamp: now() + 3_600 }],
	])('%s gets 401 and starts nothing', async (_case, options) => {
		const n8n = await box.n8n();
		await begin(n8n);
		const delivery = await box.emulator.deliver('agent.message', hello, options);
		expect(statuses(delivery)).toEqual([401]);
		expect(JSON.parse(delivery.attempts[0].responseBody)).toEqual({
			error: 'Not a genuine, fresh delivery of AgentPhone',
		});
		expect(n8n.executions).toEqual([]);
	});

	it('that was tampered with gets 401', async () => {
		const n8n = await box.n8n();
		await begin(n8n);
		const { url, secret } = box.emulator.webhooks.master!;
		const body = JSON.stringify({ event: 'agent.message', channel: 'sms', ...hello });
		const timestamp = now();
		const signed = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
		const post = async (sent: string) =>
			await fetch(url, {
				method: 'POST',
				body: sent,
				headers: {
					'X-Webhook-ID': sent,
					'X-Webhook-Timestamp': String(timestamp),
					'X-Webhook-Signature': `sha256=${signed}`,
				},
			});
		expect((await post(body.replace('Hello', 'Jello'))).status).toBe(401);
		expect((await post(` ${body}`)).status).toBe(401);
		expect(n8n.executions).toEqual([]);
		expect((await post(body)).status).toBe(200);
		expect(texts(n8n)).toEqual(['Hello']);
	});

	it('costs no call of the API when it is forged, however many there are', async () => {
		const n8n = await box.n8n();
		await begin(n8n);
		box.emulator.clearRequests();
		const began = Date.now();
		const forged = Array.from({ length: 200 }, () =>
			box.emulator.deliver('agent.message', hello, { secret: 'whsec_other' }),
		);
		const refused = (await Promise.all(forged)).flatMap(statuses);
		expect(refused.filter((status) => status !== 401 && status !== 503)).toEqual([]);
		expect(box.reads()).toBeLessThanOrEqual(mostReads(began));
		for (let more = 0; more < 20; more++)
			await box.emulator.deliver('agent.message', hello, { secret: 'whsec_other' });
		expect(box.reads()).toBeLessThanOrEqual(mostReads(began));
		// And what is real still gets in.
		await box.emulator.deliver('agent.message', hello);
		expect(texts(n8n)).toEqual(['Hello']);
	});
});

it('keeps to the timestamp tolerance that is set', async () => {
	const n8n = await box.n8n({ parameters: { options: { timestampTolerance: 3_600 } } });
	await n8n.activate();
	const timestamp = now() - 3_000;
	expect(statuses(await box.emulator.deliver('agent.message', hello, { timestamp }))).toEqual([
		200,
	]);
	expect(n8n.executions).toHaveLength(1);
});

it('takes nothing as long as no secret is known, and has AgentPhone come back', async () => {
	const n8n = await box.n8n();
	await n8n.activate();
	n8n.changeStored((node) => delete node.secret);
	box.emulator.faults.add({ kind: 'status', status: 401, path: /webhooks$/ });
	const url = n8n.productionUrl;
	for (const secret of ['', 'undefined', 'null'])
		expect(statuses(await box.emulator.deliver('agent.message', hello, { url, secret }))).toEqual([
			503,
		]);
	expect(n8n.executions).toEqual([]);
});

describe('a message delivered more than once', () => {
	/** Once before n8n is killed, and once when it is back. */
	async function deliverAcrossRestart(n8n: TriggerHost, message: Record<string, unknown>) {
		await n8n.activate();
		await box.emulator.deliver('agent.message', message, { id: 'one' });
		n8n.kill();
		await n8n.activate('init');
		await box.emulator.deliver('agent.message', message, { id: 'one' });
	}

	it('starts the workflow once', async () => {
		const n8n = await box.n8n();
		await n8n.activate();
		for (let attempt = 0; attempt < 6; attempt++) {
			const delivery = await box.emulator.deliver('agent.message', hello, { id: 'one' });
			expect(statuses(delivery)).toEqual([200]);
		}
		expect(n8n.executions).toHaveLength(1);
	});

	it('at once starts the workflow once', async () => {
		const n8n = await box.n8n();
		await n8n.activate();
		const made = await Promise.all(
			Array.from({ length: 6 }, () => box.emulator.deliver('agent.message', hello, { id: 'one' })),
		);
		expect(made.flatMap(statuses)).toEqual([200, 200, 200, 200, 200, 200]);
		expect(n8n.executions).toHaveLength(1);
	});

	it('starts the workflow once across a restart', async () => {
		const n8n = await box.n8n();
		await deliverAcrossRestart(n8n, hello);
		expect(n8n.executions).toHaveLength(1);
	});

	it('starts the workflow once across a restart, also when its media took a while', async () => {
		const n8n = await box.n8n({ parameters: { options: { downloadMedia: true } } });
		const mediaUrl = box.emulator.mediaUrl('one.png', {
			type: 'image/png',
			bytes: 'an image',
			delay: 50,
		});
		await deliverAcrossRestart(n8n, { data: { ...hello.data, mediaUrl } });
		expect(n8n.executions).toHaveLength(1);
	});

	it('to another process starts the workflow once, also when that process wrote over ours', async () => {
		const n8n = await box.n8n();
		await n8n.activate();
		const deliver = async (id: string) => await box.emulator.deliver('agent.message', hi(), { id });
		await deliver('one');
		const elsewhere = (mark: string) =>
			n8n.changeStored((node) => (node.started = `${String(node.started)}${mark}`));
		elsewhere(marksOf({ ...nothing, id: 'two' }).id!);
		await deliver('three');
		// Written over by a process that loaded it before.
		n8n.changeStored((node) => (node.started = marksOf({ ...nothing, id: 'four' }).id!));
		await deliver('five');
		n8n.kill();
		await n8n.activate('init');
		for (const id of ['one', 'two', 'three', 'four', 'five']) await deliver(id);
		expect(n8n.executions).toHaveLength(3);
	});

	it.each([{ messageId: 'msg_1' }, {}])(
		'starts the workflow once when a recording is sent under another ID (data: %j)',
		async (data) => {
			const n8n = await box.n8n();
			await n8n.activate();
			const timestamp = now();
			const body = JSON.stringify({
				event: 'agent.message',
				...hello,
				data: { ...hello.data, ...data },
			});
			for (const id of ['one', 'two'])
				await box.emulator.deliver('agent.message', body, { id, timestamp });
			expect(n8n.executions).toHaveLength(1);
		},
	);

	it('starts the workflow once when a recording is sent under another ID after a restart', async () => {
		const n8n = await box.n8n();
		await n8n.activate();
		const timestamp = now();
		const body = JSON.stringify({ event: 'agent.message', ...hello });
		await box.emulator.deliver('agent.message', body, { id: 'one', timestamp });
		n8n.kill();
		await n8n.activate('init');
		await box.emulator.deliver('agent.message', body, { id: 'two', timestamp });
		expect(n8n.executions).toHaveLength(1);
	});

	it('is not taken for that of another person who says the same in the same second', async () => {
		const n8n = await box.n8n();
		await n8n.activate();
		const timestamp = now();
		for (const from of [ANN, BOB]) {
			const body = JSON.stringify({ event: 'agent.message', data: { ...hello.data, from } });
			await box.emulator.deliver('agent.message', body, { id: from, timestamp });
		}
		expect(n8n.executions).toHaveLength(2);
	});

	it('is not taken for another one whose ID begins with the same 300 characters', async () => {
		const n8n = await box.n8n();
		await n8n.activate();
		for (const end of ['1', '2'])
			await box.emulator.deliver('agent.message', hi(), { id: 'x'.repeat(300) + end });
		expect(n8n.executions).toHaveLength(2);
	});

	it('starts it each time when not deduplicated', async () => {
		const n8n = await box.n8n({ parameters: { options: { deduplicate: false } } });
		await n8n.activate();
		for (const id of ['one', 'one']) await box.emulator.deliver('agent.message', hello, { id });
		expect(n8n.executions).toHaveLength(2);
		expect(n8n.writes).toBe(0);
	});

	it('starts it at the next attempt when the first one did not', async () => {
		const n8n = await box.n8n();
		await n8n.activate();
		let failures = 2;
		n8n.beforeExecution = () => {
			if (failures-- > 0) throw new Error('The data base is away');
		};
		const { deliveries } = await box.emulator.person.text(ANN, 'Hello');
		await box.emulator.settled();
		expect(statuses(deliveries[0])).toEqual([500, 500, 200]);
		expect(texts(n8n)).toEqual(['Hello']);
	});

	it('waits for the attempt underway, and takes over when that fails', async () => {
		const n8n = await box.n8n();
		await n8n.activate();
		let fail!: () => void;
		let starts = 0;
		n8n.beforeExecution = async () => {
			if (++starts === 1)
				await new Promise<void>((_resolve, reject) => {
					fail = () => reject(new Error('The data base is away'));
				});
		};
		const first = box.emulator.deliver('agent.message', hello, { id: 'one' });
		await until(() => starts === 1);
		const others = [1, 2].map(() => box.emulator.deliver('agent.message', hello, { id: 'one' }));
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(n8n.executions).toEqual([]);
		fail();
		expect(statuses(await first)).toEqual([500]);
		expect((await Promise.all(others)).flatMap(statuses)).toEqual([200, 200]);
		expect(n8n.executions).toHaveLength(1);
	});

	it('is executed again after n8n was killed before it was acknowledged', async () => {
		const n8n = await box.n8n();
		await n8n.activate();
		let starts = 0;
		n8n.beforeExecution = async () => {
			if (++starts === 1) await new Promise(() => {});
		};
		void box.emulator.deliver('agent.message', hello, { id: 'one' });
		await until(() => starts === 1);
		n8n.kill();
		await n8n.activate('init');
		await box.emulator.deliver('agent.message', hello, { id: 'one' });
		expect(texts(n8n)).toEqual(['Hello']);
	});
});

it('remembers what arrived at once, though each delivery stores its own copy', async () => {
	const n8n = await box.n8n();
	await n8n.activate();
	const ids = Array.from({ length: 20 }, (_each, at) => `delivery ${at}`);
	const all = async () =>
		await Promise.all(
			ids.map(async (id) => await box.emulator.deliver('agent.message', hi(), { id })),
		);
	await all();
	await all();
	expect(n8n.executions).toHaveLength(20);
	// The next delivery stores what the copies lost.
	await box.emulator.deliver('agent.message', hi(), { id: 'last' });
	n8n.kill();
	await n8n.activate('init');
	await all();
	expect(n8n.executions).toHaveLength(21);
});

it('forgets the oldest, and stores little', async () => {
	const n8n = await box.n8n();
	await n8n.activate();
	for (let at = 0; at < 520; at++)
		await box.emulator.deliver('agent.message', hi(), { id: `delivery ${at}` });
	expect(JSON.stringify(n8n.staticData).length).toBeLessThan(9_000);
	n8n.kill();
	await n8n.activate('init');
	await box.emulator.deliver('agent.message', hi(), { id: 'delivery 519' });
	await box.emulator.deliver('agent.message', hi(), { id: 'delivery 30' });
	expect(n8n.executions).toHaveLength(520);
	await box.emulator.deliver('agent.message', hi(), { id: 'delivery 0' });
	expect(n8n.executions).toHaveLength(521);
}, 60_000);

describe('a secret that was changed from elsewhere', () => {
	it.each(runs)('heals %s', async (_name, begin) => {
		const n8n = await box.n8n();
		await begin(n8n);
		const { url } = box.emulator.webhooks.master!;
		box.emulator.webhooks.set({ subAccountId: null }, { url });
		await box.emulator.person.text(ANN, 'Hello');
		expect(texts(n8n)).toEqual(['Hello']);
		expect(statuses(box.emulator.deliveries[0])).toEqual([200]);
	});

	it.each([true, false])(
		'is remembered, so that AgentPhone is asked once (Deduplicate: %s)',
		async (deduplicate) => {
			const n8n = await box.n8n({ parameters: { options: { deduplicate } } });
			await n8n.activate();
			const { secret: old, url } = box.emulator.webhooks.master!;
			box.emulator.webhooks.set({ subAccountId: null }, { url });
			box.emulator.clearRequests();
			for (const body of ['one', 'two']) await box.emulator.person.text(ANN, body);
			n8n.kill();
			await box.emulator.person.text(ANN, 'three');
			expect(texts(n8n)).toEqual(['one', 'two', 'three']);
			expect(box.reads()).toBe(1);
			// The old one opens nothing any more.
			expect(statuses(await box.emulator.deliver('agent.message', hello, { secret: old }))).toEqual(
				[401],
			);
		},
	);

	it('has what was signed with the old one meanwhile come back, and refuses what was signed later', async () => {
		const n8n = await box.n8n();
		await n8n.activate();
		const { secret, url } = box.emulator.webhooks.master!;
		box.emulator.webhooks.set({ subAccountId: null }, { url });
		await box.emulator.person.text(ANN, 'Hello');
		const signed = async (timestamp: number) =>
			statuses(await box.emulator.deliver('agent.message', hi(), { secret, timestamp }));
		expect(await signed(now() - 1)).toEqual([503]);
		expect(await signed(now() + 60)).toEqual([401]);
		expect(texts(n8n)).toEqual(['Hello']);
	});

	it('heals again and again, and when an old copy of the static data was stored', async () => {
		const n8n = await box.n8n();
		await n8n.activate();
		const { url } = box.emulator.webhooks.master!;
		const first = n8n.staticData['node:AgentPhone Trigger'].secret;
		for (const body of ['one', 'two', 'three']) {
			box.emulator.webhooks.set({ subAccountId: null }, { url });
			await box.emulator.person.text(ANN, body);
			n8n.changeStored((node) => (node.secret = first));
			await box.emulator.person.text(BOB, `${body} again`);
		}
		expect(texts(n8n)).toHaveLength(6);
		expect(box.emulator.deliveries.flatMap(statuses)).toEqual([200, 200, 200, 200, 200, 200]);
	});

	it('is not taken when the webhook is not ours any more', async () => {
		const n8n = await box.n8n();
		await n8n.activate();
		const other = box.emulator.webhooks.set(
			{ subAccountId: null },
			{ url: 'https://other.example.com/hook' },
		);
		const delivery = await box.emulator.deliver('agent.message', hello, {
			url: n8n.productionUrl,
			secret: other.secret,
		});
		expect(statuses(delivery)).toEqual([401]);
		expect(n8n.executions).toEqual([]);
	});
});

describe('while AgentPhone cannot be asked for a new secret', () => {
	/** The secret is replaced, and whoever asks for the new one gets no answer. */
	async function rotate(n8n: TriggerHost, fault: 'status' | 'hang') {
		await n8n.activate();
		const { url } = box.emulator.webhooks.master!;
		box.emulator.webhooks.set({ subAccountId: null }, { url });
		box.emulator.faults.add(
			fault === 'status'
				? { kind: 'status', status: 503, path: /webhooks$/ }
				: { kind: 'hang', path: /webhooks$/ },
		);
	}

	it('a genuine delivery is not lost: it is asked to come back, and then executed once', async () => {
		const n8n = await box.n8n();
		await rotate(n8n, 'status');
		const { deliveries } = await box.emulator.person.text(ANN, 'Hello');
		expect(statuses(deliveries[0])).toEqual([503]);
		box.emulator.faults.clear();
		await box.emulator.settled();
		expect(statuses(deliveries[0]).at(-1)).toBe(200);
		expect(texts(n8n)).toEqual(['Hello']);
	});

	it('hangs, each of many deliveries is answered in time', async () => {
		const n8n = await box.n8n();
		await rotate(n8n, 'hang');
		const began = Date.now();
		const many = await Promise.all(
			Array.from({ length: 300 }, () =>
				box.emulator.deliver('agent.message', hi(), { attempts: 1 }),
			),
		);
		expect(new Set(many.flatMap(statuses))).toEqual(new Set([503]));
		// AgentPhone waits for half a minute.
		expect(Date.now() - began).toBeLessThan(30_000);
		expect(box.reads()).toBeLessThanOrEqual(mostReads(began));
	}, 60_000);

	it('a flood of forged deliveries costs no genuine one', async () => {
		const n8n = await box.n8n();
		await n8n.activate();
		const flood = async () =>
			await Promise.all(
				Array.from({ length: 100 }, () =>
					box.emulator.deliver('agent.message', hi(), { secret: 'whsec_other' }),
				),
			);
		for (let wave = 0; wave < 5; wave++) await flood();
		const { url } = box.emulator.webhooks.master!;
		box.emulator.webhooks.set({ subAccountId: null }, { url });
		const flooding = flood();
		const attempts: Array<number | null> = [];
		// As AgentPhone does, only sooner.
		while (attempts.at(-1) !== 200) {
			expect(attempts.at(-1) ?? 503).toBe(503);
			attempts.push(...statuses(await box.emulator.deliver('agent.message', hello, { id: 'one' })));
			await new Promise((resolve) => setTimeout(resolve, 500));
		}
		const refused = (await flooding).flatMap(statuses);
		expect(refused.filter((status) => status !== 401 && status !== 503)).toEqual([]);
		expect(texts(n8n)).toEqual(['Hello']);
	}, 60_000);
});

describe('a secret that AgentPhone shows', () => {
	it.each(['whsec_****************', 'whsec_of_somebody_else'])(
		'%s is not taken for the real one: what fits stays',
		async (shown) => {
			const n8n = await box.n8n();
			await n8n.activate();
			const { secret } = box.emulator.webhooks.master!;
			const show = box.emulator.beforeEach(() => {
				box.emulator.webhooks.master!.secret = shown;
			});
			const forged = await box.emulator.deliver('agent.message', hi(), { secret: 'whsec_forged' });
			expect(statuses(forged)).toEqual([503]);
			show();
			for (let more = 0; more < 3; more++)
				expect(statuses(await box.emulator.deliver('agent.message', hi(), { secret }))).toEqual([
					200,
				]);
			expect(n8n.executions).toHaveLength(3);
		},
	);
});

it('an attempt does not wait for ever for another one of the same delivery', async () => {
	const n8n = await box.n8n();
	await n8n.activate();
	let starts = 0;
	n8n.beforeExecution = async () => {
		starts++;
		await new Promise(() => {});
	};
	void box.emulator.deliver('agent.message', hello, { id: 'one' });
	await until(() => starts === 1);
	const second = await box.emulator.deliver('agent.message', hello, { id: 'one' });
	expect(statuses(second)).toEqual([503]);
}, 30_000);

it('says in the log why it refused, each reason once, and never the secret', async () => {
	const n8n = await box.n8n();
	await n8n.activate();
	const { secret } = box.emulator.webhooks.master!;
	for (let more = 0; more < 5; more++) {
		await box.emulator.deliver('agent.message', hi(), { secret: 'whsec_other' });
		await box.emulator.deliver('agent.message', hi(), { timestamp: now() - 400 });
		await box.emulator.deliver('agent.message', hi(), { signature: '' });
	}
	const said = n8n.log.filter((line) => line.includes('answered a delivery with'));
	expect(said).toEqual([
		expect.stringContaining('401: its signature does not fit'),
		expect.stringMatching(/401: its timestamp is 40\d seconds old/),
		expect.stringContaining('401: it has no signature'),
	]);
	expect(n8n.log.join()).not.toContain(secret);
});
