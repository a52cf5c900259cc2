import { createContact, type ContactDraft } from '../../../api/endpoints/contacts';
import type { Api } from '../../../api/http/api';
import { isAfterLostAnswer } from '../../../api/http/errors';
import { addressKey } from '../../../api/model/address';
import type { Contact } from '../../../api/model/types';
import { optionsField } from '../../fields';
import { defineOperation } from '../../run/defineOperation';
import { output } from '../../run/operation';
import { findContact, isAsGiven } from './addressBook';
import { draftFields, readDraft } from './fields';

/** Adds a contact to the address book. */
export const create = defineOperation<ContactDraft>({
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create a contact',
		description: 'Add a contact to the address book of the account',
	},
	effect: 'writes',
	fields: [...draftFields, optionsField()],
	read: readDraft,
	orderedBy: ({ phoneNumber }) => addressKey(phoneNumber),
	isRefusedTwice: true,
	async execute(contact, { api }) {
		const created = await createContact(api, contact).catch(
			async (error: unknown) => await madeBefore(api, contact, error),
		);
		return [output(created)];
	},
});

/**
 * The contact that an earlier attempt has made, when its answer was lost: the number is taken, by a contact that is exactly
 * as given. Every other refusal is passed on.
 */
async function madeBefore(api: Api, contact: ContactDraft, error: unknown): Promise<Contact> {
	if (!isAfterLostAnswer(error, 409)) throw error;
	const { phoneNumber, name, email, notes } = contact;
	const found = await findContact(api, phoneNumber, true);
	if (found && isAsGiven(found, { name, email, notes })) return found;
	throw error;
}
