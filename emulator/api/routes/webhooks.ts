import type { AgentPhone } from 'agentphone';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import type { Box } from '../../box';
import type { Delivery } from '../../webhooks/deliveries';
import { ApiError, badRequest, notFound } from '../errors';
import { whyNotPublic } from '../../webhooks/publicUrl';
import { page, read, wholeNumber } from '../validation';
import type { Webhook, WebhookOwner } from '../../webhooks/registrations';
import { findAgent } from './scope';

interface OneAgent {
	Params: { id: string };
}

const webhookRequest = z.object({
	url: z.string().min(1),
	contextLimit: z.number().int().min(0).max(50).nullish(),
	timeout: z.number().int().min(5).max(120).nullish(),
});
const deliveriesQuery = page.extend({
	hours: wholeNumber({ min: 1, max: 24 * 365, otherwise: 24 * 365 }),
});

/** The account's webhook and the agents' ones: the same calls on two paths. */
export function webhookRoutes(app: FastifyInstance, box: Box): void {
	const { store, deliveries } = box;
	const ofAccount = ({ subAccountId }: FastifyRequest): WebhookOwner => ({ subAccountId });
	const ofAgent = (request: FastifyRequest): WebhookOwner => ({
		agentId: findAgent(store, (request.params as OneAgent['Params']).id, request).id,
	});
	for (const [path, owner] of [
		['/webhooks', ofAccount],
		['/agents/:id/webhook', ofAgent],
	] as const) {
		app.get(path, async (request, reply) => await reply.send(show(box, owner(request))));
		app.post(path, async (request) => await register(box, owner(request), request.body));
		app.delete(path, async (request, reply) => await remove(box, owner(request), reply));
		app.post(`${path}/test`, async (request) => await test(box, owner(request), request));
	}

	app.get('/webhooks/deliveries', async ({ query }) => {
		const { limit, offset, hours } = read('query', deliveriesQuery, query);
		const since = Date.now() - hours * 3_600_000;
		const recent = deliveries.log.filter(({ createdAt }) => createdAt >= since).toReversed();
		const items = recent
			.slice(offset, offset + limit)
			.map((delivery) => showDelivery(box, delivery));
		return {
			items,
			total: recent.length,
			offset,
			limit,
		} satisfies AgentPhone.PaginatedDeliveriesResponse;
	});

	app.get<OneAgent>('/agents/:id/webhook/deliveries', async (request) => {
		const { id } = findAgent(store, request.params.id, request);
		const { limit } = read('query', page, request.query);
		return deliveries.log
			.filter(({ agentId }) => agentId === id)
			.slice(-limit)
			.toReversed()
			.map((delivery) => showDelivery(box, delivery));
	});
}

/** JSON text, because fastify would send `null` as an empty body. */
function show(box: Box, owner: WebhookOwner): string {
	const webhook = box.webhooks.of(owner);
	return JSON.stringify(webhook && wireWebhook(box, webhook));
}

async function register(box: Box, owner: WebhookOwner, body: unknown) {
	const settings = read('body', webhookRequest, body);
	const problem = URL.canParse(settings.url)
		? box.webhookUrls === 'public' && (await whyNotPublic(settings.url))
		: 'Webhook URL is not a valid URL';
	if (problem) throw badRequest(problem, 'VALIDATION_ERROR_URL');
	return wireWebhook(box, box.webhooks.set(owner, settings));
}

async function remove({ webhooks, dialect }: Box, owner: WebhookOwner, reply: FastifyReply) {
	if (!webhooks.remove(owner) && dialect.webhookMissing === 'notFound') throw notFound('Webhook');
	if (dialect.webhookDeleted === 'noContent') return await reply.code(204).send();
	return await reply.send({ success: true });
}

/** Sends a made-up message. */
async function test(box: Box, owner: WebhookOwner, request: FastifyRequest) {
	const { events, webhooks, store, wire } = box;
	const webhook = webhooks.of(owner);
	if (!webhook) throw notFound('Webhook');
	const { agentId: asked } = request.query as { agentId?: string };
	const agentId =
		'agentId' in owner
			? owner.agentId
			: asked
				? findAgent(store, asked, request).id
				: (store.agents(request.subAccountId)[0]?.id ?? null);
	const at = wire.time(store.clock.stamp());
	const data = {
		conversationId: null,
		numberId: null,
		from: '+15555550100',
		to: '+15555550199',
		contact: null,
		message: 'This is a test message',
		mediaUrl: null,
		mediaUrls: [],
		direction: 'inbound',
		receivedAt: at,
	};
	const sender = { subAccountId: request.subAccountId, agentId };
	const envelope = events.envelope('agent.message', 'sms', sender, data);
	const delivery = await events.post(sender, envelope, { attempts: 1, target: () => webhook });
	const { status = null, error = null } = delivery?.attempts[0] ?? {};
	if (delivery?.state !== 'delivered')
		throw new ApiError(400, 'WEBHOOK_TEST_FAILED', `The webhook answered ${status ?? error}`);
	return { success: true, httpStatus: status };
}

function wireWebhook({ wire }: Box, webhook: Webhook): AgentPhone.WebhookResponse {
	return { ...webhook, createdAt: wire.time(webhook.createdAt) };
}

function showDelivery({ wire }: Box, delivery: Delivery): AgentPhone.WebhookDeliveryResponse {
	const last = delivery.attempts.at(-1);
	const time = (at: number | null | undefined) => (at ? wire.time(at * 1_000) : null);
	return {
		id: delivery.id,
		messageId: delivery.messageId,
		eventType: delivery.event,
		channel: delivery.channel,
		status: delivery.state === 'delivered' ? 'success' : delivery.state,
		httpStatus: last?.status ?? null,
		errorMessage: last?.error ?? null,
		responseBody: last?.responseBody ?? null,
		attemptCount: delivery.attempts.length,
		lastAttemptAt: time(last?.at),
		nextRetryAt: time(delivery.nextAttemptAt),
		createdAt: wire.time(delivery.createdAt * 1_000),
	};
}
