import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { projectFolder } from '../../n8n/folders';
import { EmulatorControl, type Target } from '../emulator';
import type { Places } from '../engine/nodes';

export interface MemoryJob {
	who: 'ours' | 'floor';
	rows: number;
	target: Target;
	places: Places;
	/** Whether to look for garbage all the time, which costs memory and time of its own. */
	sampled: boolean;
}

/** Bytes. */
export interface MemoryReading {
	/** What the output items take. */
	items: number;
	/** What was in use besides while reading, at the most. */
	beyond: number;
	/** The most that the whole process had. */
	peakOfProcess: number;
	/** The heap that Node allows itself by default. */
	heapLimit: number;
}

export interface MemoryResult {
	rows: number;
	ours: MemoryReading;
	/** Of a process that reads the same pages with bare requests, and keeps the same items. */
	floorPeakOfProcess: number;
}

/** Reads a very long list with Node's default heap. */
export async function benchMemory(
	node: string,
	target: Target,
	places: Places,
	rows: number,
): Promise<MemoryResult> {
	await new EmulatorControl(target).seed({ conversations: rows });
	const read = async (who: MemoryJob['who'], sampled: boolean) =>
		await inProcess(node, { who, rows, target, places, sampled });
	const { items, beyond } = await read('ours', true);
	const unsampled = await read('ours', false);
	const floor = await read('floor', false);
	return {
		rows,
		ours: { ...unsampled, items, beyond },
		floorPeakOfProcess: floor.peakOfProcess,
	};
}

async function inProcess(node: string, job: MemoryJob): Promise<MemoryReading> {
	const worker = fork(join(__dirname, 'worker.ts'), {
		cwd: projectFolder,
		execPath: node,
		execArgv: ['--import', 'tsx', '--expose-gc'],
	});
	let reading: MemoryReading | undefined;
	worker.on('message', (message: MemoryReading) => (reading = message));
	worker.send(job);
	await once(worker, 'exit');
	if (!reading) throw new Error(`Reading ${job.rows} conversations (${job.who}) failed`);
	return reading;
}
