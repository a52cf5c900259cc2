import type { INodeProperties } from 'n8n-workflow';

import type { ContactChanges, ContactDraft } from '../../../api/endpoints/contacts';
import { AdvisedError } from '../../../api/errors/advised';
import type { ItemParameters } from '../../run/parameters';

export const phoneNumberField: INodeProperties = {
	displayName: 'Phone Number',
	name: 'phoneNumber',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. +1 555 010 0199',
	description: 'The number of the contact, with its country code. No two contacts have one number.',
};

export const nameField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. Ada Lovelace',
	description: 'The name of the contact. Deliveries to your workflows carry it.',
};

export const emailField: INodeProperties = {
	displayName: 'Email',
	name: 'email',
	type: 'string',
	default: '',
	placeholder: 'e.g. ada@example.com',
	description: 'The email address of the contact',
};

export const notesField: INodeProperties = {
	displayName: 'Notes',
	name: 'notes',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	description: 'What else is to be remembered of the contact',
};

/** What a contact is made of. */
export const draftFields: INodeProperties[] = [
	phoneNumberField,
	nameField,
	{
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		options: [emailField, notesField],
	},
];

/**
 * An email or notes that an expression gives nothing for are left out: of a CRM's contacts, many have none.
 *
 * @throws AdvisedError without a number or a name.
 */
export function readDraft(parameters: ItemParameters): ContactDraft {
	const email = parameters.text('additionalFields.email').trim() || undefined;
	const notes = parameters.text('additionalFields.notes').trim() || undefined;
	return {
		phoneNumber: parameters.phoneNumber('phoneNumber'),
		name: parameters.required('name'),
		...(email !== undefined && { email }),
		...(notes !== undefined && { notes }),
	};
}

/** The fields of Update that can be emptied. */
const EMPTIED = ['email', 'notes'] as const;

/** What changes. An email or notes that were added and left empty are removed. @throws AdvisedError for nothing. */
export function readChanges(parameters: ItemParameters): ContactChanges {
	const changes: ContactChanges = {};
	if (parameters.isAdded('updateFields.phoneNumber'))
		changes.phoneNumber = parameters.phoneNumber('updateFields.phoneNumber');
	if (parameters.isAdded('updateFields.name'))
		changes.name = parameters.required('updateFields.name');
	for (const name of EMPTIED)
		if (parameters.isAdded(`updateFields.${name}`))
			changes[name] = parameters.optional(`updateFields.${name}`) ?? null;
	if (Object.keys(changes).length) return changes;
	throw new AdvisedError(
		'There is nothing to update: no field of the contact was added',
		'Add what is to change under Update Fields.',
	);
}
