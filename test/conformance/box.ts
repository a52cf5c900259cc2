import { AgentPhoneClient } from 'agentphone';

import { startEmulator, type Emulator, type EmulatorOptions } from '../../emulator';

export interface Answer<Body = unknown> {
	status: number;
	headers: Headers;
	/** Parsed JSON; `undefined` when there is none. */
	body: Body;
}

/** The emulator of a test file, and two ways to ask it: AgentPhone's own SDK, and plain HTTP. */
export interface Box {
	emulator: Emulator;
	sdk: AgentPhoneClient;
	ask<Body = unknown>(
		method: string,
		path: string,
		body?: unknown,
		headers?: HeadersInit,
	): Promise<Answer<Body>>;
}

/** Starts an emulator for the tests of a file, and empties it before each. */
export function useBox(options: EmulatorOptions = {}): Box {
	const box = {} as Box;
	beforeAll(async () => {
		box.emulator = await startEmulator({ deliveryRetryWait: 1, ...options });
		const { baseUrl, apiKey } = box.emulator;
		box.sdk = new AgentPhoneClient({ baseUrl, token: apiKey, maxRetries: 0 });
		box.ask = async (method, path, body, headers) => {
			const response = await fetch(baseUrl + path, {
				method,
				redirect: 'manual',
				headers: {
					authorization: `Bearer ${apiKey}`,
					...(body !== undefined && { 'content-type': 'application/json' }),
					...headers,
				},
				...(body !== undefined && { body: JSON.stringify(body) }),
			});
			const text = await response.text();
			const isJson = response.headers.get('content-type')?.startsWith('application/json');
			const { status } = response;
			return {
				status,
				headers: response.headers,
				body: isJson && text ? JSON.parse(text) : undefined,
			};
		};
	});
	beforeEach(() => box.emulator.reset());
	afterAll(async () => await box.emulator.stop());
	return box;
}
