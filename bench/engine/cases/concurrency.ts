import type { Case } from '../case';
import { withOurs } from './listing';

const CONCURRENCIES = [1, 2, 3, 5, 8, 10, 16, 20];

/** What the default of the option Concurrency is chosen by. */
export const concurrency: Case = {
	name: 'concurrency',
	async prepare({ emulator, nodes }, scale) {
		const rows = 10_000 * scale;
		await emulator.seed({ conversations: rows });
		return {
			rows,
			contenders: CONCURRENCIES.map((concurrency) => ({
				name: String(concurrency),
				run: async () => await withOurs(nodes, { options: { concurrency } }),
			})),
		};
	},
};
