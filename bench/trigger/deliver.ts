import { mapConcurrently } from '../../nodes/api/http/concurrency';
import type { TriggerContender } from './contenders';
import type { Executions } from './executions';

const AT_A_TIME = 20;
let number = 0;

/**
 * Makes deliveries, and waits for what comes of them.
 *
 * @returns how many a second
 * @throws Error when one was not answered as it should, or an execution is missing or too many.
 */
export async function deliver(
	{ name, workflowId, post, refuses }: TriggerContender,
	executions: Executions,
	count: number,
	genuine: boolean,
): Promise<number> {
	const executes = genuine || !refuses;
	const before = await executions.count(workflowId);
	const started = Date.now();
	const statuses = await mapConcurrently(Array.from({ length: count }), AT_A_TIME, async () => {
		const { url, headers, body } = post(++number, genuine);
		const response = await fetch(url, { method: 'POST', headers, body });
		await response.arrayBuffer();
		return response.status;
	});
	const answered = Date.now();
	const wrong = statuses.filter((status) => (status < 300 ? !executes : executes));
	if (wrong.length)
		throw new Error(`${name}: ${wrong.length} deliveries were answered with ${wrong[0]}`);
	const ended = executes ? await executions.waitFor(workflowId, before + count) : answered;
	const extra = (await executions.count(workflowId)) - before - (executes ? count : 0);
	if (extra !== 0) throw new Error(`${name}: ${extra} executions too many`);
	return (count * 1000) / (ended - started);
}
