import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { DEFAULT_CONCURRENCY } from '../../../nodes/AgentPhone/fields';
import type { RecordedRequest } from '../../../emulator/api/journal';
import { mapConcurrently } from '../../../nodes/api/http/concurrency';
import type { Contender } from '../../measure';
import { names, type Case, type Stage } from '../case';
import { makeAxios, makeBare, makeSdk } from '../clients';
import { batching, continuing, type MakeHttpRequest } from './httpRequest';

interface Conversation {
	id: string;
	metadata: IDataObject | null;
}

/** One value merged into the metadata of each of many conversations: AgentPhone only replaces it whole. */
export const merges: Case = {
	name: 'merges',
	async prepare(stage, scale) {
		const ids = await stage.emulator.seed({ conversations: 500 * scale });
		const { ours, oneAfterAnother, httpRequest, sdk, axios, floor } = contendersFor(stage, ids);
		return {
			rows: ids.length,
			contenders: [
				ours,
				oneAfterAnother,
				httpRequest(`${names.httpRequest} ×2, all at once`),
				httpRequest(`${names.httpRequest} ×2, Batching option`, batching),
				sdk,
				axios,
				floor,
			],
		};
	},
};

/** The same with 200 conversations, for the promise about how much concurrency saves. */
export const merges200: Case = {
	name: 'merges200',
	latencies: [50],
	async prepare(stage, scale) {
		const ids = await stage.emulator.seed({ conversations: 200 * scale });
		const { ours, oneAfterAnother } = contendersFor(stage, ids);
		return { rows: ids.length, contenders: [ours, oneAfterAnother] };
	},
};

/** The same while AgentPhone takes 50 requests a second. */
export const limitedMerges: Case = {
	name: 'limitedMerges',
	latencies: [50],
	requestsASecond: 50,
	async prepare(stage, scale) {
		const ids = await stage.emulator.seed({ conversations: 500 * scale });
		const { ours, httpRequest } = contendersFor(stage, ids);
		return {
			rows: ids.length,
			requestsNeeded: 2 * ids.length,
			deedOf,
			contenders: [
				ours,
				continuing(httpRequest, `${names.httpRequest} ×2`),
				continuing(httpRequest, `${names.httpRequest} ×2, Batching option`, batching),
			],
		};
	},
};

/** Which conversation is written. */
const deedOf = ({ method, path }: RecordedRequest) => (method === 'PATCH' ? path : undefined);

function contendersFor({ target, nodes }: Stage, ids: string[]) {
	const path = (id: string) => `/v1/conversations/${id}`;
	const [client, http, bare] = [makeSdk(target), makeAxios(target), makeBare(target)];
	const merged = ({ metadata }: Conversation, visits: number) => ({
		metadata: { ...metadata, visits },
	});
	const itemsOf = (visits: number): INodeExecutionData[] =>
		ids.map((id, item) => ({ json: { id, visits }, pairedItem: { item } }));
	const countMerged = (answers: Conversation[], visits: number) =>
		answers.filter(({ metadata }) => metadata?.visits === visits).length;

	const withOurs = async (visits: number, options: IDataObject = {}) => {
		const items = await nodes.agentPhone(
			{
				resource: 'conversation',
				operation: 'update',
				conversationId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				metadataFields: {
					field: [{ name: 'visits', value: '={{ $json.visits }}', type: 'number' }],
				},
				options: options as never,
			},
			itemsOf(visits),
		);
		return countMerged(
			items.map(({ json }) => json as unknown as Conversation),
			visits,
		);
	};
	const ours: Contender = { name: names.ours, run: withOurs };
	const oneAfterAnother: Contender = {
		name: `${names.ours}, one after another`,
		run: async (visits) => await withOurs(visits, { concurrency: 1 }),
	};
	/** A node that reads, and one that writes what an expression merges. */
	const httpRequest: MakeHttpRequest = (name, options = {}, runOptions = {}) => ({
		name,
		async run(visits) {
			const url = `=${target.baseUrl}/v1/conversations/{{ $json.id }}`;
			const answers = await nodes.httpRequest(
				{ url, options: options as never },
				itemsOf(visits),
				runOptions,
			);
			const read = answers.filter(({ json }) => json.id);
			const written = await nodes.httpRequest(
				{
					method: 'PATCH',
					url,
					sendBody: true,
					specifyBody: 'json',
					jsonBody:
						'={{ JSON.stringify({ metadata: { ...$json.metadata, visits: $json.visits } }) }}',
					options: options as never,
				},
				read.map(({ json }, item) => ({ json: { ...json, visits }, pairedItem: { item } })),
				runOptions,
			);
			return countMerged(
				written.map(({ json }) => json as unknown as Conversation),
				visits,
			);
		},
	});
	const sdk: Contender = {
		name: names.sdk,
		async run(visits) {
			const answers: Conversation[] = [];
			for (const id of ids) {
				const found = await client.conversations.getConversation({ conversation_id: id });
				const update = merged(found as unknown as Conversation, visits);
				const answer = await client.conversations.updateConversation({
					conversation_id: id,
					...update,
				});
				answers.push(answer as unknown as Conversation);
			}
			return countMerged(answers, visits);
		},
	};
	const axios: Contender = {
		name: names.axios,
		async run(visits) {
			const answers: Conversation[] = [];
			for (const id of ids) {
				const found = await http.get<Conversation>(path(id));
				answers.push((await http.patch<Conversation>(path(id), merged(found.data, visits))).data);
			}
			return countMerged(answers, visits);
		},
	};
	const floor: Contender = {
		name: names.floor,
		async run(visits) {
			const answers = await mapConcurrently(ids, DEFAULT_CONCURRENCY, async (id) => {
				const found = await bare<Conversation>('GET', path(id));
				return await bare<Conversation>('PATCH', path(id), merged(found, visits));
			});
			return countMerged(answers, visits);
		},
	};
	return { ours, oneAfterAnother, httpRequest, sdk, axios, floor };
}
