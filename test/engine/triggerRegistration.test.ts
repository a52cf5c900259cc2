import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { INodeParameters } from 'n8n-workflow';

import { ANN, BOB, setUp, statuses, texts, until } from '../harness/engine/triggerFixture';

const box = setUp();
const MAIN = { subAccountId: null };
const OTHER = 'https://other.example.com/hook';
const master = () => box.emulator.webhooks.master;

/** What somebody else's server answers, by method. */
type Answers = Partial<Record<string, { status: number }>>;

/** Somebody else's server. Nothing may ever be posted to it but what `answers` expects. */
async function receiver(answers: Answers) {
	const asked: string[] = [];
	const server = createServer(({ method = '' }, response) => {
		asked.push(method);
		response.writeHead(answers[method]?.status ?? 500).end();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
		asked,
		[Symbol.asyncDispose]: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

describe('activating', () => {
	it('registers the production URL with its settings', async () => {
		const n8n = await box.n8n({ parameters: { options: { contextLimit: 25, timeout: 60 } } });
		await n8n.activate();
		expect(master()).toMatchObject({ url: n8n.productionUrl, contextLimit: 25, timeout: 60 });
		expect(box.writes()).toEqual(['POST /v1/webhooks']);
	});

	it('registers again when its settings were changed', async () => {
		const n8n = await box.n8n();
		await n8n.activate();
		n8n.parameters = { options: { contextLimit: 25 } };
		await n8n.activate('update');
		expect(master()).toMatchObject({ contextLimit: 25, timeout: 30 });
		await box.emulator.person.text(ANN, 'Hello');
		expect(texts(n8n)).toEqual(['Hello']);
	});

	it('refuses when another URL is registered, and names it and the choices', async () => {
		box.emulator.webhooks.set(MAIN, { url: OTHER });
		const before = master();
		const n8n = await box.n8n();
		await expect(n8n.activate()).rejects.toThrow(
			/already sends .* to another URL: https:\/\/other\.example\.com\/hook\. .*One Agent.*Replace.*Manual/,
		);
		expect(master()).toEqual(before);
		expect(box.writes()).toEqual([]);
	});

	it('says so where the other URL is its own of before, which a copy of n8n cannot tell', async () => {
		const n8n = await box.n8n();
		await n8n.activate();
		n8n.kill();
		const moved = await n8n.elsewhere();
		const error = await moved.activate('init').catch((each: Error) => each);
		await moved.stop();
		expect(String(error)).toContain(`${n8n.productionUrl}. That is where this workflow received`);
		expect(master()).toMatchObject({ url: n8n.productionUrl });
	});

	it('does not propose an agent of its own when that is what is taken', async () => {
		const { id } = box.emulator.store.addAgent();
		box.emulator.webhooks.set({ agentId: id }, { url: OTHER });
		const n8n = await box.n8n({ parameters: { scope: 'agent', agentId: id } });
		const error = await n8n.activate().catch((each: Error) => each);
		expect(String(error)).toContain('the events of this agent');
		expect(String(error)).not.toContain('One Agent');
	});

	it('takes over when told to, and gives back on deactivation', async () => {
		await using other = await receiver({ HEAD: { status: 405 } });
		box.emulator.webhooks.set(MAIN, { url: other.url, contextLimit: 3, timeout: 77 });
		const n8n = await box.n8n({ parameters: { options: { onConflict: 'replace' } } });
		await n8n.activate();
		await box.emulator.person.text(ANN, 'Hello');
		expect(texts(n8n)).toEqual(['Hello']);
		n8n.kill();
		await n8n.activate('init');
		await n8n.deactivate();
		expect(master()).toMatchObject({ url: other.url, contextLimit: 3, timeout: 77 });
	});

	it('does not leave its own URL behind when that of the other is refused by then', async () => {
		await using other = await receiver({ HEAD: { status: 200 } });
		box.emulator.webhooks.set(MAIN, { url: other.url });
		const n8n = await box.n8n({ parameters: { options: { onConflict: 'replace' } } });
		await n8n.activate();
		box.emulator.faults.add({ method: 'POST', kind: 'status', status: 400, path: /webhooks$/ });
		await n8n.deactivate();
		expect(master()).toBeNull();
	});

	it('names the URL that AgentPhone does not accept, and WEBHOOK_URL', async () => {
		box.emulator.faults.add({ method: 'POST', kind: 'status', status: 400, path: /webhooks$/ });
		const n8n = await box.n8n();
		const error = await n8n.activate().catch((each: Error) => each);
		expect(String(error)).toContain(n8n.productionUrl);
		expect(String(error)).toContain('WEBHOOK_URL');
	});

	it('says what to do about a wrong key', async () => {
		const n8n = await box.n8n({ apiKey: 'sk_live_wrong' });
		const error = await n8n.activate().catch((each: Error) => each);
		expect(String(error)).toContain('Check the API Key');
		expect(String(error)).not.toContain('sk_live_wrong');
	});
});

describe('starting n8n again', () => {
	it('changes nothing when the registration is as it was', async () => {
		const n8n = await box.n8n();
		await n8n.activate();
		const before = master();
		n8n.kill();
		await n8n.activate('init');
		expect(master()).toEqual(before);
		expect(box.writes()).toEqual(['POST /v1/webhooks']);
		await box.emulator.person.text(ANN, 'Hello');
		expect(texts(n8n)).toEqual(['Hello']);
	});

	it('registers again what AgentPhone has switched off', async () => {
		const n8n = await box.n8n();
		await n8n.activate();
		master()!.status = 'disabled';
		n8n.kill();
		await n8n.activate('init');
		expect(master()!.status).toBe('active');
	});

	it('takes the secret from AgentPhone when n8n has lost it', async () => {
		const n8n = await box.n8n();
		await n8n.activate();
		n8n.changeStored((node) => {
			for (const key of Object.keys(node)) delete node[key];
		});
		n8n.kill();
		await n8n.activate('init');
		await box.emulator.person.text(ANN, 'Hello');
		expect(texts(n8n)).toEqual(['Hello']);
		expect(box.writes()).toEqual(['POST /v1/webhooks']);
	});

	it('goes on when AgentPhone cannot be asked', async () => {
		const n8n = await box.n8n();
		await n8n.activate();
		const before = master();
		n8n.kill();
		box.emulator.faults.add({ kind: 'status', status: 503, path: /webhooks$/, times: 6 });
		await n8n.activate('init');
		expect(master()).toEqual(before);
		await box.emulator.person.text(ANN, 'Hello');
		expect(texts(n8n)).toEqual(['Hello']);
	}, 60_000);

	it('loses nothing that was sent while n8n was away', async () => {
		const n8n = await box.n8n();
		await n8n.activate();
		let away = true;
		n8n.beforeExecution = () => {
			if (away) throw new Error('killed');
		};
		const { deliveries } = await box.emulator.person.text(ANN, 'Hello');
		n8n.kill();
		await n8n.activate('init');
		away = false;
		await box.emulator.settled();
		expect(statuses(deliveries[0]).at(-1)).toBe(200);
		expect(texts(n8n)).toEqual(['Hello']);
	});
});

describe('deactivating', () => {
	it('removes the registration', async () => {
		const n8n = await box.n8n();
		await n8n.activate();
		await n8n.deactivate();
		expect(master()).toBeNull();
		expect(n8n.staticData['node:AgentPhone Trigger']).toEqual({});
	});

	it('leaves what is another’s by then', async () => {
		const n8n = await box.n8n();
		await n8n.activate();
		box.emulator.webhooks.set(MAIN, { url: OTHER });
		const before = master();
		await n8n.deactivate();
		expect(master()).toEqual(before);
	});

	it.each(['notFound', 'asDeleted'] as const)(
		'is fine when nothing is registered (%s)',
		async (reading) => {
			box.emulator.dialect.webhookMissing = reading;
			const n8n = await box.n8n();
			await n8n.activate();
			box.emulator.webhooks.clear();
			await n8n.deactivate();
			expect(master()).toBeNull();
		},
	);

	it('removes the registration of the agent that was registered, though the parameters say another', async () => {
		const [one, two] = [box.emulator.store.addAgent(), box.emulator.store.addAgent()];
		const n8n = await box.n8n({ parameters: { scope: 'agent', agentId: one.id } });
		await n8n.activate();
		n8n.parameters = { scope: 'agent', agentId: two.id };
		await n8n.activate('update');
		expect(box.emulator.webhooks.ofAgent(one.id)).toBeNull();
		expect(box.emulator.webhooks.ofAgent(two.id)).toMatchObject({ url: n8n.productionUrl });
		n8n.parameters = {};
		await n8n.deactivate();
		expect(box.emulator.webhooks.all()).toEqual([]);
	});
});

describe('a test run', () => {
	it('beside nothing registers, and removes its registration again', async () => {
		const n8n = await box.n8n();
		await n8n.startTest();
		await box.emulator.person.text(ANN, 'Hello');
		await n8n.idle();
		expect(n8n.executions).toMatchObject([{ mode: 'test' }]);
		expect(n8n.isTesting).toBe(false);
		expect(master()).toBeNull();
	});

	it('beside the live workflow gives back, and events before, during and after arrive', async () => {
		const n8n = await box.n8n({ parameters: { options: { contextLimit: 25, timeout: 60 } } });
		await n8n.activate();
		await box.emulator.person.text(ANN, 'before');
		n8n.parameters = { options: { contextLimit: 5 } };
		await n8n.startTest();
		expect(master()!.contextLimit).toBe(5);
		await box.emulator.person.text(ANN, 'during');
		await n8n.idle();
		expect(master()).toMatchObject({ url: n8n.productionUrl, contextLimit: 25, timeout: 60 });
		await box.emulator.person.text(ANN, 'after');
		expect(n8n.executions.map(({ mode, items }) => [mode, items[0].json.text])).toEqual([
			['production', 'before'],
			['test', 'during'],
			['production', 'after'],
		]);
		expect(box.emulator.deliveries.flatMap(statuses)).toEqual([200, 200, 200]);
	});

	it('that is not wanted by anybody gives back when it is stopped', async () => {
		const n8n = await box.n8n();
		await n8n.activate();
		await n8n.startTest();
		await n8n.endTest();
		await box.emulator.person.text(ANN, 'after');
		expect(texts(n8n)).toEqual(['after']);
		expect(n8n.executions[0].mode).toBe('production');
	});

	it('goes on when something forged arrives', async () => {
		const n8n = await box.n8n();
		await n8n.startTest();
		await box.emulator.deliver('agent.message', {}, { secret: 'whsec_other' });
		expect(n8n.isTesting).toBe(true);
	});

	it('beside another live workflow gives back to that', async () => {
		const [live, tested] = [await box.n8n(), await box.n8n()];
		await live.activate();
		await tested.startTest();
		await box.emulator.person.text(ANN, 'to the test');
		await tested.idle();
		await box.emulator.person.text(ANN, 'to the live one');
		expect(texts(tested)).toEqual(['to the test']);
		expect(texts(live)).toEqual(['to the live one']);
	});

	it('beside somebody else’s webhook gives back to that, whatever On Conflict says', async () => {
		box.emulator.webhooks.set(MAIN, { url: OTHER, contextLimit: 3, timeout: 77 });
		const n8n = await box.n8n();
		await n8n.startTest();
		await box.emulator.person.text(ANN, 'Hello');
		await n8n.idle();
		expect(texts(n8n)).toEqual(['Hello']);
		expect(master()).toMatchObject({ url: OTHER, contextLimit: 3, timeout: 77 });
	});

	it('leaves alone what was registered in the meantime', async () => {
		const n8n = await box.n8n();
		await n8n.startTest();
		box.emulator.webhooks.set(MAIN, { url: OTHER });
		await n8n.endTest();
		expect(master()).toMatchObject({ url: OTHER });
	});

	it('two at once end with the live workflow', async () => {
		const [live, one, two] = [await box.n8n(), await box.n8n(), await box.n8n()];
		await live.activate();
		await one.startTest();
		await two.startTest();
		await one.endTest();
		await box.emulator.person.text(ANN, 'to the second');
		await two.idle();
		await box.emulator.person.text(ANN, 'to the live one');
		expect(texts(two)).toEqual(['to the second']);
		expect(texts(live)).toEqual(['to the live one']);
	});

	it('that was cut off is repaired when n8n starts again', async () => {
		const n8n = await box.n8n({ parameters: { options: { contextLimit: 25 } } });
		await n8n.activate();
		await n8n.startTest();
		n8n.kill();
		await n8n.activate('init');
		expect(master()).toMatchObject({ url: n8n.productionUrl, contextLimit: 25 });
		await box.emulator.person.text(ANN, 'Hello');
		expect(texts(n8n)).toEqual(['Hello']);
	});

	it('that was cut off is repaired by the other live workflow when it starts again', async () => {
		const [live, tested] = [await box.n8n(), await box.n8n()];
		await live.activate();
		await tested.startTest();
		tested.kill();
		await live.activate('init');
		await box.emulator.person.text(ANN, 'Hello');
		expect(texts(live)).toEqual(['Hello']);
	});

	it('that was cut off does not hide whose the webhook is', async () => {
		box.emulator.webhooks.set(MAIN, { url: OTHER, contextLimit: 3, timeout: 77 });
		const tested = await box.n8n();
		await tested.startTest();
		tested.kill();
		await expect((await box.n8n()).activate()).rejects.toThrow(OTHER);
		// And the next test gives it back.
		await tested.startTest();
		await tested.endTest();
		expect(master()).toMatchObject({ url: OTHER, contextLimit: 3, timeout: 77 });
	});

	it('gives nothing back to a workflow that was deactivated meanwhile', async () => {
		const n8n = await box.n8n();
		await n8n.activate();
		await n8n.startTest();
		await n8n.deactivate();
		await box.emulator.person.text(ANN, 'to the test');
		await n8n.idle();
		expect(n8n.executions).toMatchObject([{ mode: 'test' }]);
		expect(master()).toBeNull();
	});

	it.each([
		['registered automatically', {}],
		['registered by hand', { registration: 'manual' }],
	])('with a sample leaves AgentPhone and the live workflow alone (%s)', async (_case, options) => {
		const live = await box.n8n();
		const n8n = await box.n8n({
			parameters: { testWith: 'sampleReaction', events: ['agent.message'], options },
		});
		await live.activate();
		box.emulator.clearRequests();
		await n8n.startTest();
		await box.emulator.person.text(BOB, 'to the live one');
		await until(() => !n8n.isTesting);
		expect(texts(live)).toEqual(['to the live one']);
		expect(n8n.executions).toMatchObject([{ mode: 'test' }]);
		expect(n8n.executions[0].items[0].json.event).toBe('agent.reaction');
		expect(box.emulator.requests.map(({ path }) => path)).toEqual([]);
	});
});

describe('a registration by hand', () => {
	const parameters = { options: { registration: 'manual' } };

	it('changes nothing at AgentPhone', async () => {
		const n8n = await box.n8n({ parameters, webhookSecret: 'whsec_mine' });
		await n8n.activate();
		const options = { url: n8n.productionUrl, secret: 'whsec_mine' };
		const data = { from: ANN, message: 'Hello' };
		await box.emulator.deliver('agent.message', { data }, options);
		const forged = { ...options, secret: 'whsec_other' };
		expect(statuses(await box.emulator.deliver('agent.message', { data }, forged))).toEqual([401]);
		await n8n.deactivate();
		expect(texts(n8n)).toEqual(['Hello']);
		expect(box.writes()).toEqual([]);
	});

	it('asks AgentPhone when the secret in the credential does not fit', async () => {
		const n8n = await box.n8n({ parameters, webhookSecret: 'whsec_former' });
		await n8n.activate();
		box.emulator.webhooks.set({ subAccountId: null }, { url: n8n.productionUrl });
		await box.emulator.person.text(ANN, 'Hello');
		expect(texts(n8n)).toEqual(['Hello']);
		box.emulator.webhooks.set({ subAccountId: null }, { url: n8n.productionUrl });
		box.emulator.faults.add({ kind: 'status', status: 503, path: /webhooks$/ });
		const { deliveries } = await box.emulator.person.text(ANN, 'Hello again');
		expect(statuses(deliveries[0])).toEqual([503]);
		box.emulator.faults.clear();
		await box.emulator.settled();
		expect(texts(n8n)).toEqual(['Hello', 'Hello again']);
	});

	it('needs the secret', async () => {
		const n8n = await box.n8n({ parameters });
		await expect(n8n.activate()).rejects.toThrow('no Webhook Secret');
	});

	it('refuses everything when the secret is gone', async () => {
		const n8n = await box.n8n({ parameters, webhookSecret: 'whsec_mine' });
		await n8n.activate();
		const url = n8n.productionUrl;
		const secretless = await box.n8n({ parameters });
		await secretless.activate().catch(() => undefined);
		expect(statuses(await box.emulator.deliver('agent.message', {}, { url, secret: '' }))).toEqual([
			401,
		]);
		expect(n8n.executions).toEqual([]);
	});
});

it('shows its secret nowhere', async () => {
	const n8n = await box.n8n({ parameters: { simplify: false } });
	await n8n.activate();
	await box.emulator.person.text(ANN, 'Hello');
	const secret = master()!.secret;
	expect(JSON.stringify(n8n.executions)).not.toContain(secret);
	expect(box.emulator.deliveries[0].attempts[0].responseBody).not.toContain(secret);
});

describe('a trigger that would do something else than was meant is not activated', () => {
	it.each<[string, INodeParameters, string]>([
		['no event', { events: [] }, 'Events is empty'],
		['an event that there is not', { events: ['agent.dreamt'] }, 'Events has no "agent.dreamt"'],
		['no channel', { options: { channels: [] } }, 'Channels is empty'],
		[
			'a channel that there is not',
			{ options: { channels: ['pigeon'] } },
			'Channels has no "pigeon"',
		],
		[
			'a sender that an expression did not give',
			{ options: { from: '={{ $vars.owner }}' } },
			'From is empty',
		],
		['a blank sender', { options: { from: ' ' } }, 'From is empty'],
		[
			'a conflict mode that there is not',
			{ options: { onConflict: 'ask' } },
			'On Conflict has no "ask"',
		],
		[
			'a registration that there is not',
			{ options: { registration: 'later' } },
			'Registration has no "later"',
		],
		['a scope that there is not', { scope: 'world' }, 'Scope has no "world"'],
	])('%s', async (_name, parameters, message) => {
		const n8n = await box.n8n({ parameters });
		await expect(n8n.activate()).rejects.toThrow(message);
		expect(box.writes()).toEqual([]);
	});

	it('menus are read in any case, and booleans as text', async () => {
		const n8n = await box.n8n({
			parameters: {
				events: ['Agent.Message'],
				simplify: 'false',
				options: { channels: ['iMessage'], includeOutbound: 'false' },
			},
		});
		await n8n.activate();
		await box.emulator.person.text(ANN, 'Hello');
		expect(n8n.executions[0].items[0].json).toMatchObject({ data: { message: 'Hello' } });
	});
});

it('an earlier address of the workflow is not given back', async () => {
	const n8n = await box.n8n({ parameters: { options: { onConflict: 'replace' } } });
	await n8n.activate();
	const moved = await n8n.elsewhere();
	await moved.activate();
	expect(master()!.url).toBe(moved.productionUrl);
	await moved.deactivate();
	expect(master()).toBeNull();
	await moved.stop();
});

describe('what was replaced is given back only where deliveries arrive', () => {
	const replacing = { parameters: { options: { onConflict: 'replace' } } };

	it('to another workflow that is active', async () => {
		const first = await box.n8n();
		const second = await box.n8n(replacing);
		await first.activate();
		await second.activate();
		await second.deactivate();
		expect(master()!.url).toBe(first.productionUrl);
	});

	it('not to a workflow that was deactivated meanwhile, and the log says so', async () => {
		const first = await box.n8n(replacing);
		const second = await box.n8n(replacing);
		await first.activate();
		await second.activate();
		await first.deactivate();
		await second.deactivate();
		expect(master()).toBeNull();
		expect(second.log).toEqual([
			expect.stringMatching(/not given back to .*, because nothing receives deliveries there/),
		]);
	});

	it.each<[string, Answers, boolean]>([
		['takes it', { HEAD: { status: 200 } }, true],
		['answers only signed deliveries', { HEAD: { status: 401 } }, true],
		['knows no such path', { HEAD: { status: 404 } }, false],
		['is gone', { HEAD: { status: 410 } }, false],
		['fails', { HEAD: { status: 502 } }, false],
	])('to somebody else’s server that %s', async (_what, answers, isGivenBack) => {
		await using other = await receiver(answers);
		box.emulator.webhooks.set(MAIN, { url: other.url });
		const n8n = await box.n8n(replacing);
		await n8n.activate();
		await n8n.deactivate();
		expect(master()?.url).toBe(isGivenBack ? other.url : undefined);
		expect(other.asked).toEqual(Object.keys(answers));
	});

	it.each([
		['nobody', '/hook'],
		['no n8n', '/webhook/c0ffee01-0000-4000-8000-000000000000/webhook'],
	])('not to an old address where %s answers, and the log says so', async (_who, path) => {
		const other = await receiver({});
		await other[Symbol.asyncDispose]();
		const url = new URL(path, other.url).href;
		box.emulator.webhooks.set(MAIN, { url });
		const n8n = await box.n8n(replacing);
		await n8n.activate();
		await n8n.deactivate();
		expect(master()).toBeNull();
		expect(n8n.log).toEqual([expect.stringContaining('cannot tell whether deliveries arrive')]);
	});

	it('not to a stranger who has an address that a trigger had', async () => {
		await using other = await receiver({ HEAD: { status: 200 }, POST: { status: 200 } });
		const url = new URL('/webhook/c0ffee01-0000-4000-8000-000000000000/webhook', other.url).href;
		box.emulator.webhooks.set(MAIN, { url });
		const n8n = await box.n8n(replacing);
		await n8n.activate();
		await n8n.deactivate();
		expect(master()).toBeNull();
	});

	it('not along a chain whose middle is gone', async () => {
		box.emulator.webhooks.set(MAIN, { url: OTHER });
		const [first, second, third] = [
			await box.n8n(replacing),
			await box.n8n(replacing),
			await box.n8n(replacing),
		];
		for (const n8n of [first, second, third]) await n8n.activate();
		await second.deactivate();
		await third.deactivate();
		expect(master()).toBeNull();
	});

	it('not to an address that this n8n had before', async () => {
		const n8n = await box.n8n(replacing);
		// Another workflow of the same n8n.
		const neighbour = n8n.productionUrl.replace(/c0ffee00/, 'c0ffee01');
		box.emulator.webhooks.set(MAIN, { url: neighbour });
		await n8n.activate();
		const moved = await n8n.elsewhere();
		await moved.activate();
		await moved.deactivate();
		expect(master()).toBeNull();
		expect(moved.log).toEqual([expect.stringContaining('an earlier address of this n8n')]);
		await moved.stop();
	});

	it('not to another workflow’s earlier address, found after this n8n has moved', async () => {
		const n8n = await box.n8n(replacing);
		await n8n.activate();
		const moved = await n8n.elsewhere();
		box.emulator.webhooks.set(MAIN, { url: n8n.productionUrl.replace(/c0ffee00/, 'c0ffee01') });
		await moved.activate();
		await moved.deactivate();
		expect(master()).toBeNull();
		await moved.stop();
	});
});

it('a sample that n8n cannot deliver to itself is told to the builder', async () => {
	const n8n = await box.n8n({ parameters: { testWith: 'sampleMessage' } });
	await n8n.stop();
	await expect(n8n.startTest()).rejects.toThrow(
		/^n8n cannot reach its own test URL http.* \(.*ECONNREFUSED.*\).*WEBHOOK_URL/,
	);
});

it('while AgentPhone accepts connections and never answers, a start of n8n takes one short look', async () => {
	const n8n = await box.n8n();
	await n8n.activate();
	box.emulator.faults.add({ kind: 'hang' });
	const began = Date.now();
	await n8n.activate('init');
	expect(Date.now() - began).toBeLessThan(12_000);
	box.emulator.faults.clear();
	await box.emulator.person.text(ANN, 'Hello');
	expect(texts(n8n)).toEqual(['Hello']);
}, 30_000);

it('while AgentPhone never answers, n8n starts soon, also with a trigger that was never registered', async () => {
	const n8n = await box.n8n();
	box.emulator.faults.add({ kind: 'hang' });
	const began = Date.now();
	await expect(n8n.activate('init')).rejects.toThrow();
	expect(Date.now() - began).toBeLessThan(25_000);
}, 120_000);

it('a start registers anew where the secret is not known and AgentPhone shows only a part of it', async () => {
	const n8n = await box.n8n();
	await n8n.activate();
	n8n.changeStored((node) => delete node.secret);
	const { secret } = master()!;
	const show = box.emulator.beforeEach(() => {
		if (master()) master()!.secret = 'whsec_****************';
	});
	await n8n.activate('init');
	show();
	if (master()!.secret.includes('*')) master()!.secret = secret;
	// It has to know the secret by now: it could not ask for it.
	box.emulator.faults.add({
		kind: 'status',
		status: 503,
		method: 'GET',
		path: /webhooks$/,
		mayNotFire: true,
	});
	const { deliveries } = await box.emulator.person.text(ANN, 'Hello');
	expect(statuses(deliveries[0])).toEqual([200]);
	expect(texts(n8n)).toEqual(['Hello']);
});
