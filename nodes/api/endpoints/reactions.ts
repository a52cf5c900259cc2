import type { Api } from '../http/api';
import { path } from '../http/path';
import { reactionHints } from './hints/reactions';
import type { ReactionSent } from '../model/types';

/**
 * Reaches people, so it is not repeated unless it was certainly not sent.
 *
 * @param reaction one of the six tapbacks, or an emoji
 */
export async function sendReaction(
	api: Api,
	messageId: string,
	reaction: string,
): Promise<ReactionSent | null> {
	return await api.request({
		method: 'POST',
		path: path`/v1/messages/${messageId}/reactions`,
		body: { reaction },
		hints: reactionHints,
	});
}
