/**
 * Starts reads in order, at most `concurrency` at a time, and gives their results in that order, while the next
 * ones are under way. Whoever takes them may stop early; what runs then is waited for, so that no request outlives
 * the read. A failed read is thrown when its turn comes.
 *
 * @param startNext starts the next read, or gives `undefined` when there is none left
 */
export async function* readAhead<Result>(
	concurrency: number,
	startNext: () => Promise<Result> | undefined,
): AsyncGenerator<Result, void, undefined> {
	const started: Array<Promise<Result>> = [];
	const running = new Set<Promise<Result>>();
	let isOver = false;

	const fill = () => {
		// One slow read keeps its place in the order, but must not let the finished ones behind it pile up.
		while (!isOver && running.size < concurrency && started.length < 2 * concurrency) {
			const read = startNext();
			if (!read) return;
			started.push(read);
			running.add(read);
			const settle = () => {
				running.delete(read);
				fill();
			};
			read.then(settle, () => {
				isOver = true;
				settle();
			});
		}
	};

	try {
		fill();
		for (let next = started.shift(); next; next = started.shift()) {
			yield await next;
			fill();
		}
	} finally {
		isOver = true;
		await Promise.allSettled(running);
	}
}
