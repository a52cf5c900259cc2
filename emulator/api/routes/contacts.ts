import type { AgentPhone } from 'agentphone';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';

import type { Box } from '../../box';
import { readAddress } from '../../data/addresses';
import type { ContactRow } from '../../data/model';
import type { Store } from '../../data/store';
import { ApiError, malformed, notFound } from '../errors';
import { contactPage, read } from '../validation';
import { readPage, slice } from './pages';

interface OneContact {
	Params: { id: string };
}

const details = { email: z.string().nullish(), notes: z.string().nullish() };
const newContact = z.object({ phoneNumber: z.string(), name: z.string().min(1), ...details });
const contactChanges = z.object({
	phoneNumber: z.string().nullish(),
	name: z.string().min(1).nullish(),
	...details,
});

/** The account's address book. */
export function contactRoutes(app: FastifyInstance, box: Box): void {
	const { store, wire, dialect, limits } = box;

	app.get('/contacts', async ({ query, subAccountId }) => {
		const { search = '' } = query as { search?: string };
		const rows = search
			? store.contacts.search(search, subAccountId)
			: store.contacts.list(subAccountId);
		const contacts = slice(rows, readPage(query, dialect, contactPage));
		return {
			...contacts,
			data: contacts.data.map((row) => wire.contact(row)),
		} satisfies AgentPhone.ContactListResponse;
	});

	app.post('/contacts', async ({ body, subAccountId }, reply) => {
		const { phoneNumber, name, email = null, notes = null } = read('body', newContact, body);
		const number = requirePhone(phoneNumber);
		requireUnused(store, number, subAccountId);
		const draft = { phoneNumber: number, name, email, notes, subAccountId };
		reply.code(201);
		return wire.contact(store.contacts.add(draft));
	});

	app.get('/contacts/capabilities', async ({ query }) => {
		const { phone_number: phoneNumber } = read(
			'query',
			z.object({ phone_number: z.string() }),
			query,
		);
		const number = requirePhone(phoneNumber, 'query', 'phone_number');
		limits.capabilitiesADay.take();
		limits.capabilitiesAMinute.take();
		return {
			phoneNumber: number,
			capabilities: { imessage: store.hasIMessage(number), sms: true },
			checkedAt: wire.time(store.clock.stamp()),
		} satisfies AgentPhone.ContactCapabilitiesResponse;
	});

	app.get<OneContact>('/contacts/:id', async (request) => wire.contact(find(store, request)));

	app.patch<OneContact>('/contacts/:id', async (request) => {
		const contact = find(store, request);
		const { phoneNumber, name, ...changes } = read('body', contactChanges, request.body);
		const number = phoneNumber ? requirePhone(phoneNumber) : contact.phoneNumber;
		if (number !== contact.phoneNumber) requireUnused(store, number, request.subAccountId);
		store.contacts.change(contact.id, {
			...changes,
			phoneNumber: number,
			...(name && { name }),
		});
		return wire.contact(contact);
	});

	app.delete<OneContact>('/contacts/:id', async (request, reply) => {
		store.contacts.remove(find(store, request).id);
		return await reply.code(204).send();
	});
}

/** @throws ApiError 404 */
function find(store: Store, request: FastifyRequest<OneContact>): ContactRow {
	const contact = store.contacts.get(request.params.id);
	if (contact?.subAccountId !== request.subAccountId) throw notFound('Contact');
	return contact;
}

/** @throws ApiError 422 */
function requirePhone(text: string, part = 'body', field = 'phoneNumber'): string {
	const address = readAddress(text);
	if (address?.kind === 'phone') return address.value;
	throw malformed([part, field], 'Phone number must be in E.164 format');
}

/** @throws ApiError 409 */
function requireUnused(store: Store, phoneNumber: string, subAccountId: string | null): void {
	if (store.contacts.of(phoneNumber, subAccountId))
		throw new ApiError(409, 'CONFLICT', 'A contact with this phone number already exists');
}
