/**
 * A stand-in for HubSpot's API. n8n's node knows only `https://api.hubapi.com`, so the stand-in is n8n's HTTPS
 * proxy, and answers for that host itself, with a certificate that n8n is told to trust.
 */
import { once } from 'node:events';
import { createServer as createProxy, type IncomingMessage, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import { json } from 'node:stream/consumers';

import { generate } from 'selfsigned';

const HOST = 'api.hubapi.com';

export async function makeCertificate() {
	const { cert, private: key } = await generate([{ name: 'commonName', value: HOST }], {
		keySize: 2048,
		extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: HOST }] }],
	});
	return { cert, key };
}

interface Contact {
	id: number;
	email?: string;
	phone?: string;
}

export interface HubSpot {
	contacts: Contact[];
	/** What was asked, oldest first. */
	requests: { method: string; path: string; authorization?: string; body: unknown }[];
	/** The next request is answered with an error. */
	failOnce(): void;
	stop(): Promise<void>;
}

/** @param port where n8n was told that its proxy is */
export async function startHubSpot(options: {
	port: number;
	cert: string;
	key: string;
}): Promise<HubSpot> {
	const contacts: Contact[] = [];
	const requests: HubSpot['requests'] = [];
	let failing = false;
	const api = createHttpsServer(options, async (request, response) => {
		const body = request.method === 'POST' ? await json(request) : undefined;
		const path = decodeURIComponent(request.url!.split('?')[0]);
		const { authorization } = request.headers;
		requests.push({ method: request.method!, path, authorization, body });
		const answer = failing ? undefined : answerTo(path, body, contacts);
		const status = failing ? 500 : answer ? 200 : 404;
		failing = false;
		response
			.writeHead(status, { 'Content-Type': 'application/json' })
			.end(JSON.stringify(answer ?? { status: 'error', message: `It went wrong (${status})` }));
	});
	const sockets = new Set<Socket>();
	const proxy: Server = createProxy().on('connect', (request: IncomingMessage, socket: Socket) => {
		if (request.url !== `${HOST}:443`) return socket.destroy();
		sockets.add(socket.on('error', () => socket.destroy()));
		socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
		return api.emit('connection', socket);
	});
	proxy.listen(options.port, '127.0.0.1');
	await once(proxy, 'listening');
	return {
		contacts,
		requests,
		failOnce: () => (failing = true),
		stop: async () => {
			for (const socket of sockets) socket.destroy();
			proxy.close();
			await once(proxy, 'close');
		},
	};
}

/** `undefined`: HubSpot has no such thing. */
function answerTo(path: string, body: unknown, contacts: Contact[]): object | undefined {
	const [, email] = /^\/contacts\/v1\/contact\/createOrUpdate\/email\/(.+)$/.exec(path) ?? [];
	if (email) return createOrUpdate(email, body, contacts);
	const [, vid] = /^\/contacts\/v1\/contact\/vid\/(\d+)\/profile$/.exec(path) ?? [];
	if (vid && contacts.some(({ id }) => id === Number(vid))) return { vid: Number(vid) };
	if (path === '/crm/v3/objects/contacts/search') return search(body, contacts);
	return undefined;
}

/** HubSpot's "create or update a contact by email". */
function createOrUpdate(email: string, body: unknown, contacts: Contact[]) {
	const { properties } = body as { properties: { property: string; value: string }[] };
	const known = contacts.find((contact) => contact.email === email);
	const contact = known ?? { id: 501 + contacts.length, email };
	contact.phone = properties.find(({ property }) => property === 'phone')?.value ?? contact.phone;
	if (!known) contacts.push(contact);
	return { vid: contact.id, isNew: !known };
}

/** HubSpot's search by one property. */
function search(body: unknown, contacts: Contact[]) {
	const { filterGroups } = body as {
		filterGroups: { filters: { propertyName: 'phone' | 'email'; value: string }[] }[];
	};
	const [{ propertyName, value }] = filterGroups[0].filters;
	const results = contacts
		.filter((contact) => contact[propertyName] === value)
		.map(({ id, ...properties }) => ({ id: String(id), properties }));
	return { total: results.length, results };
}
