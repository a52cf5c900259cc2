import type { Resource } from '../../run/operation';
import { downloadMedia } from './downloadMedia';
import { getMany } from './getMany';
import { send } from './send';
import { sendAndWait } from './sendAndWait';

/** What was said in a conversation, with its media. */
export const message: Resource = {
	option: { name: 'Message', value: 'message' },
	operations: [send, getMany, downloadMedia, sendAndWait],
};
