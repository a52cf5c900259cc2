import { updateContact, type ContactChanges } from '../../../api/endpoints/contacts';
import { contactLocator } from '../../../fields/locators';
import { optionsField } from '../../fields';
import { defineOperation } from '../../run/defineOperation';
import { output } from '../../run/operation';
import { emailField, nameField, notesField, phoneNumberField, readChanges } from './fields';

interface Update {
	contactId: string;
	changes: ContactChanges;
}

/** Changes what is named of a contact. Changes of one contact are made in the order of the items. */
export const update = defineOperation<Update>({
	option: {
		name: 'Update',
		value: 'update',
		action: 'Update a contact',
		description: 'Change the name, number, email or notes of a contact',
	},
	effect: 'writes',
	fields: [
		contactLocator({ description: 'The contact to change' }),
		{
			displayName: 'Update Fields',
			name: 'updateFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			description: 'What changes. What is not added stays as it is.',
			options: [
				{ ...emailField, description: 'The new email address. Leave it empty to remove it.' },
				{ ...nameField, required: false },
				{ ...notesField, description: 'The new notes. Leave them empty to remove them.' },
				{ ...phoneNumberField, required: false },
			],
		},
		optionsField(),
	],
	read: (parameters) => ({
		contactId: parameters.id('contactId'),
		changes: readChanges(parameters),
	}),
	orderedBy: ({ contactId }) => contactId,
	execute: async ({ contactId, changes }, { api }) => [
		output(await updateContact(api, contactId, changes)),
	],
});
