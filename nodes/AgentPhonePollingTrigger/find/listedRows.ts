import { requirePage } from '../../api/lists';
import type { ConversationSummary } from '../../api/model/types';
import type { Reader } from './look';

/** The most conversations that AgentPhone lists at once. */
const LARGEST_PAGE = 100;

/** One page of the list, of whatever size AgentPhone gives, and whether it is the last one. */
export async function readRows(
	reader: Reader,
	offset: number,
): Promise<{ rows: ConversationSummary[]; isEnd: boolean }> {
	const page = requirePage(await reader.listConversations({ limit: LARGEST_PAGE, offset }));
	const { data: rows, total } = page;
	const hasMore = page.hasMore ?? (total === undefined || offset + rows.length < total);
	return { rows, isEnd: !rows.length || !hasMore };
}
