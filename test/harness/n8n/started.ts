/**
 * Starts something before the tests of a block. Where that fails, the first test says why, in full; each other test
 * fails too, with one line.
 */
export function useStarted(what: string, start: () => Promise<void>) {
	let failure: Error | undefined;
	let isTold = false;

	beforeAll(async () => {
		await start().catch((error: Error) => (failure = error));
	});

	beforeEach(() => {
		if (!failure) return;
		const error = isTold ? new Error(`${what} did not start: see the first test`) : failure;
		if (isTold) error.stack = error.message;
		isTold = true;
		throw error;
	});
}
