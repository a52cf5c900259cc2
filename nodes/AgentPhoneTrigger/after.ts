/**
 * Resolves after a time, in milliseconds. Unlike n8n's `sleep`, what waits here does not keep a process alive that is
 * about to end, since it is usually no longer of interest by then.
 */
export async function after(milliseconds: number): Promise<void> {
	await new Promise<void>((resolve) => {
		const signal = AbortSignal.timeout(milliseconds);
		signal.addEventListener('abort', () => resolve(), { once: true });
	});
}
