import type { ConversationSummary } from '../../api/model/types';
import type { Look } from './look';

/** Conversations that are read at the same time. */
const AT_A_TIME = 8;

/** What was read of a conversation. */
export interface LookedInto<Value> {
	row: ConversationSummary;
	value: Value;
}

/**
 * Reads conversations, several at a time, as long as there is time. One that cannot be read does not hold up the others.
 *
 * @returns what was read, in their order, and what went wrong; what is in neither is left for the next poll
 */
export async function lookInto<Value>(
	look: Look,
	rows: readonly ConversationSummary[],
	read: (row: ConversationSummary) => Promise<Value>,
): Promise<{ found: Array<LookedInto<Value>>; failures: unknown[] }> {
	const found: Array<LookedInto<Value>> = [];
	const failures: unknown[] = [];
	for (let at = 0; at < rows.length && look.hasTime(); at += AT_A_TIME)
		await Promise.all(
			rows.slice(at, at + AT_A_TIME).map(async (row, index) => {
				try {
					found[at + index] = { row, value: await read(row) };
				} catch (error) {
					failures.push(error);
				}
			}),
		);
	// Without the places of those that failed.
	return { found: found.filter(Boolean), failures };
}
