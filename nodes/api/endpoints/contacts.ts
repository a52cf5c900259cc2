import type { Api } from '../http/api';
import { path } from '../http/path';
import { searchedAddress } from '../model/address';
import { contactHints } from './hints/contacts';
import type { Contact, ContactCapabilities, Page } from '../model/types';

/** What is written of a contact. What is left out stays as it is; `null` empties it. */
export interface ContactChanges {
	phoneNumber?: string;
	name?: string;
	email?: string | null;
	notes?: string | null;
}
export type ContactDraft = ContactChanges & { phoneNumber: string; name: string };

/** What AgentPhone allows for looking at capabilities, and for a day besides. */
const CAPABILITIES_PACE = { most: 60, span: 60_000 };

/**
 * Adds a contact. The number is its key: a second attempt, after an answer that was lost, is answered with 409, so it may
 * be made.
 *
 * @throws NodeApiError 409 when a contact has the number
 */
export async function createContact(api: Api, contact: ContactDraft): Promise<Contact> {
	return await api.request({
		method: 'POST',
		path: '/v1/contacts',
		body: { ...contact },
		hints: contactHints,
		repeat: 'safe',
	});
}

/** @throws NodeApiError 404 */
export async function getContact(api: Api, id: string): Promise<Contact> {
	return await api.request({ path: path`/v1/contacts/${id}` });
}

/** One page of the address book, up to 200 rows. @param query with a search by name or number, in any spelling */
export async function listContacts(
	api: Api,
	query: { search?: string; limit?: number; offset?: number },
): Promise<Page<Contact>> {
	const search = query.search && searchedAddress(query.search);
	return await api.request({ path: '/v1/contacts', query: { ...query, search } });
}

/** @throws NodeApiError 404, 409 */
export async function updateContact(
	api: Api,
	id: string,
	changes: ContactChanges,
): Promise<Contact> {
	return await api.request({
		method: 'PATCH',
		path: path`/v1/contacts/${id}`,
		body: { ...changes },
		hints: contactHints,
	});
}

/** @throws NodeApiError 404 */
export async function deleteContact(api: Api, id: string): Promise<void> {
	await api.request({ method: 'DELETE', path: path`/v1/contacts/${id}` });
}

/** What a number can be reached by, at AgentPhone's pace for it: 60 a minute. */
export async function getContactCapabilities(
	api: Api,
	phoneNumber: string,
): Promise<ContactCapabilities> {
	return await api.request({
		path: '/v1/contacts/capabilities',
		query: { phone_number: phoneNumber },
		pace: CAPABILITIES_PACE,
	});
}
