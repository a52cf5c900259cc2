import { readAhead } from '../../../nodes/api/lists/readAhead';

/** Reads that end when they are told to. */
function reads(count: number) {
	const started: Array<{ end(): void; fail(): void }> = [];
	const startNext = () => {
		if (started.length === count) return undefined;
		const place = started.length;
		return new Promise<number>((resolve, reject) => {
			started.push({ end: () => resolve(place), fail: () => reject(new Error(`read ${place}`)) });
		});
	};
	return { started, startNext };
}
const settled = async () => await new Promise((resolve) => setImmediate(resolve));

it('gives what was read in the order in which it was asked for', async () => {
	const { started, startNext } = reads(5);
	const results: number[] = [];
	const all = (async () => {
		for await (const result of readAhead(3, startNext)) results.push(result);
	})();
	expect(started).toHaveLength(3);
	started[2].end();
	started[1].end();
	await settled();
	expect(results).toEqual([]);
	expect(started).toHaveLength(5);
	started[0].end();
	await settled();
	expect(results).toEqual([0, 1, 2]);
	started[4].end();
	started[3].end();
	await all;
	expect(results).toEqual([0, 1, 2, 3, 4]);
});

it('waits with the next ones while a slow one holds up twice as many as run at a time', async () => {
	const { started, startNext } = reads(20);
	const all = readAhead(2, startNext);
	const first = all.next();
	for (let at = 1; at < started.length; at++) {
		started[at].end();
		await settled();
	}
	// The first was taken out to be waited for.
	expect(started).toHaveLength(5);
	started[0].end();
	expect(await first).toEqual({ value: 0, done: false });
	for (const each of started) each.end();
	await all.return();
});

it('starts nothing more when one has failed, gives what came before, and waits for what runs', async () => {
	const { started, startNext } = reads(10);
	const results: number[] = [];
	const all = (async () => {
		for await (const result of readAhead(3, startNext)) results.push(result);
	})();
	let isOver = false;
	const over = all.finally(() => (isOver = true)).catch((error: Error) => error.message);
	started[1].fail();
	await settled();
	started[0].end();
	await settled();
	expect(results).toEqual([0]);
	expect(started).toHaveLength(3);
	expect(isOver).toBe(false);
	started[2].end();
	expect(await over).toBe('read 1');
	expect(started).toHaveLength(3);
});

it('waits for what runs when nobody wants the rest', async () => {
	const { started, startNext } = reads(10);
	let isOver = false;
	const over = (async () => {
		for await (const result of readAhead(3, startNext)) if (result === 0) break;
	})().then(() => (isOver = true));
	started[0].end();
	await settled();
	expect(isOver).toBe(false);
	const { length } = started;
	for (const each of started) each.end();
	await over;
	expect(started).toHaveLength(length);
});

it('gives nothing where there is nothing to read', async () => {
	const { startNext } = reads(0);
	expect(await readAhead(3, startNext).next()).toEqual({ value: undefined, done: true });
});
