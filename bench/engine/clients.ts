/** What people use without n8n: the official SDK, axios, and nothing but `fetch`. */
import { Agent } from 'node:http';

import { AgentPhoneClient } from 'agentphone';
import axios, { type AxiosInstance } from 'axios';

import type { Target } from '../emulator';

export const makeSdk = ({ baseUrl, apiKey }: Target) =>
	new AgentPhoneClient({ baseUrl, token: apiKey });

export const makeAxios = ({ baseUrl, apiKey }: Target): AxiosInstance =>
	axios.create({
		baseURL: baseUrl,
		headers: { Authorization: `Bearer ${apiKey}` },
		httpAgent: new Agent({ keepAlive: true }),
		proxy: false,
	});

export type Bare = <Answer>(method: string, path: string, body?: object) => Promise<Answer>;

/** The least that a request can cost: `fetch`, and its JSON. */
export const makeBare =
	({ baseUrl, apiKey }: Target): Bare =>
	async (method, path, body) => {
		const response = await fetch(baseUrl + path, {
			method,
			headers: {
				Authorization: `Bearer ${apiKey}`,
				...(body && { 'Content-Type': 'application/json' }),
			},
			...(body && { body: JSON.stringify(body) }),
		});
		if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
		return (await response.json()) as never;
	};
