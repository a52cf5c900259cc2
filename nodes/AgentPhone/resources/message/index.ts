import type { Resource } from '../../run/operation';
import { downloadMedia } from './downloadMedia';
import { getMany } from './getMany';
import { send } from './send';

/** What was said in a conversation, with its media. */
export const message: Resource = {
	option: { name: 'Message', value: 'message' },
	operations: [send, getMany, downloadMedia],
};
