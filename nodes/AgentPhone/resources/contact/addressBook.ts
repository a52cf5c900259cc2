import { listContacts, type ContactChanges } from '../../../api/endpoints/contacts';
import type { Api } from '../../../api/http/api';
import { readByOffset } from '../../../api/lists';
import { addressKey, sameAddress } from '../../../api/model/address';
import type { Contact } from '../../../api/model/types';

/** The most contacts that AgentPhone gives at once. */
const LARGEST_PAGE = 200;

/** The contacts of the address book, or those that a search finds; the first so many of them, with a limit. */
export async function readContacts(
	api: Api,
	{ search, limit }: { search?: string; limit?: number } = {},
): Promise<Contact[]> {
	return await readByOffset<Contact>(async (page) => await listContacts(api, { ...page, search }), {
		limit,
		pageSize: LARGEST_PAGE,
		what: 'contacts',
	});
}

/**
 * The contact that has a phone number.
 *
 * @param isThere whether there must be one: then the whole book is read, however AgentPhone's search takes a number
 */
export async function findContact(
	api: Api,
	phoneNumber: string,
	isThere: boolean,
): Promise<Contact | undefined> {
	const has = (contact: Contact) =>
		Boolean(contact.phoneNumber) && sameAddress(contact.phoneNumber!, phoneNumber);
	const search = `+${addressKey(phoneNumber)}`;
	const page = await listContacts(api, { search, limit: LARGEST_PAGE });
	const found = page?.data?.find?.(has);
	if (found || !isThere) return found;
	return (await readContacts(api)).find(has);
}

/** Whether a contact has these values; one that is empty or left out is the same as none. */
export function isAsGiven(contact: Contact, values: ContactChanges): boolean {
	const names = Object.keys(values) as Array<keyof ContactChanges>;
	return names.every((name) => (contact[name] || null) === (values[name] || null));
}
