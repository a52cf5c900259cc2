import { createContact, updateContact, type ContactDraft } from '../../../api/endpoints/contacts';
import { AdvisedError } from '../../../api/errors/advised';
import type { Api } from '../../../api/http/api';
import { statusOf, unlessGone } from '../../../api/http/errors';
import { addressKey } from '../../../api/model/address';
import type { Contact } from '../../../api/model/types';
import { optionsField } from '../../fields';
import { defineOperation } from '../../run/defineOperation';
import { output } from '../../run/operation';
import { findContact, isAsGiven } from './addressBook';
import { draftFields, readDraft } from './fields';

/** Makes the contact of a phone number be as given. What is as given already is only read. */
export const upsert = defineOperation<ContactDraft>({
	option: {
		name: 'Create or Update',
		value: 'upsert',
		action: 'Create or update a contact',
		description: 'Create a new record, or update the current one if it already exists (upsert)',
	},
	effect: 'writes',
	fields: [...draftFields, optionsField()],
	read: readDraft,
	orderedBy: ({ phoneNumber }) => addressKey(phoneNumber),
	async execute(contact, { api }) {
		const written = await writeContact(api, contact);
		if (written !== undefined) return [output(written)];
		throw new AdvisedError(
			`AgentPhone says that there is a contact with ${contact.phoneNumber}, but shows none`,
			'Look for it with Contact: Get Many. It may belong to another sub-account, or have been removed in this moment: then run this again.',
		);
	},
});

/**
 * Makes the contact of a phone number be as given, whether there is one yet or not. Two runs may do so at once: who comes
 * second is told by AgentPhone (409), and changes what the first one made.
 *
 * @returns `undefined` when AgentPhone says that the number is taken, and shows no contact that has it
 */
async function writeContact(api: Api, contact: ContactDraft): Promise<Contact | undefined> {
	const { phoneNumber, ...changes } = contact;
	for (let isTaken = false, attempt = 1; attempt <= 3; attempt++) {
		const known = await findContact(api, phoneNumber, isTaken);
		if (known && isAsGiven(known, changes)) return known;
		const written = known
			? await updateContact(api, known.id, changes).catch(unlessGone)
			: await createContact(api, contact).catch(unlessTaken);
		if (written !== undefined) return written;
		isTaken = true;
	}
	return undefined;
}

async function unlessTaken(error: unknown): Promise<undefined> {
	return statusOf(error) === 409 ? undefined : await Promise.reject(error);
}
