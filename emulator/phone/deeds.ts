import { randomUUID } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';

import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

import { normalise } from '../data/addresses';
import type { Box } from '../box';
import { badRequest, notFound } from '../api/errors';
import { read } from '../api/validation';
import { snapshot } from './snapshot';

const messageRequest = z.object({
	from: z.string().min(1),
	body: z.string(),
	/** The agent's number; none: the first one of the account. */
	to: z.string().optional(),
	groupId: z.string().optional(),
	channel: z.enum(['imessage', 'sms', 'mms', 'whatsapp']),
	mediaUrls: z.array(z.string().url()).default([]),
	replyToMessageId: z.string().optional(),
});
const reactionRequest = z.object({
	from: z.string().min(1),
	messageId: z.string(),
	reaction: z.string().min(1),
});
const groupRequest = z.object({
	/** The agent's number that is in the group. */
	to: z.string(),
	name: z.string().optional(),
	people: z.array(z.string().min(1)).min(2),
});
const pictureQuery = z.object({ url: z.string().url() });

/** What a person does with their phone. Each is answered as soon as it is done, whatever becomes of its webhook. */
export function deeds(app: FastifyInstance, box: Box): void {
	const { store, person, media } = box;

	app.get<{ Querystring: { me?: string } }>('/state', async ({ query }) => snapshot(box, query.me));

	app.post('/messages', async (request, reply) => {
		const { from, body, ...options } = read('body', messageRequest, request.body);
		if (body === '' && options.mediaUrls.length === 0) throw badRequest('There is nothing to send');
		await begun(person.text(from, body, options));
		return await reply.code(202).send({});
	});

	app.post('/reactions', async (request, reply) => {
		const { messageId, reaction, from } = read('body', reactionRequest, request.body);
		if (!store.message(messageId)) throw notFound('Message');
		await begun(person.react(messageId, reaction, { from }));
		return await reply.code(202).send({});
	});

	app.post('/groups', async (request, reply) => {
		const { to, name, people } = read('body', groupRequest, request.body);
		const number = store.allNumbers().find(({ phoneNumber }) => phoneNumber === to);
		if (!number) throw notFound('Phone number');
		const { id } = store.addConversation({
			phoneNumberId: number.id,
			groupName: name ?? null,
			participants: people.map((identifier) => ({ identifier: normalise(identifier), name: null })),
		});
		return await reply.code(201).send({ conversationId: id });
	});

	app.addContentTypeParser(/^image\//, { parseAs: 'buffer' }, (_request, body, done) =>
		done(null, body),
	);
	app.post('/pictures', async ({ body, headers }, reply) => {
		if (!Buffer.isBuffer(body)) throw badRequest('Only pictures can be sent');
		const url = media.url(`phone/${randomUUID()}`, { type: headers['content-type']!, bytes: body });
		return await reply.code(201).send({ url });
	});
	// Hosted pictures are shown by way of here: their URLs may say https, which the media host does not speak.
	app.get('/pictures', async ({ query }, reply) => {
		const { url } = read('query', pictureQuery, query);
		const hosted = media.find(url);
		if (!hosted || typeof hosted.bytes === 'number') return await reply.redirect(url);
		return await reply
			.type(hosted.type ?? 'application/octet-stream')
			.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
			.send(hosted.bytes);
	});
}

/** Waits until something has been stored, not until its webhook is answered: that can take a minute. */
async function begun(deed: Promise<unknown>): Promise<void> {
	await Promise.race([deed, turn()]);
}
