import type { Resource } from '../../run/operation';
import { create } from './create';
import { end } from './end';
import { get } from './get';
import { getMany } from './getMany';

/** Phone calls: placed by the agent, or answered by it. */
export const call: Resource = {
	option: { name: 'Call', value: 'call' },
	operations: [create, end, get, getMany],
};
