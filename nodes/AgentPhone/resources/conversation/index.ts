import type { Resource } from '../../run/operation';
import { get } from './get';
import { getMany } from './getMany';
import { removeBackground } from './removeBackground';
import { sendTyping } from './sendTyping';
import { setBackground } from './setBackground';
import { update } from './update';

/** A thread between one of the account's numbers and a person or a group. */
export const conversation: Resource = {
	option: { name: 'Conversation', value: 'conversation' },
	operations: [get, getMany, removeBackground, sendTyping, setBackground, update],
};
