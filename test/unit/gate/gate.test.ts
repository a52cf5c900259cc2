import fc from 'fast-check';

import { Gate } from '../../../nodes/api/http/gate/gate';

const STOPPED = 'stopped';
const open = (atOnce: number, signal?: AbortSignal) =>
	new Gate(atOnce, signal, () => new Error(STOPPED));
const turn = () => new Promise((resolve) => setImmediate(resolve));
const moment = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

it('lets no more through at a time than it may, everybody in their order, and nobody wait in vain', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 1, max: 5 }),
			fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 30 }),
			async (atOnce, turns) => {
				const gate = open(atOnce);
				const began: number[] = [];
				let underWay = 0;
				let most = 0;
				await Promise.all(
					turns.map(
						async (count, index) =>
							await gate.pass(async () => {
								began.push(index);
								most = Math.max(most, ++underWay);
								for (let left = count; left > 0; left--) await turn();
								underWay--;
							}),
					),
				);
				expect(began).toEqual(turns.map((_count, index) => index));
				expect(most).toBe(Math.min(atOnce, turns.length));
			},
		),
	);
});

it('goes on after what failed', async () => {
	const gate = open(1);
	const failed = gate.pass(async () => await Promise.reject(new Error('failed')));
	const next = gate.pass(async () => 'done');
	await expect(failed).rejects.toThrow('failed');
	await expect(next).resolves.toBe('done');
});

describe('closed', () => {
	it('it lets nobody in before its time, however often that is put off, and then everybody', async () => {
		const gate = open(2);
		expect(gate.wasClosed).toBe(false);
		const opens = Date.now() + 60;
		gate.closeUntil(opens - 40);
		gate.closeUntil(opens);
		gate.closeUntil(opens - 20);
		expect(gate).toMatchObject({ isClosed: true, wasClosed: true });
		const times = await Promise.all(
			[1, 2, 3, 4].map(async () => await gate.pass(async () => Date.now())),
		);
		for (const time of times) expect(time).toBeGreaterThanOrEqual(opens);
		expect(gate).toMatchObject({ isClosed: false, wasClosed: true });
	});

	it('it lets those in afterwards who were in the line before', async () => {
		const gate = open(1);
		const first = gate.pass(async () => await moment(5));
		const second = gate.pass(async () => Date.now());
		await turn();
		const opens = Date.now() + 40;
		gate.closeUntil(opens);
		await first;
		expect(await second).toBeGreaterThanOrEqual(opens);
	});
});

describe('what must not get old', () => {
	it('goes before all that waits', async () => {
		const gate = open(1);
		const order: string[] = [];
		const pass = async (name: string) => await gate.pass(async () => void order.push(name));
		const running = gate.pass(async () => await moment(10));
		const others = [pass('first'), pass('second')];
		const fresh = gate.passFresh(
			async () => 'fresh',
			async (made) => void order.push(made),
		);
		await Promise.all([running, ...others, fresh]);
		expect(order).toEqual(['fresh', 'first', 'second']);
	});

	it('is made again when the gate closes before it is through', async () => {
		const gate = open(1);
		let made = 0;
		const running = gate.pass(async () => {
			await moment(10);
			gate.closeUntil(Date.now() + 30);
		});
		const fresh = gate.passFresh(
			async () => ++made,
			async (each) => each,
		);
		await running;
		expect(await fresh).toBe(2);
	});

	it('may pass the gate itself while it is made, even where one goes at a time', async () => {
		const gate = open(1);
		const made = async () => await gate.pass(async () => 'read');
		expect(await gate.passFresh(made, async (read) => `${read}, written`)).toBe('read, written');
	});

	it('is not done where nothing is left to be done', async () => {
		const work = jest.fn();
		expect(await open(1).passFresh(async () => undefined, work)).toBeUndefined();
		expect(work).not.toHaveBeenCalled();
	});
});

describe('stopping the run', () => {
	it('ends every wait at once: in the line, for the opening, for a place, for another attempt', async () => {
		const stop = new AbortController();
		const busy = open(1, stop.signal);
		const running = busy.pass(async () => await moment(50));
		const closed = open(1, stop.signal);
		closed.closeUntil(Date.now() + 60_000);
		const paced = open(1, stop.signal);
		const limit = { most: 1, span: 60_000 };
		await paced.pass(async () => 'first', { limit });
		const work = jest.fn();
		const waits = [
			busy.pass(work),
			busy.passFresh(async () => 1, work),
			closed.pass(work),
			closed.passFresh(async () => 1, work),
			paced.pass(work, { limit }),
			paced.pauseUntil(Date.now() + 60_000),
		];
		const outcomes = Promise.allSettled(waits);
		await moment(10);
		const before = Date.now();
		stop.abort();
		for (const outcome of await outcomes)
			expect(outcome).toMatchObject({ status: 'rejected', reason: { message: STOPPED } });
		expect(Date.now() - before).toBeLessThan(1_000);
		await running;
		await expect(busy.pass(work)).rejects.toThrow(STOPPED);
		expect(work).not.toHaveBeenCalled();
	});
});
