import { timingSafeEqual } from 'node:crypto';

import type { FastifyInstance, FastifyRequest } from 'fastify';

import type { Box } from '../box';
import { ApiError, errorBody, errorOfStatus, notFound } from './errors';
import { meetFaults } from './meetFaults';
import type { RecordedRequest } from './journal';
import { agentRoutes } from './routes/agents';
import { callRoutes } from './routes/calls';
import { contactRoutes } from './routes/contacts';
import { conversationRoutes } from './routes/conversations';
import { messageRoutes } from './routes/messages';
import { numberRoutes } from './routes/numbers';
import { reactionRoutes } from './routes/reactions';
import { usageRoutes } from './routes/usage';
import { webhookRoutes } from './routes/webhooks';

declare module 'fastify' {
	interface FastifyRequest {
		/** The journal's entry of this request. */
		recorded: RecordedRequest;
		/** Whether a fault came instead of the API, so that no other one follows. */
		isFaulty: boolean;
		/** The account that the request is scoped to; `null` is the main one. */
		subAccountId: string | null;
	}
}

/**
 * AgentPhone's API. A request is recorded, meets the test's own hooks and the faults, shows its key, and is carried
 * out; its answer may meet faults again.
 */
export async function api(app: FastifyInstance, box: Box): Promise<void> {
	app.decorateRequest('recorded');
	app.decorateRequest('isFaulty', false);
	app.decorateRequest('subAccountId', null);

	app.addHook('onRequest', async (request) => {
		request.recorded = record(request);
		box.requests.record(request.recorded);
	});
	app.addHook('preHandler', async (request, reply) => {
		request.recorded.body = request.body;
		for (const hook of box.hooks) await hook(request.recorded);
		const instead = await meetFaults(box, request, 'before');
		if (instead === 'unanswered') return reply.hijack();
		if (instead) {
			const { status, headers, body } = instead;
			return await reply.code(status).headers(headers).send(body);
		}
		box.limits.requestsASecond?.take();
		request.subAccountId = authorize(box, request);
		return undefined;
	});
	app.addHook('onSend', async (request, reply, payload) => {
		const instead = request.isFaulty ? undefined : await meetFaults(box, request, 'after');
		if (instead === 'unanswered') return payload;
		if (instead) reply.code(instead.status).headers(instead.headers);
		request.recorded.status = reply.statusCode;
		return instead ? instead.body : payload;
	});
	app.setErrorHandler(async (error, _request, reply) => {
		const known = error instanceof ApiError ? error : unexpected(error);
		if (known.retryAfter !== undefined) reply.header('retry-after', String(known.retryAfter));
		return await reply.code(known.status).send(errorBody(known, box.dialect.errorShape));
	});
	app.setNotFoundHandler({ preHandler: async () => undefined }, () => {
		throw notFound('Route');
	});

	for (const routes of [
		conversationRoutes,
		messageRoutes,
		reactionRoutes,
		agentRoutes,
		numberRoutes,
		contactRoutes,
		callRoutes,
		webhookRoutes,
		usageRoutes,
	])
		routes(app, box);
}

function record({ method, url, headers }: FastifyRequest): RecordedRequest {
	const { pathname, searchParams } = new URL(url, 'http://emulator');
	const query = Object.fromEntries(searchParams);
	return { method, path: pathname, query, headers, body: undefined, at: Date.now(), status: null };
}

/**
 * @returns the sub-account that the request is for; `null` for the main account
 * @throws ApiError 401, 404
 */
function authorize({ apiKey, store }: Box, { headers }: FastifyRequest): string | null {
	if (!isEqual(headers.authorization ?? '', `Bearer ${apiKey}`)) throw errorOfStatus(401);
	const subAccountId = headers['x-sub-account-id'];
	if (typeof subAccountId !== 'string' || subAccountId === '') return null;
	if (!store.hasSubAccount(subAccountId)) throw notFound('Sub-account');
	return subAccountId;
}

function isEqual(one: string, other: string): boolean {
	const [a, b] = [Buffer.from(one), Buffer.from(other)];
	return a.length === b.length && timingSafeEqual(a, b);
}

/** What fastify itself refuses, or a mistake of ours. */
function unexpected(error: unknown): ApiError {
	const { statusCode = 500, message } = error as { statusCode?: number; message: string };
	return new ApiError(statusCode, statusCode === 500 ? 'INTERNAL_ERROR' : 'BAD_REQUEST', message);
}
