import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { projectFolder } from '../../n8n/folders';
import type { Target } from '../emulator';
import type { Measured } from '../measure';
import type { Places } from './nodes';

/** What the worker is to measure. */
export interface Job {
	name: string;
	/** Milliseconds. */
	latencies: number[];
	scale: number;
	repetitions: number;
	target: Target;
	places: Places;
}

/** What it says, once per latency. */
export type Report = CaseResult | { failure: string };

export interface CaseResult {
	latency: number;
	/** The size of the job. */
	rows: number;
	results: Measured[];
	/** What AgentPhone's limit takes if it is used whole, in milliseconds; `undefined` where there is none. */
	leastTime?: number;
}

/**
 * Measures a case in a process of its own.
 *
 * @param node the Node to run it in: that of the installed n8n
 * @param onResult called for each latency
 * @throws Error in the words of the worker
 */
export async function runCase(
	node: string,
	job: Job,
	onResult: (result: CaseResult) => void,
): Promise<void> {
	const worker = fork(join(__dirname, 'worker.ts'), {
		cwd: projectFolder,
		execPath: node,
		execArgv: ['--import', 'tsx', '--expose-gc'],
	});
	let failure: string | undefined;
	worker.on('message', (report: Report) => {
		if ('failure' in report) failure = report.failure;
		else onResult(report);
	});
	worker.send(job);
	const [code] = (await once(worker, 'exit')) as [number | null];
	if (failure ?? code !== 0)
		throw new Error(`The case ${job.name} failed: ${failure ?? `it ended with ${code}`}`);
}
