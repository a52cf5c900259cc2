import type { INodeExecutionData } from 'n8n-workflow';

import { names, type Case } from '../case';

const CHANGED = 50;

/** A CRM that writes its state to every conversation each night, though few rows have changed since. */
export const writeBack: Case = {
	name: 'writeBack',
	latencies: [50],
	async prepare({ emulator, nodes }, scale) {
		const ids = await emulator.seed({ conversations: 10_000 * scale });
		const itemsOf = (round: number): INodeExecutionData[] =>
			ids.map((id, item) => ({
				json: { id, stage: item < CHANGED ? `round ${round}` : 'customer' },
				pairedItem: { item },
			}));
		return {
			rows: ids.length,
			contenders: [
				{
					name: names.ours,
					async run(round) {
						const items = await nodes.agentPhone(
							{
								resource: 'conversation',
								operation: 'update',
								conversationId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
								metadataFields: { field: [{ name: 'stage', value: '={{ $json.stage }}' }] },
							},
							itemsOf(round),
						);
						return items.length;
					},
				},
			],
		};
	},
};
