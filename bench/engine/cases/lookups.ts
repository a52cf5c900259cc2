import type { INodeExecutionData } from 'n8n-workflow';

import { DEFAULT_CONCURRENCY } from '../../../nodes/AgentPhone/fields';
import { names, type Case } from '../case';
import { makeBare } from '../clients';
import { rowsOf, withFloor, withHttpRequest, type Row } from './listing';

const CONTACTS = 60;

/** The conversations with each of many contacts: AgentPhone cannot be asked by phone number, only for the whole list. */
export const lookups: Case = {
	name: 'lookups',
	latencies: [50],
	async prepare({ target, emulator, nodes }, scale) {
		const count = 1_600 * scale;
		await emulator.seed({ conversations: count });
		const all = await withFloor(makeBare(target), count, DEFAULT_CONCURRENCY);
		const phones = [...new Set(all.map(({ participant }) => participant))]
			.filter((_, index) => index % 20 === 0)
			.slice(0, CONTACTS);
		const isWith = (phone: string) => (row: Row) => row.participant === phone;
		const items: INodeExecutionData[] = phones.map((phone, item) => ({
			json: { phone },
			pairedItem: { item },
		}));
		return {
			rows: all.filter(({ participant }) => phones.includes(participant)).length,
			contenders: [
				{
					name: names.ours,
					async run() {
						const found = await nodes.agentPhone(
							{
								resource: 'conversation',
								operation: 'getAll',
								returnAll: true,
								filters: { participant: '={{ $json.phone }}' },
							},
							items,
						);
						return found.length;
					},
				},
				{
					name: `${names.httpRequest}, all pages for each contact`,
					async run() {
						const pages = await withHttpRequest(nodes, { items });
						return phones.flatMap((phone, item) =>
							rowsOf(pages.filter(({ pairedItem }) => isOf(pairedItem, item))).filter(
								isWith(phone),
							),
						).length;
					},
				},
			],
		};
	},
};

const isOf = (pairedItem: INodeExecutionData['pairedItem'], item: number) =>
	typeof pairedItem === 'object' && !Array.isArray(pairedItem) && pairedItem.item === item;
