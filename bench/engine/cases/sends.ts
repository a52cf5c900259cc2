import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { DEFAULT_CONCURRENCY } from '../../../nodes/AgentPhone/fields';
import { mapConcurrently } from '../../../nodes/api/http/concurrency';
import type { RecordedRequest } from '../../../emulator/api/journal';
import type { Contender } from '../../measure';
import { names, type Case, type Stage } from '../case';
import { makeAxios, makeBare, makeSdk } from '../clients';
import { batching, continuing, type MakeHttpRequest } from './httpRequest';

/** One message to each of many people. */
export const sends: Case = {
	name: 'sends',
	async prepare(stage, scale) {
		const { people, ours, httpRequest } = await prepareSends(stage, scale);
		const { target } = stage;
		const body = (to: string) => ({ to_number: to, body: `Hello ${to}` });
		const [sdk, http, bare] = [makeSdk(target), makeAxios(target), makeBare(target)];
		return {
			rows: people.length,
			deedOf,
			contenders: [
				ours,
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

/** The same while AgentPhone takes 50 requests a second. */
export const limitedSends: Case = {
	name: 'limitedSends',
	latencies: [50],
	requestsASecond: 50,
	async prepare(stage, scale) {
		const { people, ours, httpRequest, retried } = await prepareSends(stage, scale);
		return {
			rows: people.length,
			requestsNeeded: people.length,
			deedOf,
			contenders: [
				ours,
				continuing(httpRequest, names.httpRequest),
				retried,
				continuing(httpRequest, `${names.httpRequest}, Batching option`, batching),
			],
		};
	},
};

async function prepareSends({ target, emulator, nodes }: Stage, scale: number) {
	await emulator.seed({ conversations: 1 });
	const people = Array.from({ length: 500 * scale }, (_, index) => `+1415556${1_000 + index}`);
	const items: INodeExecutionData[] = people.map((to, item) => ({
		json: { to, text: `Hello ${to}` },
		pairedItem: { item },
	}));
	const ours: Contender = {
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
	};
	const request = (options: IDataObject): INodeParameters => ({
		method: 'POST',
		url: `${target.baseUrl}/v1/messages`,
		sendBody: true,
		specifyBody: 'json',
		jsonBody: '={{ JSON.stringify({ to_number: $json.to, body: $json.text }) }}',
		options: options as never,
	});
	const httpRequest: MakeHttpRequest = (name, options = {}, runOptions = {}) => ({
		name,
		run: async () => countSent(await nodes.httpRequest(request(options), items, runOptions)),
	});
	/** As n8n does it: the whole node once more, a second later, with all of its items. */
	const retried: Contender = {
		name: `${names.httpRequest}, Retry On Fail`,
		mayLose: true,
		async run() {
			const rows = await nodes.retriedHttpRequest(request({}), items);
			return countSent(rows);
		},
	};
	return { people, ours, httpRequest, retried };
}

/** Who gets a message. */
const deedOf = ({ method, path, body }: RecordedRequest) =>
	method === 'POST' && path === '/v1/messages'
		? (body as { to_number: string }).to_number
		: undefined;

const countSent = (items: INodeExecutionData[]) => items.filter(({ json }) => json.id).length;
