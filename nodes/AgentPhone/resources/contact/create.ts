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
	async execute(contact, { api }, wasTried) {
		const created = await createContact(api, contact).catch(async (error: unknown) => {
			const isOurs = isAfterLostAnswer(error, 409, wasTried);
			return (isOurs && (await madeBefore(api, contact))) || (await Promise.reject(error));
		});
		return [output(created)];
	},
});

/** The contact that has the number by now, if it is exactly as given: so an earlier attempt has made it. */
async function madeBefore(
	api: Api,
	{ phoneNumber, name, email, notes }: ContactDraft,
): Promise<Contact | undefined> {
	const found = await findContact(api, phoneNumber, true);
	return found && isAsGiven(found, { name, email, notes }) ? found : undefined;
}
