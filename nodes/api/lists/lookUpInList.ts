import type { ConversationSummary } from '../model/types';
import type { ReadConversations } from './conversations';
import { requirePage } from './page';
import { walkDown } from './walk';

const LARGEST_PAGE = 100;
/** For fewer conversations, not even one page is read to see how long the list is. */
const FEWEST = 50;

/**
 * Looks up conversations in the pages of the list, a hundred a request, unless it would take fewer requests to read
 * them one by one. What is found says only whether there is anything to change: the list moves meanwhile, so whoever
 * changes a conversation reads it afresh, and one that is missing here has to be read.
 */
export async function lookUpInList(
	readPage: ReadConversations<ConversationSummary>,
	ids: Iterable<string>,
	concurrency: number,
): Promise<Map<string, ConversationSummary>> {
	const missing = new Set(ids);
	if (missing.size < FEWEST) return new Map();
	const dearest = missing.size;
	let pages: number | undefined;
	const { rows } = await walkDown(
		async (query) => {
			const page = requirePage(await readPage(query));
			pages ??= Math.ceil((page.total ?? Infinity) / Math.max(1, page.data.length));
			return page;
		},
		{
			pageSize: LARGEST_PAGE,
			concurrency,
			isLast: ({ id }) => (missing.delete(id) && missing.size === 0) || pages! > dearest,
		},
	);
	const wanted = new Set(ids);
	// A row that leaves its metadata out says nothing of what is stored.
	return new Map([...rows].filter(([id, row]) => wanted.has(id) && row.metadata !== undefined));
}
