import { addressKey } from '../model/address';
import { isGroup, type ConversationSummary } from '../model/types';
import { readConversations, type ReadConversations } from './conversations';

/** Pages read at a time: few, since the read ends with the page that has the last one. */
const CONCURRENCY = 4;

/**
 * Finds the conversations with people, by phone number or email address, and those of groups, by group ID, in one read
 * of the list, which ends as soon as all are found. Of several with one person, the most recently active one is taken;
 * groups that the person is in do not count.
 *
 * @returns the conversations by {@link addressKey}; those that do not exist are missing
 * @throws PaginationError when the list could not be read whole.
 */
export async function findConversations(
	readPage: ReadConversations<ConversationSummary>,
	addresses: Iterable<string>,
): Promise<Map<string, ConversationSummary>> {
	const wanted = new Set([...addresses].map(addressKey));
	const rows = await readConversations(readPage, {
		concurrency: CONCURRENCY,
		stop() {
			const missing = new Set(wanted);
			return (row) => {
				for (const key of keysOf(row)) missing.delete(key);
				return missing.size === 0;
			};
		},
	});
	const found = new Map<string, ConversationSummary>();
	for (const row of rows)
		for (const key of keysOf(row)) if (wanted.has(key) && !found.has(key)) found.set(key, row);
	return found;
}

/** What a conversation is found by: its person, or its group. */
function keysOf(row: ConversationSummary): string[] {
	const addresses = isGroup(row) ? [row.groupId, row.participant] : [row.participant];
	return addresses.flatMap((address) => (address ? [addressKey(address)] : []));
}
