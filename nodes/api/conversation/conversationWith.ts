import { listConversations } from '../endpoints/conversations';
import type { Api } from '../http/api';
import { findConversations } from '../lists';
import { addressKey } from '../model/address';
import type { ConversationSummary } from '../model/types';

/**
 * Finds the conversation with a person, or of a group, in the list.
 *
 * @param address phone number, email address or group ID
 * @throws PaginationError when the list could not be read whole.
 */
export async function conversationWith(
	api: Api,
	address: string,
): Promise<ConversationSummary | undefined> {
	const found = await findConversations(
		async (query) => await listConversations(api, query),
		[address],
	);
	return found.get(addressKey(address));
}
