import { setTimeout as wait } from 'node:timers/promises';

import type { N8nClient } from '../../n8n';

/** Resolves once the workflow's newest execution is stored as waiting for an answer. */
export async function untilWaiting(
	n8n: Pick<N8nClient, 'executions'>,
	workflow: string,
	isAsked = () => true,
) {
	const until = Date.now() + 30_000;
	while (Date.now() < until) {
		const [newest] = await n8n.executions(workflow);
		if (newest?.status === 'waiting' && isAsked()) return;
		await wait(100);
	}
	throw new Error('No question was asked within 30 seconds');
}
