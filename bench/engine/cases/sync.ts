import { DEFAULT_CONCURRENCY } from '../../../nodes/AgentPhone/fields';
import { names, type Case } from '../case';
import { makeAxios, makeBare, makeSdk } from '../clients';
import {
	inLoop,
	PAGE,
	readWith,
	rowsOf,
	withFloor,
	withHttpRequest,
	withOurs,
	type ConversationPage,
	type Row,
} from './listing';

const CHANGED = 50;

/** What was active since the last run: a few conversations of many. The others stop as soon as a good loop can. */
export const sync: Case = {
	name: 'sync',
	async prepare({ target, emulator, nodes }, scale) {
		await emulator.seed({ conversations: 10_000 * scale });
		const [sdk, http, bare] = [makeSdk(target), makeAxios(target), makeBare(target)];
		const { data } = await bare<ConversationPage>('GET', `/v1/conversations?limit=${PAGE}`);
		const since = data[CHANGED - 1].lastMessageAt;
		const isChanged = ({ lastMessageAt }: Row) => lastMessageAt >= since;
		const count = (rows: Row[]) => rows.filter(isChanged).length;
		const isEnough = (rows: Row[]) => !rows.every(isChanged);
		return {
			rows: CHANGED,
			contenders: [
				{
					name: names.ours,
					run: async () => await withOurs(nodes, { filters: { activeSince: since } }),
				},
				{
					name: `${names.httpRequest}, all pages, then filtered`,
					run: async () => count(rowsOf(await withHttpRequest(nodes))),
				},
				{
					name: `${names.httpRequest}, ended by an expression`,
					run: async () =>
						count(
							rowsOf(
								await withHttpRequest(nodes, {
									completeExpression: `={{ !$response.body.hasMore || $response.body.data.at(-1).lastMessageAt < "${since}" }}`,
								}),
							),
						),
				},
				{
					name: names.sdk,
					run: async () =>
						count(
							await inLoop(async (offset) => {
								const page = await sdk.conversations.listConversations(
									{ offset },
									{ queryParams: { limit: PAGE } },
								);
								return page as unknown as ConversationPage;
							}, isEnough),
						),
				},
				{
					name: names.axios,
					run: async () =>
						count(
							await inLoop(
								readWith(async (path) => (await http.get<ConversationPage>(path)).data),
								isEnough,
							),
						),
				},
				{
					name: names.floor,
					run: async () => count(await withFloor(bare, PAGE, DEFAULT_CONCURRENCY)),
				},
			],
		};
	},
};
