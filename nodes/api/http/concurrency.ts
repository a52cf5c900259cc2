/**
 * Does `work` on every item, at most `concurrency` at a time, and gives the results in the order of the items.
 *
 * The first failure stops it: nothing more is started, what runs is waited for (so that no request outlives
 * the run), and then that failure is thrown.
 */
export async function mapConcurrently<In, Out>(
	items: readonly In[],
	concurrency: number,
	work: (item: In, index: number) => Promise<Out>,
): Promise<Out[]> {
	const results = new Array<Out>(items.length);
	const failures: unknown[] = [];
	let next = 0;
	const worker = async () => {
		while (next < items.length && !failures.length) {
			const index = next++;
			try {
				results[index] = await work(items[index]!, index);
			} catch (error) {
				failures.push(error);
			}
		}
	};
	const workers = Math.max(1, Math.min(concurrency, items.length));
	await Promise.all(Array.from({ length: workers }, worker));
	if (failures.length) throw failures[0];
	return results;
}
