import { readdir, readFile } from 'node:fs/promises';

/** What Linux counts in: hundredths of a second, on every platform that Node runs on. */
const TICK = 10;

/**
 * The processor time that a process and its children have used so far, in milliseconds; `NaN` where there is no
 * `/proc`. Unlike the time on the clock it hardly depends on what else the machine does.
 */
export async function processorTime(pid: number): Promise<number> {
	try {
		const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
		// The name in brackets may hold spaces; behind it, the 12th and 13th fields are the times in user and system mode.
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		const own = (Number(fields[11]) + Number(fields[12])) * TICK;
		const ofChildren = await Promise.all((await childrenOf(pid)).map(processorTime));
		return ofChildren.reduce((sum, time) => sum + (time || 0), own);
	} catch {
		return NaN;
	}
}

async function childrenOf(pid: number): Promise<number[]> {
	const threads = await readdir(`/proc/${pid}/task`);
	const lists = await Promise.all(
		threads.map((thread) =>
			readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => ''),
		),
	);
	return lists.join(' ').split(/\s+/).filter(Boolean).map(Number);
}
