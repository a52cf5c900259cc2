/**
 * Runs `work` on every item, at most `concurrency` at a time. Results are in the order of the items.
 *
 * The first failure stops it: nothing more is started, what runs is waited for (so that no request outlives
 * the run), and then that failure is thrown.
 *
 * @param concurrency how many at a time; asked again whenever an item is done, where it changes meanwhile
 */
export async function mapConcurrently<In, Out>(
	items: readonly In[],
	concurrency: number | (() => number),
	work: (item: In, index: number) => Promise<Out>,
): Promise<Out[]> {
	const results = new Array<Out>(items.length);
	const failures: unknown[] = [];
	const most = () => Math.max(1, typeof concurrency === 'number' ? concurrency : concurrency());
	let next = 0;
	let running = 0;
	await new Promise<void>((resolve) => {
		const begin = async (index: number) => {
			try {
				results[index] = await work(items[index]!, index);
			} catch (error) {
				failures.push(error);
			}
			running--;
			fill();
		};
		const fill = () => {
			while (next < items.length && !failures.length && running < most()) {
				running++;
				void begin(next++);
			}
			if (!running) resolve();
		};
		fill();
	});
	if (failures.length) throw failures[0];
	return results;
}
