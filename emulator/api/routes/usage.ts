import type { AgentPhone } from 'agentphone';
import type { FastifyInstance } from 'fastify';

import type { Box } from '../../box';

const NUMBER_LIMIT = 100;
const MONTH = 30 * 24 * 60 * 60 * 1_000_000;

export function usageRoutes(app: FastifyInstance, { store, wire, deliveries }: Box): void {
	app.get('/usage', async ({ subAccountId }) => {
		const used = store.numbers(subAccountId).length;
		const messages = store.countMessages();
		const now = store.clock.stamp();
		const count = (state: string) =>
			deliveries.log.filter((delivery) => delivery.state === state).length;
		return {
			plan: {
				name: 'emulator',
				limits: {
					numbers: NUMBER_LIMIT,
					messagesPerMonth: 1_000_000,
					voiceMinutesPerMonth: 10_000,
					maxCallDurationMinutes: 60,
					concurrentCalls: 10,
				},
			},
			numbers: { used, limit: NUMBER_LIMIT, remaining: NUMBER_LIMIT - used },
			stats: {
				totalMessages: messages,
				messagesLast24h: messages,
				messagesLast7d: messages,
				messagesLast30d: messages,
				totalCalls: 0,
				callsLast24h: 0,
				callsLast7d: 0,
				callsLast30d: 0,
				totalWebhookDeliveries: deliveries.log.length,
				successfulWebhookDeliveries: count('delivered'),
				failedWebhookDeliveries: count('failed'),
			},
			periodStart: wire.time(now - MONTH),
			periodEnd: wire.time(now),
		} satisfies AgentPhone.UsageResponse;
	});
}
