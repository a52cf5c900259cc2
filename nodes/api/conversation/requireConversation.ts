import { AdvisedError } from '../errors/advised';
import type { Conversation } from '../model/types';

/**
 * Metadata of another conversation, or of none, must not be merged into and written back.
 *
 * @throws AdvisedError when AgentPhone answered with anything but the conversation `id`.
 */
export function requireConversation(answer: Conversation | undefined, id: string): Conversation {
	if (answer?.id === id) return answer;
	throw new AdvisedError(
		`AgentPhone did not answer with the conversation ${id}`,
		'Its metadata is not known, so nothing was written over it. Check the Base URL in the AgentPhone API credential, then run this again.',
	);
}
