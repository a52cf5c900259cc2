import {
	judge,
	readConversations,
	type ConversationsQuery,
	type ReadConversations,
} from './conversations';
import type { ActivityRow } from './walk';

type Query<Row> = Pick<ConversationsQuery<Row>, 'limit' | 'activeSince' | 'accept'>;

/**
 * Reads the list of conversations once for several queries, as far down as the one that needs the most of it.
 *
 * @returns the rows of each query, as {@link readConversations} would return them
 * @throws UnsettledListError, InvalidTimeError
 */
export async function readConversationsTogether<Row extends ActivityRow>(
	readPage: ReadConversations<Row>,
	queries: ReadonlyArray<Query<Row>>,
	concurrency: number,
): Promise<Row[][]> {
	const readFor = async (query: Query<Row>) =>
		await readConversations(readPage, { ...query, concurrency });
	const [only, another] = queries;
	if (only && !another) return [await readFor(only)];
	if (queries.every(({ activeSince, accept }) => activeSince === undefined && !accept)) {
		const limits = queries.map(({ limit = Infinity }) => limit);
		const rows = await readFor({ limit: Math.max(...limits) });
		return limits.map((limit) => rows.slice(0, limit));
	}

	const judged = queries.map(({ limit = Infinity, ...query }) => ({ limit, ...judge(query) }));
	const readsAll = queries.some(
		({ limit, activeSince }) => limit === undefined && activeSince === undefined,
	);
	const rows = await readConversations(readPage, {
		// How many pages are needed is known only where it is all of them.
		concurrency: readsAll ? concurrency : 1,
		stop() {
			const open = new Map(judged.map((query) => [query, query.limit]));
			return (row) => {
				for (const [query, missing] of open) {
					const left = query.isWanted(row) ? missing - 1 : missing;
					if (left <= 0 || query.isTooOld(row)) open.delete(query);
					else open.set(query, left);
				}
				return open.size === 0;
			};
		},
	});
	return judged.map(({ limit, isWanted }) => rows.filter(isWanted).slice(0, limit));
}
