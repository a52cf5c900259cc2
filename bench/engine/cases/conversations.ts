import { DEFAULT_CONCURRENCY } from '../../../nodes/AgentPhone/fields';
import { names, type Case } from '../case';
import { makeAxios, makeBare, makeSdk } from '../clients';
import {
	countDifferent,
	inLoop,
	PAGE,
	readWith,
	rowsOf,
	withFloor,
	withHttpRequest,
	withOurs,
	type ConversationPage,
} from './listing';

export const conversations: Case = {
	name: 'conversations',
	async prepare({ target, emulator, nodes }, scale) {
		const rows = 10_000 * scale;
		await emulator.seed({ conversations: rows });
		const [sdk, http, bare] = [makeSdk(target), makeAxios(target), makeBare(target)];
		return {
			rows,
			contenders: [
				{ name: names.ours, run: async () => await withOurs(nodes) },
				{
					name: names.httpRequest,
					run: async () => countDifferent(rowsOf(await withHttpRequest(nodes))),
				},
				{
					name: names.sdk,
					run: async () =>
						countDifferent(
							await inLoop(async (offset) => {
								const page = await sdk.conversations.listConversations(
									{ offset },
									{ queryParams: { limit: PAGE } },
								);
								return page as unknown as ConversationPage;
							}),
						),
				},
				{
					name: names.axios,
					run: async () =>
						countDifferent(
							await inLoop(readWith(async (path) => (await http.get<ConversationPage>(path)).data)),
						),
				},
				{
					name: names.floor,
					run: async () => countDifferent(await withFloor(bare, rows, DEFAULT_CONCURRENCY)),
				},
			],
		};
	},
};
