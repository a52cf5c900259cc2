import type { Resource } from '../../run/operation';
import { getMany } from './getMany';
import { send } from './send';

/** The tapbacks and emoji that people answer an iMessage message with. */
export const reaction: Resource = {
	option: { name: 'Reaction', value: 'reaction' },
	operations: [send, getMany],
};
