import { setTimeout as wait } from 'node:timers/promises';

import axios from 'axios';

import { OWNER } from '../../n8n';

const INTERVAL = 250;
const PATIENCE = 300_000;
/** Executions are stored one after the other, so the last to end is among the newest. */
const NEWEST = 50;

/** Watches a workflow's executions, asking n8n as rarely as it can, for asking costs n8n time. */
export class Executions {
	private constructor(
		private readonly url: string,
		private readonly cookie: string,
	) {}

	static async of(n8nUrl: string): Promise<Executions> {
		const { email, password } = OWNER;
		const response = await axios.post(
			`${n8nUrl}/rest/login`,
			{ emailOrLdapLoginId: email, password },
			{ proxy: false },
		);
		const cookies = response.headers['set-cookie'] ?? [];
		const cookie = cookies.map((each) => each.split(';')[0]).join('; ');
		return new Executions(`${n8nUrl}/rest/executions`, cookie);
	}

	/** How many are over. */
	async count(workflowId: string): Promise<number> {
		return (await this.ask(workflowId, 1)).count;
	}

	/**
	 * Waits until so many are over.
	 *
	 * @returns when the last one was, in milliseconds since the epoch
	 */
	async waitFor(workflowId: string, count: number): Promise<number> {
		const deadline = Date.now() + PATIENCE;
		for (;;) {
			const found = await this.count(workflowId);
			if (found >= count) break;
			if (Date.now() > deadline) throw new Error(`${found} of ${count} executions are over`);
			await wait(INTERVAL);
		}
		const { results } = await this.ask(workflowId, NEWEST);
		return Math.max(...results.map(({ stoppedAt }) => Date.parse(stoppedAt)));
	}

	private async ask(workflowId: string, limit: number) {
		const { data } = await axios.get<{
			data: { count: number; results: { stoppedAt: string }[] };
		}>(this.url, {
			params: {
				limit,
				filter: JSON.stringify({ workflowId, status: ['success', 'error', 'crashed'] }),
			},
			headers: { Cookie: this.cookie },
			proxy: false,
		});
		return data.data;
	}
}
