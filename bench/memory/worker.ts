/** Reads all conversations once, and says what memory that took. */
import { getHeapStatistics } from 'node:v8';

import type { INodeExecutionData } from 'n8n-workflow';

import { makeBare } from '../engine/clients';
import { withFloor } from '../engine/cases/listing';
import { Nodes } from '../engine/nodes';
import type { MemoryJob, MemoryReading } from './index';

const SAMPLE_INTERVAL = 400;

process.once('message', (job: MemoryJob) => {
	read(job).then(
		(reading) => process.send!(reading, () => process.disconnect()),
		(error: Error) => {
			console.error(error);
			process.exitCode = 1;
			process.disconnect();
		},
	);
});

async function read({ who, rows, target, places, sampled }: MemoryJob): Promise<MemoryReading> {
	const nodes = new Nodes(target, places);
	const readAll: () => Promise<INodeExecutionData[]> =
		who === 'ours'
			? async () =>
					await nodes.agentPhone({
						resource: 'conversation',
						operation: 'getAll',
						returnAll: true,
					})
			: async () => {
					const found = await withFloor(makeBare(target), rows, 5);
					return found.map((json, item) => ({ json: json as never, pairedItem: { item } }));
				};

	const before = liveHeap();
	let peak = before;
	const sampler = sampled
		? setInterval(() => (peak = Math.max(peak, liveHeap())), SAMPLE_INTERVAL)
		: undefined;
	const items = await readAll();
	clearInterval(sampler);
	const held = liveHeap() - before;
	if (items.length !== rows) throw new Error(`${items.length} of ${rows} items`);
	return {
		items: held,
		beyond: Math.max(0, peak - before - held),
		peakOfProcess: process.resourceUsage().maxRSS * 1024,
		heapLimit: getHeapStatistics().heap_size_limit,
	};
}

/** Bytes in use, without garbage. */
function liveHeap(): number {
	globalThis.gc!();
	return process.memoryUsage().heapUsed;
}
