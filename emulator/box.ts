import type { Deliveries } from './webhooks/deliveries';
import type { Dialect } from './dialect';
import type { Events } from './webhooks/events';
import type { Faults } from './api/faults';
import type { Journal, RecordedRequest } from './api/journal';
import type { MediaHost } from './media';
import type { Calls } from './person/calls';
import type { Person } from './person/person';
import type { RateLimit } from './api/rateLimit';
import type { Store } from './data/store';
import type { Webhooks } from './webhooks/registrations';
import type { Wire } from './wire';

export type RequestHook = (request: RecordedRequest) => void | Promise<void>;

/** The parts that the routes work with. */
export interface Box {
	apiKey: string;
	/** `public`: webhook URLs must be such that the real AgentPhone could reach them. */
	webhookUrls: 'public' | 'any';
	dialect: Dialect;
	store: Store;
	wire: Wire;
	faults: Faults;
	requests: Journal;
	/** Run before each request of the API. */
	hooks: Set<RequestHook>;
	webhooks: Webhooks;
	deliveries: Deliveries;
	events: Events;
	media: MediaHost;
	person: Person;
	calls: Calls;
	limits: Limits;
}

/** How often calls of the API may be made: any of them, or some. */
export interface Limits {
	/** None, unless one is set. */
	requestsASecond?: RateLimit;
	capabilitiesAMinute: RateLimit;
	capabilitiesADay: RateLimit;
	callsAMinute: RateLimit;
}
