import { setTimeout as wait } from 'node:timers/promises';

import type { Emulator } from '../../emulator';
import type { ExecutionDetail, N8nClient, WorkflowDraft } from '../../n8n';
import { EVERY_FEW_SECONDS } from '../harness/n8n/polling';

const TYPE = 'n8n-nodes-agentphone.agentPhonePollingTrigger';
const PATIENCE = 90_000;
/** Requests that come within this many milliseconds are of one poll. */
const APART = 2_000;

/** The example, polling as often as n8n allows. */
export function pollOften(workflow: WorkflowDraft): WorkflowDraft {
	for (const { type, parameters } of workflow.nodes)
		if (type === TYPE) parameters!.pollTimes = EVERY_FEW_SECONDS;
	return workflow;
}

/** Resolves once that many more polls have looked. Nothing else may read the list meanwhile. */
export async function untilPolled({ requests }: Pick<Emulator, 'requests'>, times = 1) {
	const from = Date.now();
	for (const end = from + PATIENCE; Date.now() < end; await wait(250)) {
		const looks = requests.filter(({ path, at }) => path === '/v1/conversations' && at >= from);
		const polls = looks.filter(({ at }, index) => at - (looks[index - 1]?.at ?? 0) > APART);
		const isOver = Date.now() - (looks.at(-1)?.at ?? 0) > APART / 2;
		if (polls.length >= times && isOver) return;
	}
	throw new Error(`There were no ${times} polls within ${PATIENCE / 1_000} seconds`);
}

/** Resolves once two polls in a row have started nothing, with all executions until then, oldest first. */
export async function untilAtRest(
	emulator: Pick<Emulator, 'requests'>,
	n8n: N8nClient,
	workflow: string,
): Promise<ExecutionDetail[]> {
	for (let before = -1; ; ) {
		const executions = await n8n.waitForExecutions(workflow, 0);
		if (executions.length === before) return executions;
		before = executions.length;
		await untilPolled(emulator, 2);
	}
}
