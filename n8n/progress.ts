const SIGN_OF_LIFE = 10_000;

/**
 * Does something that takes a while, and says so: what begins, now and then that it is still going on, and how
 * long it took. To the standard error, so that what a command prints can be piped on.
 */
export async function step<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
	const started = Date.now();
	const say = (text: string) => process.stderr.write(`  ${text}\n`);
	const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
	say(`${what} …`);
	const timer = setInterval(() => say(`… still at it after ${seconds()}`), SIGN_OF_LIFE);
	try {
		const result = await work();
		say(`✓ ${what} (${seconds()})`);
		return result;
	} catch (error) {
		say(`✗ ${what} (${seconds()})`);
		throw error;
	} finally {
		clearInterval(timer);
	}
}
