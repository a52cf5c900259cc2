import { createContact, type ContactDraft } from '../../../api/endpoints/contacts';
import { addressKey } from '../../../api/model/address';
import { optionsField } from '../../fields';
import { defineOperation } from '../../run/defineOperation';
import { output } from '../../run/operation';
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
	execute: async (contact, { api }) => [output(await createContact(api, contact))],
});
