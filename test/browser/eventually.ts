import { setTimeout as wait } from 'node:timers/promises';

const PATIENCE = 15_000;

/**
 * Reads until an expectation holds.
 *
 * @throws the expectation's own error when it does not hold in time
 */
export async function eventually<Value>(
	read: () => Value | Promise<Value>,
	expectation: (value: Value) => void,
): Promise<void> {
	const end = Date.now() + PATIENCE;
	for (;;) {
		const value = await read();
		try {
			return expectation(value);
		} catch (error) {
			if (Date.now() > end) throw error;
			await wait(20);
		}
	}
}
