import fastify from 'fastify';

import { api } from './api/api';
import type { Box } from './box';
import { RateLimit } from './api/rateLimit';
import { Calls } from './person/calls';
import { control } from './control';
import { Deliveries, REAL_RETRY_WAITS } from './webhooks/deliveries';
import { deliverer } from './webhooks/deliver';
import { defaultDialect, type Dialect } from './dialect';
import type { Emulator, EmulatorOptions } from './emulator';
import { Events } from './webhooks/events';
import { Faults } from './api/faults';
import { Journal } from './api/journal';
import { readJson } from './api/json';
import { MediaHost } from './media';
import { Person } from './person/person';
import { phone } from './phone';
import { Store } from './data/store';
import { Webhooks } from './webhooks/registrations';
import { Wire } from './wire';

export type { Deliver } from './webhooks/deliver';
export type { Delivery, DeliveryAttempt } from './webhooks/deliveries';
export type { Dialect } from './dialect';
export type { Emulator, EmulatorOptions } from './emulator';
export type { Fault, FaultPlan, Faults } from './api/faults';
export type { RecordedRequest } from './api/journal';
export type { MediaPlan, MediaRequest } from './media';
export type { Done, Person } from './person/person';
export type { Store } from './data/store';
export type { Envelope, HistoryEntry } from './webhooks/events';
export type { Webhook, WebhookOwner, Webhooks } from './webhooks/registrations';

/** Milliseconds. */
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
	const { port = 0, host = '127.0.0.1', apiKey = 'sk_live_emulator' } = options;
	const startDialect: Dialect = { ...defaultDialect, ...options.dialect };
	const dialect = { ...startDialect };
	const store = new Store();
	const wire = new Wire(store, dialect);
	const webhooks = new Webhooks(store);
	const deliveries = new Deliveries(
		{
			retryWait:
				options.deliveryRetryWait === 'real'
					? REAL_RETRY_WAITS
					: (options.deliveryRetryWait ?? 200),
			timeout: options.deliveryTimeout,
		},
		dialect,
		store.changes,
	);
	const events = new Events(store, wire, dialect, webhooks, deliveries);
	const calls = new Calls(store, wire, events);
	const person = new Person(store, dialect, events, calls);
	const box: Box = {
		apiKey,
		webhookUrls: options.webhookUrls ?? 'any',
		dialect,
		store,
		wire,
		faults: new Faults(),
		requests: new Journal(),
		hooks: new Set(),
		webhooks,
		deliveries,
		events,
		media: new MediaHost(),
		person,
		calls,
		limits: {
			capabilitiesAMinute: new RateLimit(60, MINUTE),
			capabilitiesADay: new RateLimit(1_000, 24 * 60 * MINUTE),
			callsAMinute: new RateLimit(120, MINUTE),
		},
	};

	const limitRequests = (aSecond: number | null) => {
		box.limits.requestsASecond = aSecond === null ? undefined : new RateLimit(aSecond, SECOND);
	};
	const reset = () => {
		Object.assign(dialect, startDialect);
		limitRequests(null);
		const { faults, requests, hooks, media, limits } = box;
		const parts = [store, webhooks, deliveries, faults, requests, hooks, media];
		for (const part of [...parts, ...Object.values(limits)]) part?.clear();
	};
	const emulator: Omit<Emulator, 'baseUrl'> = {
		apiKey,
		dialect,
		store,
		person,
		faults: box.faults,
		limitRequests,
		requests: box.requests,
		clearRequests: () => box.requests.clear(),
		beforeEach: (hook) => {
			box.hooks.add(hook);
			return () => box.hooks.delete(hook);
		},
		deliveries: deliveries.log,
		deliver: deliverer(box),
		webhooks,
		mediaUrl: (name, plan) => box.media.url(name, plan),
		mediaRequests: box.media.requests,
		settled: async () => await deliveries.settled(),
		reset,
		stop: async () => {
			await deliveries.stop();
			await Promise.all([server.close(), box.media.stop()]);
		},
	};

	const server = fastify({
		forceCloseConnections: true,
		exposeHeadRoutes: false,
		bodyLimit: 64 * 1024 * 1024,
	});
	readJson(server);
	await server.register(async (app) => await api(app, box), { prefix: '/v1' });
	await server.register(async (app) => await control(app, box, emulator), { prefix: '/_emulator' });
	await server.register(async (app) => await phone(app, box), { prefix: '/phone' });
	await box.media.start(host);
	const baseUrl = await server.listen({ port, host });
	return { ...emulator, baseUrl };
}
