import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

import type { FastifyRequest } from 'fastify';

import type { Box } from '../box';
import { ApiError, errorBody, errorOfStatus, type ErrorShape } from './errors';
import type { FaultPlan } from './faults';

/** What a fault answers instead of the API. */
export interface FaultyAnswer {
	status: number;
	headers: Record<string, string>;
	body: string;
}

/**
 * Lets a request meet its faults.
 *
 * @returns what to answer instead; `unanswered` when the connection is gone; `undefined` to go on as usual
 */
export async function meetFaults(
	{ faults, dialect }: Box,
	request: FastifyRequest,
	when: 'before' | 'after',
): Promise<FaultyAnswer | 'unanswered' | undefined> {
	const { socket } = request.raw;
	for (const plan of faults.take(request.recorded, when)) {
		if (plan.kind === 'latency') {
			await wait(plan.ms ?? 0);
			continue;
		}
		request.isFaulty = true;
		if (plan.kind === 'reset') socket.resetAndDestroy();
		if (plan.kind === 'hang' && !socket.destroyed) await once(socket, 'close');
		return plan.kind === 'reset' || plan.kind === 'hang'
			? 'unanswered'
			: faultyAnswer(plan, dialect.errorShape);
	}
	return undefined;
}

function errorOf(status: number, code?: string): ApiError {
	const usual = errorOfStatus(status);
	return code === undefined ? usual : new ApiError(status, code, usual.message);
}

function faultyAnswer(plan: FaultPlan, errorShape: ErrorShape): FaultyAnswer {
	if (plan.kind === 'redirect') {
		const location = plan.location ?? 'https://elsewhere.example/';
		return { status: plan.status ?? 307, headers: { location }, body: '' };
	}
	if (plan.kind === 'notJson') {
		const headers = { 'content-type': 'text/html; charset=utf-8' };
		const body = '<!doctype html><title>Gateway</title><h1>Not the API</h1>';
		return { status: plan.status ?? 200, headers, body };
	}
	const status = plan.status ?? 500;
	return {
		status,
		headers: {
			'content-type': 'application/json; charset=utf-8',
			...(plan.retryAfter !== undefined && { 'retry-after': String(plan.retryAfter) }),
		},
		body: JSON.stringify(errorBody(errorOf(status, plan.code), plan.errorShape ?? errorShape)),
	};
}
