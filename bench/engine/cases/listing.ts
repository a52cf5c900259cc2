/** Conversations page after page, the ways in which people read them. */
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { mapConcurrently } from '../../../nodes/api/http/concurrency';
import type { Bare } from '../clients';
import type { Nodes } from '../nodes';

export const PAGE = 100;

export interface Row {
	id: string;
	participant: string;
	lastMessageAt: string;
}

export interface ConversationPage {
	data: Row[];
	hasMore: boolean;
	total: number;
}

const path = (offset: number) => `/v1/conversations?limit=${PAGE}&offset=${offset}`;

/** Our node's Get Many with Return All. */
export async function withOurs(nodes: Nodes, parameters: INodeParameters = {}): Promise<number> {
	const items = await nodes.agentPhone({
		resource: 'conversation',
		operation: 'getAll',
		returnAll: true,
		...parameters,
	});
	return countDifferent(items.map(({ json }) => json as unknown as Row));
}

/**
 * n8n's HTTP Request node with its pagination: the offset grows with the page. The Split Out node, that makes items of
 * its pages, is left out.
 *
 * @param completeExpression when it ends
 * @param items for each of which it reads the list
 * @returns an item for each page
 */
export async function withHttpRequest(
	nodes: Nodes,
	{
		completeExpression = '={{ !$response.body.hasMore }}',
		items,
	}: { completeExpression?: string; items?: INodeExecutionData[] } = {},
): Promise<INodeExecutionData[]> {
	const pagination = {
		paginationMode: 'updateAParameterInEachRequest',
		parameters: {
			parameters: [{ type: 'qs', name: 'offset', value: `={{ $pageCount * ${PAGE} }}` }],
		},
		paginationCompleteWhen: 'other',
		completeExpression,
	};
	return await nodes.httpRequest(
		{
			url: `${nodes.target.baseUrl}/v1/conversations`,
			sendQuery: true,
			queryParameters: { parameters: [{ name: 'limit', value: String(PAGE) }] },
			options: { pagination: { pagination } },
		},
		items,
	);
}

/** One page after the other, with any client. */
export async function inLoop(
	read: (offset: number) => Promise<ConversationPage>,
	isEnough: (rows: Row[]) => boolean = () => false,
): Promise<Row[]> {
	const rows: Row[] = [];
	for (let offset = 0; ; offset += PAGE) {
		const { data, hasMore } = await read(offset);
		rows.push(...data);
		if (!hasMore || isEnough(data)) return rows;
	}
}

/** All pages, several at a time, knowing how many there are. */
export async function withFloor(bare: Bare, rows: number, concurrency: number): Promise<Row[]> {
	const offsets = Array.from({ length: Math.ceil(rows / PAGE) }, (_, page) => page * PAGE);
	const pages = await mapConcurrently(offsets, concurrency, async (offset) =>
		bare<ConversationPage>('GET', path(offset)),
	);
	return pages.flatMap(({ data }) => data);
}

export const readWith = (get: (path: string) => Promise<ConversationPage>) => (offset: number) =>
	get(path(offset));

export function countDifferent(rows: Row[]): number {
	return new Set(rows.map(({ id }) => id)).size;
}

/** The rows of pages that the HTTP Request node read. */
export function rowsOf(pages: INodeExecutionData[]): Row[] {
	return pages.flatMap(({ json }) => (json as unknown as ConversationPage).data);
}
