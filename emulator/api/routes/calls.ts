import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';

import type { Box } from '../../box';
import { readAddress } from '../../data/addresses';
import type { Call } from '../../data/model';
import type { Store } from '../../data/store';
import { ApiError, badRequest, malformed, notFound } from '../errors';
import { read } from '../validation';
import { readPage, slice } from './pages';
import { findAgent } from './scope';

interface OneCall {
	Params: { id: string };
}

const newCall = z.object({
	agentId: z.string(),
	toNumber: z.string(),
	initialGreeting: z.string().nullish(),
	systemPrompt: z.string().nullish(),
	modelTier: z.enum(['turbo', 'balanced', 'max']).nullish(),
	variables: z.record(z.unknown()).nullish(),
	voice: z.string().nullish(),
	fromNumberId: z.string().nullish(),
	callScreeningIdentity: z.string().max(100).nullish(),
	callScreeningPurpose: z.string().max(300).nullish(),
	disableRecording: z.boolean().nullish(),
});

const filters = z.object({
	status: z.string().optional(),
	direction: z.string().optional(),
	type: z.enum(['pstn', 'web']).optional(),
	search: z.string().optional(),
});

/** Calls: placed by the agent, or answered by it. */
export function callRoutes(app: FastifyInstance, box: Box): void {
	const { store, wire, dialect, calls, limits } = box;

	app.get('/calls', async ({ query, subAccountId }) => {
		const { status, direction, type, search = '' } = read('query', filters, query);
		const found = store.calls
			.list(subAccountId)
			.filter(
				(call) =>
					(!status || call.status === status) &&
					(!direction || call.direction === direction) &&
					(!type || (call.direction === 'web') === (type === 'web')) &&
					`${call.fromNumber} ${call.toNumber}`.includes(search),
			);
		const page = slice(found, readPage(query, dialect));
		return { ...page, data: page.data.map((call) => wire.callSummary(call)) };
	});

	app.post('/calls', async (request) => {
		const { subAccountId } = request;
		const asked = read('body', newCall, request.body);
		limits.callsAMinute.take();
		const agent = findAgent(store, asked.agentId, request);
		if (!store.hasPaymentMethod)
			throw new ApiError(402, 'PAYMENT_METHOD_REQUIRED', 'Add a payment method to place calls');
		const to = readAddress(asked.toNumber);
		if (to?.kind !== 'phone') throw malformed(['body', 'toNumber'], 'Must be in E.164 format');
		const numbers = store.numbers(subAccountId).filter(({ agentId }) => agentId === agent.id);
		const number = asked.fromNumberId
			? numbers.find(({ id }) => id === asked.fromNumberId)
			: numbers[0];
		if (!number) throw badRequest('The agent has no such phone number attached');
		const underWay = store.calls.list(subAccountId).filter((call) => call.status === 'in-progress');
		if (underWay.length >= store.mostCalls)
			throw new ApiError(409, 'CONCURRENCY_LIMIT', 'Too many calls at the same time', [], 1);
		const call = calls.place(number, to.value, asked);
		return {
			id: call.id,
			agentId: call.agentId,
			phoneNumberId: call.phoneNumberId,
			fromNumber: call.fromNumber,
			toNumber: call.toNumber,
			direction: call.direction,
			status: call.status,
			startedAt: wire.time(call.startedAt),
		};
	});

	app.get<OneCall>('/calls/:id', async (request) => wire.call(find(store, request)));

	app.get<OneCall>('/calls/:id/transcript', async (request) => {
		const call = find(store, request);
		return { callId: call.id, status: call.status, transcript: wire.transcript(call) };
	});

	app.post<OneCall>('/calls/:id/end', async (request) => {
		const call = find(store, request);
		if (call.status !== 'in-progress')
			throw new ApiError(409, 'CONFLICT', 'The call is not in progress');
		void calls.hangUp(call.id, { disconnectionReason: 'agent_hangup' });
		return { id: call.id, status: 'ending' };
	});
}

/** @throws ApiError 404 */
function find(store: Store, request: FastifyRequest<OneCall>): Call {
	const call = store.calls.get(request.params.id);
	if (call?.subAccountId !== request.subAccountId) throw notFound('Call');
	return call;
}
