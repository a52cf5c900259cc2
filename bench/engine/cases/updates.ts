import type { INodeExecutionData } from 'n8n-workflow';

import { names, type Case } from '../case';

/** Many values, one after the other, for the metadata of one conversation: each is merged into what the last one left. */
export const updates: Case = {
	name: 'updates',
	latencies: [0],
	async prepare({ emulator, nodes }, scale) {
		const [id] = await emulator.seed({ conversations: 1 });
		const count = 4_000 * scale;
		const update = async (updates: number) => {
			const items: INodeExecutionData[] = Array.from({ length: updates }, (_, item) => ({
				json: { visits: item },
				pairedItem: { item },
			}));
			const out = await nodes.agentPhone(
				{
					resource: 'conversation',
					operation: 'update',
					conversationId: { __rl: true, mode: 'id', value: id },
					metadataFields: {
						field: [{ name: 'visits', value: '={{ $json.visits }}', type: 'number' }],
					},
				},
				items,
			);
			return out.length;
		};
		return {
			rows: count,
			contenders: [
				{ name: names.ours, run: async () => await update(count) },
				{ name: `${names.ours}, half as many`, run: async () => 2 * (await update(count / 2)) },
			],
		};
	},
};
