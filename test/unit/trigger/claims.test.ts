import { Claims, type Claim, type Claimed } from '../../../nodes/AgentPhoneTrigger/delivery/claims';
import type { StaticData } from '../../../nodes/AgentPhoneTrigger/registration/staticData';
import type { Delivery } from '../../../nodes/api/webhook/delivery';

const delivery = (id: string, signature = `signature of ${id}`): Delivery => ({
	body: Buffer.from('{}'),
	timestamp: '1800000000',
	id,
	signature,
});

/** An attempt to deliver: what its claim gave, and how it ends. */
function attempt(claims: Claims, what: Delivery, data: StaticData = {}) {
	let end!: (hasStarted: boolean) => void;
	const outcome = new Promise<boolean>((resolve) => (end = resolve));
	const claim = claims.claim(what, data, async () => await outcome);
	return {
		claim,
		claimed: async () => (await claim) as Claimed,
		async end(hasStarted: boolean) {
			end(hasStarted);
			await claim;
			await new Promise((resolve) => setImmediate(resolve));
		},
	};
}

/** One that starts an execution, and what n8n stores of it. */
async function start(claims: Claims, what: Delivery, data: StaticData = {}) {
	const first = attempt(claims, what, data);
	(await first.claimed()).store(data);
	await first.end(true);
	return data;
}

const isClaimed = (claim: Claim) => claim !== 'known' && claim !== 'busy';

it('a delivery that started an execution is known from then on', async () => {
	const claims = new Claims();
	await start(claims, delivery('1'));
	expect(await attempt(claims, delivery('1')).claim).toBe('known');
	expect(isClaimed(await attempt(claims, delivery('2')).claim)).toBe(true);
});

it('a delivery that did not start can be claimed again', async () => {
	const claims = new Claims();
	const first = attempt(claims, delivery('1'));
	await first.end(false);
	expect(isClaimed(await attempt(claims, delivery('1')).claim)).toBe(true);
});

it('the same bytes under another ID are the same delivery, and so is the same ID with another signature', async () => {
	const claims = new Claims();
	await start(claims, delivery('1', 'one'));
	expect(await attempt(claims, delivery('2', 'one')).claim).toBe('known');
	expect(await attempt(claims, delivery('1', 'two')).claim).toBe('known');
	expect(await attempt(claims, delivery('', 'one')).claim).toBe('known');
});

it('deliveries without an ID are told apart by their signature', async () => {
	const claims = new Claims();
	await start(claims, delivery('', 'one'));
	expect(isClaimed(await attempt(claims, delivery('', 'two')).claim)).toBe(true);
});

it.each([
	['its ID', delivery('1', 'another')],
	['its signature', delivery('another', 'signature of 1')],
])('an attempt waits for the one that is being answered, known by %s', async (_by, second) => {
	for (const hasStarted of [true, false]) {
		const claims = new Claims();
		const first = attempt(claims, delivery('1'));
		await first.claim;
		const next = attempt(claims, second);
		let isDecided = false;
		void next.claim.then(() => (isDecided = true));
		await new Promise((resolve) => setImmediate(resolve));
		expect(isDecided).toBe(false);
		await first.end(hasStarted);
		expect(isClaimed(await next.claim)).toBe(!hasStarted);
	}
});

it('of many attempts at once, one at a time is answered, until one has started', async () => {
	const claims = new Claims();
	const attempts = Array.from({ length: 5 }, () => attempt(claims, delivery('1')));
	for (const each of attempts.slice(0, 2)) {
		await each.claim;
		await each.end(false);
	}
	await attempts[2].claim;
	await attempts[2].end(true);
	const results = await Promise.all(attempts.map(async ({ claim }) => await claim));
	expect(results.map(isClaimed)).toEqual([true, true, true, false, false]);
	expect(results.slice(3)).toEqual(['known', 'known']);
});

it('an attempt whose other one takes too long is to come back', async () => {
	const claims = new Claims();
	const expired: Array<() => void> = [];
	jest.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => {
		const controller = new AbortController();
		expect(milliseconds).toBe(8_000);
		expired.push(() => controller.abort());
		return controller.signal;
	});
	try {
		await attempt(claims, delivery('1')).claim;
		const second = attempt(claims, delivery('1'));
		for (const expire of expired) expire();
		expect(await second.claim).toBe('busy');
	} finally {
		jest.restoreAllMocks();
	}
});

describe('what n8n stores', () => {
	it('makes a delivery known after a restart', async () => {
		const data = await start(new Claims(), delivery('1'));
		expect(data.started).toMatch(/^[\w-]{16}$/);
		for (const again of [delivery('1', 'x'), delivery('x', 'signature of 1')])
			expect(await attempt(new Claims(), again, data).claim).toBe('known');
		expect(isClaimed(await attempt(new Claims(), delivery('2'), data).claim)).toBe(true);
	});

	it('is made known by other processes as well', async () => {
		const [here, there] = [new Claims(), new Claims()];
		const data = await start(here, delivery('1'));
		await start(there, delivery('2'), data);
		expect(await attempt(here, delivery('2'), data).claim).toBe('known');
		const after = await start(here, delivery('3'), data);
		for (const id of ['1', '2', '3'])
			expect(await attempt(new Claims(), delivery(id), after).claim).toBe('known');
	});

	it('holds again what another delivery wrote over', async () => {
		const claims = new Claims();
		// Two at once each store a copy of their own.
		const [one, other] = [delivery('1'), delivery('2')].map((each) => attempt(claims, each));
		const [first, second]: StaticData[] = [{}, {}];
		(await one.claimed()).store(first);
		await one.end(true);
		(await other.claimed()).store(second);
		await other.end(true);
		const after = await start(claims, delivery('3'), first);
		for (const id of ['1', '2', '3'])
			expect(await attempt(new Claims(), delivery(id), after).claim).toBe('known');
	});

	it('holds nothing of a delivery that does not start', async () => {
		const claims = new Claims();
		const first = attempt(claims, delivery('1'));
		await first.end(false);
		const data = await start(claims, delivery('2'));
		expect(data.started).toHaveLength(16);
		expect(isClaimed(await attempt(new Claims(), delivery('1'), data).claim)).toBe(true);
	});

	it('is the latest 500 deliveries, while this process knows more', async () => {
		const claims = new Claims();
		let data: StaticData = {};
		for (let at = 0; at <= 500; at++) data = await start(claims, delivery(String(at)), data);
		expect(data.started).toHaveLength(8_000);
		const known = async (by: Claims, at: number) =>
			(await attempt(by, delivery(String(at)), data).claim) === 'known';
		expect(await known(new Claims(), 1)).toBe(true);
		expect(await known(new Claims(), 0)).toBe(false);
		expect(await known(claims, 0)).toBe(true);
	});

	it.each([undefined, null, 7, {}, 'short'])('may be anything: %p', async (started) => {
		const data = { started } as StaticData;
		await start(new Claims(), delivery('1'), data);
		expect(await attempt(new Claims(), delivery('1'), data).claim).toBe('known');
	});
});

describe('messages that an execution hands on', () => {
	it('are taken from the claim until it ends, and for good if it started', async () => {
		const claims = new Claims();
		const data: StaticData = {};
		const first = attempt(claims, delivery('1'), data);
		const claimed = await first.claimed();
		expect(claims.isHandedOn('msg_1')).toBe(false);
		claimed.handOn(['msg_1', 'msg_2']);
		expect(claims.isHandedOn('msg_1')).toBe(true);
		expect(claims.isHandedOn('msg_2')).toBe(true);
		expect(claims.isHandedOn('msg_3')).toBe(false);
		claimed.store(data);
		await first.end(true);
		expect(claims.isHandedOn('msg_1')).toBe(true);
		const restarted = new Claims();
		await start(restarted, delivery('2'), data);
		expect(restarted.isHandedOn('msg_2')).toBe(true);
		expect(restarted.isHandedOn('msg_3')).toBe(false);
		// A delivery with the ID of a message is something else.
		expect(isClaimed(await attempt(restarted, delivery('msg_1'), data).claim)).toBe(true);
	});

	it('are free again if it did not start', async () => {
		const claims = new Claims();
		const first = attempt(claims, delivery('1'));
		(await first.claimed()).handOn(['msg_1']);
		await first.end(false);
		expect(claims.isHandedOn('msg_1')).toBe(false);
	});

	it('are no answers, and answers are not handed on', async () => {
		const claims = new Claims();
		(await attempt(claims, delivery('1')).claimed()).handOn(['msg_1']);
		const data: StaticData = {};
		claims.rememberAnswer('msg_2', data);
		expect([claims.isAnswer('msg_1'), claims.isHandedOn('msg_1')]).toEqual([false, true]);
		expect([claims.isAnswer('msg_2'), claims.isHandedOn('msg_2')]).toEqual([true, false]);
		const restarted = new Claims();
		await start(restarted, delivery('2'), data);
		expect(restarted.isAnswer('msg_2')).toBe(true);
		// A delivery with the ID of a message is something else.
		expect(isClaimed(await attempt(restarted, delivery('msg_2'), data).claim)).toBe(true);
	});
});
