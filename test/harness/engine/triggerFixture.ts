import { startEmulator, type Dialect, type Emulator } from '../../../emulator';
import { TriggerHost, type HostOptions } from './triggerHost';

export type Delivery = Emulator['deliveries'][number];

let retried: Dialect['retried'] = 'serverErrors';

/** Which refused deliveries AgentPhone repeats, in the emulators that are started from now on. */
export function readRetriesAs(reading: Dialect['retried']) {
	retried = reading;
}

/** One emulator for the tests of a file, emptied before each, and as many workflows as a test starts. */
export function setUp() {
	let emulator!: Emulator;
	const hosts: TriggerHost[] = [];

	beforeAll(async () => {
		emulator = await startEmulator({ deliveryRetryWait: 20, dialect: { retried } });
	});
	afterAll(async () => await emulator.stop());
	beforeEach(async () => await emulator.reset());
	afterEach(async () => {
		await Promise.all(hosts.splice(0).map(async (host) => await host.stop()));
	});

	return {
		get emulator() {
			return emulator;
		},
		/** A workflow in an n8n of its own, not active yet. */
		async n8n(options: Partial<HostOptions> = {}): Promise<TriggerHost> {
			const { baseUrl, apiKey } = emulator;
			const host = await TriggerHost.start({ baseUrl, apiKey, ...options });
			hosts.push(host);
			return host;
		},
		/** What changed at AgentPhone: `POST /v1/webhooks`, … */
		writes: () =>
			emulator.requests
				.filter(({ method, path }) => method !== 'GET' && path.includes('webhook'))
				.map(({ method, path }) => `${method} ${path}`),
		reads: () => emulator.requests.filter(({ method }) => method === 'GET').length,
	};
}

export const ANN = '+15550100001';
export const BOB = '+15550100002';

export const texts = ({ executions }: TriggerHost) =>
	executions.map(({ items }) => items[0].json.text);

export const statuses = ({ attempts }: Delivery) => attempts.map(({ status }) => status);

/** Resolves when `done` says so; fails after ten seconds. */
export async function until(done: () => boolean) {
	for (let waited = 0; !done(); waited += 10) {
		if (waited > 10_000) throw new Error('It did not happen');
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
}
