import fc from 'fast-check';

import { Flow } from '../../../nodes/api/http/gate/flow';
import {
	fixedWindow,
	queue,
	seeded,
	simulate,
	slidingWindow,
	tokenBucket,
	unlimited,
	type Network,
	type RunResult,
	type Server,
} from '../../harness/flow/simulation';

const seeds = fc.integer({ min: 1, max: 1_000 });
const jitter = fc.constantFrom(0, 0.3, 0.5);

/** A server of any kind. */
const servers = fc.oneof(
	fc.constant(() => unlimited()),
	fc
		.record({ most: fc.integer({ min: 1, max: 100 }), span: fc.integer({ min: 100, max: 5_000 }) })
		.map(
			({ most, span }) =>
				() =>
					slidingWindow(most, span),
		),
	fc
		.record({ most: fc.integer({ min: 1, max: 100 }), span: fc.integer({ min: 100, max: 5_000 }) })
		.map(
			({ most, span }) =>
				() =>
					fixedWindow(most, span),
		),
	fc.record({ rate: fc.integer({ min: 5, max: 200 }), size: fc.integer({ min: 1, max: 100 }) }).map(
		({ rate, size }) =>
			() =>
				tokenBucket(rate, size),
	),
	fc.integer({ min: 1, max: 40 }).map((workers) => () => queue(workers, () => 50)),
);

const one = (server: Server, requests: number, seed = 1, network: Network = {}) =>
	simulate(server, [{ requests }], seeded(seed), network)[0]!;
const refusedShare = ({ refused, done }: RunResult) => refused / (refused + done.length);

describe('whatever AgentPhone is like', () => {
	it('there are never more under way than the ceiling, always one may go, and everything ends', () => {
		fc.assert(
			fc.property(
				servers,
				fc.integer({ min: 1, max: 64 }),
				fc.integer({ min: 1, max: 200 }),
				seeds,
				jitter,
				(server, most, requests, seed, jitters) => {
					const [run] = simulate(server(), [{ requests, most }], seeded(seed), { jitter: jitters });
					expect(run!.done).toHaveLength(requests);
					expect(run!.peak).toBeLessThanOrEqual(most);
					expect(run!.atOnce).toBeGreaterThanOrEqual(1);
				},
			),
			{ numRuns: 60 },
		);
	});
});

describe('without a limit', () => {
	it('it starts with 8, or with less where that is the most', () => {
		for (const most of [1, 3, 8, 20, 64]) expect(new Flow(most).atOnce).toBe(Math.min(most, 8));
	});

	it('it doubles to 20, waits there for 64 answers, and doubles again', () => {
		const flow = new Flow(64);
		const leave = (now: number) => {
			const passages = [];
			while (flow.next(now) <= now) passages.push(flow.leave('POST', now));
			return passages;
		};
		const grown = [];
		let underWay = leave(0);
		for (let now = 50; now <= 350; now += 50) {
			grown.push(underWay.length);
			underWay = underWay.flatMap((passage) => {
				flow.comeBack(passage, 'done', now);
				return leave(now);
			});
		}
		expect(grown).toEqual([8, 16, 20, 20, 20, 40, 64]);
	});

	it('it grows to 64 within ten rounds, and a ceiling holds', () => {
		expect(one(unlimited(), 500).finishedAt).toBeLessThan(650);
		expect(one(unlimited(), 500).atOnce).toBe(64);
		const [run] = simulate(unlimited(), [{ requests: 500, most: 20 }], seeded(1));
		expect(run!.peak).toBe(20);
	});

	it('it does not grow where answers wait for each other, and is as quick as the queue', () => {
		const workers = 10;
		const run = one(
			queue(workers, () => 50),
			2_000,
		);
		expect(run.finishedAt).toBeLessThan((1.1 * 2_000 * 50) / workers);
		expect(run.atOnce).toBeLessThanOrEqual(4 * workers);
	});

	it('refusals for what is asked, such as a rule, do not slow it down', () => {
		const flow = new Flow(64);
		const underWay = [];
		let now = 0;
		for (let answers = 0; answers < 500; answers++) {
			while (flow.next(now) <= now) underWay.push(flow.leave('POST', now));
			now++;
			flow.comeBack(underWay.shift()!, 'declined', now);
		}
		expect(flow.atOnce).toBe(64);
	});
});

describe('with a limit of 50 a second', () => {
	/** How long the limit itself takes, in milliseconds. */
	const ideal = (requests: number) => (requests / 50 - 1) * 1_000 + 50;

	it.each([
		['in any second', () => slidingWindow(50, 1_000)],
		['in each second of the clock', () => fixedWindow(50, 1_000)],
		['refilled little by little', () => tokenBucket(50, 50)],
	])('%s, it takes at most 1.15 times as long, and at most 5 % are refused', (_name, server) => {
		for (const requests of [500, 1_000, 2_000]) {
			const run = one(server(), requests);
			expect(run.finishedAt).toBeLessThan(1.15 * ideal(requests));
			expect(refusedShare(run)).toBeLessThan(0.05);
		}
	});

	it('it takes at most 1.3 times as long where answers vary by half', () => {
		fc.assert(
			fc.property(seeds, fc.constantFrom(slidingWindow, fixedWindow), (seed, window) => {
				const run = one(window(50, 1_000), 1_000, seed, { jitter: 0.5 });
				expect(run.finishedAt).toBeLessThan(1.3 * ideal(1_000));
				expect(refusedShare(run)).toBeLessThan(0.05);
			}),
			{ numRuns: 10 },
		);
	});

	it('it finds the rate of one that takes few at once', () => {
		for (const size of [1, 2, 5, 10, 20]) {
			const run = one(tokenBucket(50, size), 1_000);
			expect(run.finishedAt).toBeLessThan(1.8 * ideal(1_000));
			expect(refusedShare(run)).toBeLessThan(0.05);
		}
	});

	it('it settles near the limit: from the tenth second on, at least 80 of 100 are used', () => {
		for (const server of [slidingWindow(50, 1_000), fixedWindow(50, 1_000), tokenBucket(50, 5)]) {
			const { done } = simulate(server, [{ requests: 100_000 }], seeded(1), { until: 60_000 })[0]!;
			const settled = done.filter((at) => at > 10_000).length;
			expect(settled).toBeGreaterThan(0.8 * 50 * 50);
		}
	});
});

describe('two runs', () => {
	/** How many were done of the one with more and of the one with less, from ten seconds after both had begun. */
	const shares = (server: Server, startsAt: number, seed: number, network: Network) => {
		const runs = [{ requests: 1_000_000 }, { requests: 1_000_000, startsAt }];
		const results = simulate(server, runs, seeded(seed), { ...network, until: 60_000 });
		const counts = results.map(({ done }) => done.filter((at) => at > startsAt + 10_000).length);
		return { more: Math.max(...counts), less: Math.min(...counts) };
	};
	const starts = fc.constantFrom(0, 200, 5_000);

	it('share a limit: within a minute, neither gets less than a tenth, and half of them a third', () => {
		const ratios: number[] = [];
		fc.assert(
			fc.property(
				fc.constantFrom(
					() => slidingWindow(50, 1_000),
					() => fixedWindow(50, 1_000),
					() => tokenBucket(50, 20),
				),
				starts,
				seeds,
				jitter,
				(server, startsAt, seed, jitters) => {
					const { more, less } = shares(server(), startsAt, seed, { jitter: jitters });
					ratios.push(more / less);
					expect(less).toBeGreaterThan(0.1 * (more + less));
				},
			),
			{ numRuns: 20, seed: 1 },
		);
		ratios.sort((one, other) => one - other);
		expect(ratios[ratios.length / 2]).toBeLessThan(2);
	});

	it('share a queue: neither gets less than an eighth', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(10, 20, 30),
				starts,
				seeds,
				jitter,
				(workers, startsAt, seed, jitters) => {
					const work = seeded(seed + 1);
					const server = queue(workers, () => 50 + 50 * jitters * (work() - 0.5));
					const { more, less } = shares(server, startsAt, seed, { jitter: jitters });
					expect(less).toBeGreaterThan((more + less) / 8);
				},
			),
			{ numRuns: 12, seed: 1 },
		);
	});
});
