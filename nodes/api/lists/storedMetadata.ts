import type { ConversationSummary } from '../model/types';
import { readConversations, type ReadConversations } from './conversations';

/** So many rows a page of the list brings, where a conversation of its own costs a request. */
const ROWS_A_PAGE = 100;
/** Pages read at a time: few, since the read ends with the page that has the last one. */
const CONCURRENCY = 4;

/**
 * Looks up conversations in the pages of the list, a hundred a request, where that is cheaper than to read each of
 * them. The list moves and has fewer fields, so what is found says only whether a change is needed at all; whoever
 * changes a conversation reads it afresh.
 *
 * @returns the rows by ID; those that are missing have to be read
 */
export async function lookUpInList(
	readPage: ReadConversations<ConversationSummary>,
	ids: Iterable<string>,
): Promise<Map<string, ConversationSummary>> {
	const wanted = new Set(ids);
	if (wanted.size < 2) return new Map();
	const first = await readPage({ limit: ROWS_A_PAGE, offset: 0 });
	const pages = Math.ceil((first.total ?? Infinity) / Math.max(1, first.data.length));
	const found = new Map<string, ConversationSummary>();
	const keep = (rows: ConversationSummary[]) => {
		for (const row of rows)
			if (wanted.has(row.id) && row.metadata !== undefined) found.set(row.id, row);
	};
	keep(first.data);
	if (pages > wanted.size - found.size) return found;
	let isFirst = true;
	keep(
		await readConversations(
			async (query) => {
				// The first page has just been read.
				if (!isFirst || query.offset > 0 || query.limit !== ROWS_A_PAGE)
					return await readPage(query);
				isFirst = false;
				return first;
			},
			{
				concurrency: CONCURRENCY,
				accept: ({ id }) => wanted.has(id),
				stop() {
					const missing = new Set(wanted);
					return ({ id }) => missing.delete(id) && missing.size === 0;
				},
			},
		),
	);
	return found;
}
