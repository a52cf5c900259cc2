import type { Resource } from '../../run/operation';
import { create } from './create';
import { deleteOne } from './delete';
import { get } from './get';
import { getCapabilities } from './getCapabilities';
import { getMany } from './getMany';
import { update } from './update';
import { upsert } from './upsert';

/** The account's address book, which every delivery quotes. */
export const contact: Resource = {
	option: { name: 'Contact', value: 'contact' },
	operations: [create, upsert, deleteOne, get, getCapabilities, getMany, update],
};
