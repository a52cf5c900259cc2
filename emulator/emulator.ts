import type { Faults } from './api/faults';
import type { Journal } from './api/journal';
import type { RequestHook } from './box';
import type { Store } from './data/store';
import type { Dialect } from './dialect';
import type { MediaPlan, MediaRequest } from './media';
import type { Person } from './person/person';
import type { Deliver } from './webhooks/deliver';
import type { Delivery } from './webhooks/deliveries';
import type { Webhooks } from './webhooks/registrations';

/** How a box is started. */
export interface EmulatorOptions {
	/** 0, the default: any that is free. */
	port?: number;
	/** Default 127.0.0.1. */
	host?: string;
	/** Default `sk_live_emulator`. */
	apiKey?: string;
	dialect?: Partial<Dialect>;
	/** `public`: only webhook URLs that the real AgentPhone could reach (HTTPS, resolves, not private). */
	webhookUrls?: 'public' | 'any';
	/**
	 * Milliseconds before the first redelivery, doubled each time; default 200. `real`: over most of a day, as AgentPhone
	 * does. A list: the wait before each.
	 */
	deliveryRetryWait?: number | number[] | 'real';
	/** Milliseconds that a webhook's answer may take, instead of its own `timeout`. */
	deliveryTimeout?: number;
}

/** AgentPhone in a box: its API over HTTP, its webhooks, and everything that can go wrong with them. */
export interface Emulator {
	/** Of the API, without a slash at the end. `/_emulator` on it drives the box from another process. */
	baseUrl: string;
	apiKey: string;
	/** Can be changed at any time. */
	dialect: Dialect;
	store: Store;
	person: Person;
	faults: Faults;
	/** Limits how many requests a second the API takes, of any kind; `null`, as at the start, is no limit. */
	limitRequests(aSecond: number | null): void;
	/** What the API was asked, oldest first. */
	requests: Journal;
	clearRequests(): void;
	/**
	 * Runs a hook before each request of the API, for example to move the list between two pages.
	 *
	 * @returns takes the hook away
	 */
	beforeEach(hook: RequestHook): () => void;
	/** What was delivered to webhooks, oldest first. */
	deliveries: Delivery[];
	/** Delivers any body with any headers. */
	deliver: Deliver;
	webhooks: Webhooks;
	/** Hosts a file, on a second port that never expects the API key. */
	mediaUrl(name: string, plan: MediaPlan): string;
	mediaRequests: MediaRequest[];
	/** Resolves when each delivery has arrived or been given up. */
	settled(): Promise<void>;
	/** Forgets everything but the options it was started with. */
	reset(): void;
	stop(): Promise<void>;
}
