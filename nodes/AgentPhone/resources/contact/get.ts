import { getContact } from '../../../api/endpoints/contacts';
import { contactLocator } from '../../../fields/locators';
import { optionsField } from '../../fields';
import { defineOperation } from '../../run/defineOperation';
import { output } from '../../run/operation';

interface Get {
	contactId: string;
}

/** Reads one contact. */
export const get = defineOperation<Get>({
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get a contact',
		description: 'Get a contact of the address book',
	},
	effect: 'reads',
	fields: [contactLocator({ description: 'The contact to get' }), optionsField()],
	read: (parameters) => ({ contactId: parameters.id('contactId') }),
	execute: async ({ contactId }, { api }) => [output(await getContact(api, contactId))],
});
