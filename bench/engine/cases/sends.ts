import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { DEFAULT_CONCURRENCY } from '../../../nodes/AgentPhone/fields';
import { mapConcurrently } from '../../../nodes/api/http/concurrency';
import type { Contender } from '../../measure';
import { names, type Case } from '../case';
import { makeAxios, makeBare, makeSdk } from '../clients';
import { batching } from './batching';

/** One message to each of many people. */
export const sends: Case = {
	name: 'sends',
	async prepare({ target, emulator, nodes }, scale) {
		const rows = 500 * scale;
		await emulator.seed({ conversations: 1 });
		const people = Array.from({ length: rows }, (_, index) => `+1415556${1_000 + index}`);
		const items: INodeExecutionData[] = people.map((to, item) => ({
			json: { to, text: `Hello ${to}` },
			pairedItem: { item },
		}));
		const body = (to: string) => ({ to_number: to, body: `Hello ${to}` });
		const [sdk, http, bare] = [makeSdk(target), makeAxios(target), makeBare(target)];

		const httpRequest = (name: string, options: IDataObject = {}): Contender => ({
			name,
			run: async () =>
				countSent(
					await nodes.httpRequest(
						{
							method: 'POST',
							url: `${target.baseUrl}/v1/messages`,
							sendBody: true,
							specifyBody: 'json',
							jsonBody: '={{ JSON.stringify({ to_number: $json.to, body: $json.text }) }}',
							options: options as never,
						},
						items,
					),
				),
		});
		return {
			rows,
			contenders: [
				{
					name: names.ours,
					run: async () =>
						countSent(
							await nodes.agentPhone(
								{
									resource: 'message',
									operation: 'send',
									toNumber: '={{ $json.to }}',
									body: '={{ $json.text }}',
								},
								items,
							),
						),
				},
				httpRequest(`${names.httpRequest}, all at once`),
				httpRequest(`${names.httpRequest}, Batching option`, batching),
				{
					name: names.sdk,
					async run() {
						let sent = 0;
						for (const to of people) if ((await sdk.messages.sendMessage(body(to))).id) sent++;
						return sent;
					},
				},
				{
					name: names.axios,
					async run() {
						let sent = 0;
						for (const to of people)
							if ((await http.post<{ id: string }>('/v1/messages', body(to))).data.id) sent++;
						return sent;
					},
				},
				{
					name: names.floor,
					async run() {
						const answers = await mapConcurrently(people, DEFAULT_CONCURRENCY, async (to) =>
							bare<{ id: string }>('POST', '/v1/messages', body(to)),
						);
						return answers.filter(({ id }) => id).length;
					},
				},
			],
		};
	},
};

const countSent = (items: INodeExecutionData[]) => items.filter(({ json }) => json.id).length;
