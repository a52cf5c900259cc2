import { names, type Case } from '../case';
import { makeAxios, makeBare, makeSdk } from '../clients';

const PAGE = 200;

interface Message {
	id: string;
	receivedAt: string;
}
interface MessagePage {
	data: Message[];
	hasMore: boolean;
}

/**
 * Each page's cursor is known only when the one before has come, so everybody but our node reads one page after the
 * other: it begins in several places, and shows that they meet. The messages have different times: where times tie, everybody but our node would lose some.
 */
export const messages: Case = {
	name: 'messages',
	async prepare({ target, emulator, nodes }, scale) {
		const rows = 10_000 * scale;
		const [id] = await emulator.seed({ conversations: 1, messages: rows });
		const path = `/v1/conversations/${id}/messages`;
		const [sdk, http, bare] = [makeSdk(target), makeAxios(target), makeBare(target)];
		return {
			rows,
			contenders: [
				{
					name: names.ours,
					async run() {
						const items = await nodes.agentPhone({
							resource: 'message',
							operation: 'getAll',
							conversationId: { __rl: true, mode: 'id', value: id },
							returnAll: true,
						});
						return countDifferent(items.map(({ json }) => json as unknown as Message));
					},
				},
				{
					name: names.httpRequest,
					async run() {
						const pages = await nodes.httpRequest({
							url: target.baseUrl + path,
							sendQuery: true,
							queryParameters: { parameters: [{ name: 'limit', value: String(PAGE) }] },
							options: { pagination: { pagination } },
						});
						return countDifferent(
							pages.flatMap(({ json }) => (json as unknown as MessagePage).data),
						);
					},
				},
				{
					name: names.sdk,
					run: async () =>
						await inLoop(async (before) => {
							const request = { conversation_id: id, limit: PAGE, ...(before && { before }) };
							return (await sdk.conversations.getConversationMessages(request)) as MessagePage;
						}),
				},
				{
					name: names.axios,
					run: async () =>
						await inLoop(async (before) => {
							const params = { limit: PAGE, before };
							return (await http.get<MessagePage>(path, { params })).data;
						}),
				},
				{
					name: names.floor,
					run: async () =>
						await inLoop(async (before) => {
							const cursor = before ? `&before=${encodeURIComponent(before)}` : '';
							return await bare<MessagePage>('GET', `${path}?limit=${PAGE}${cursor}`);
						}),
				},
			],
		};
	},
};

const pagination = {
	paginationMode: 'updateAParameterInEachRequest',
	parameters: {
		parameters: [
			{
				type: 'qs',
				name: 'before',
				value: '={{ $response.body?.data?.at(-1)?.receivedAt }}',
			},
		],
	},
	paginationCompleteWhen: 'other',
	completeExpression: '={{ !$response.body.hasMore }}',
};

async function inLoop(read: (before?: string) => Promise<MessagePage>): Promise<number> {
	const rows: Message[] = [];
	for (;;) {
		const { data, hasMore } = await read(rows.at(-1)?.receivedAt);
		rows.push(...data);
		if (!hasMore) return countDifferent(rows);
	}
}

const countDifferent = (rows: Message[]) => new Set(rows.map(({ id }) => id)).size;
