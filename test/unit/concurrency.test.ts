import fc from 'fast-check';

import { mapConcurrently } from '../../nodes/api/http/concurrency';

const rest = () => new Promise((resolve) => setImmediate(resolve));

describe('mapConcurrently', () => {
	it('gives the results in the order of the items, however long each takes', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.nat({ max: 5 })),
				fc.integer({ min: 1, max: 10 }),
				async (items, concurrency) => {
					let running = 0;
					const results = await mapConcurrently(items, concurrency, async (turns, index) => {
						expect(++running).toBeLessThanOrEqual(concurrency);
						for (let turn = 0; turn < turns; turn++) await Promise.resolve();
						running--;
						return [index, turns];
					});
					expect(results).toEqual(items.map((turns, index) => [index, turns]));
				},
			),
		);
	});

	it('works on as many items at a time as allowed', async () => {
		let running = 0;
		let most = 0;
		await mapConcurrently(new Array(20).fill(0), 4, async () => {
			most = Math.max(most, ++running);
			await rest();
			running--;
		});
		expect(most).toBe(4);
	});

	it('works one by one when the number is none', async () => {
		expect(await mapConcurrently([1, 2], 0, async (item) => item * 2)).toEqual([2, 4]);
	});

	it('starts nothing more after a failure, waits for what runs, and throws the first failure', async () => {
		const started: number[] = [];
		const finished: number[] = [];
		const work = mapConcurrently([0, 1, 2, 3, 4, 5, 6], 3, async (item) => {
			started.push(item);
			if (item === 1) throw new Error('first');
			await rest();
			await rest();
			finished.push(item);
			if (item === 2) throw new Error('second');
		});
		await expect(work).rejects.toThrow('first');
		expect(started).toEqual([0, 1, 2]);
		expect(finished).toEqual([0, 2]);
	});
});
