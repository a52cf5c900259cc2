import { setTimeout as wait } from 'node:timers/promises';

import axios from 'axios';

import type { Load } from './load';
import { quantile } from '../harness/trend';

/** One stretch of time. */
export interface Sample {
	/** Since the start, at its end. */
	minute: number;
	/** What n8n had in use on its heap, in MB: the least that was seen, so right after a garbage collection. */
	heap: number;
	/** What n8n's process had of the machine's memory, in MB: the most. */
	resident: number;
	/** From a message to its answer, in milliseconds. */
	median: number;
	p95: number;
	/** Answers. */
	answers: number;
}

const LOOK_EVERY = 1_000;

/** Looks at n8n until `end` (milliseconds since the epoch); gives a sample for each stretch of so many seconds. */
export async function* sampleUntil(end: number, seconds: number, n8nUrl: string, load: Load) {
	const start = Date.now();
	load.takeLatencies();
	while (Date.now() + seconds * 1_000 <= end) {
		const stretchEnd = Date.now() + seconds * 1_000;
		const looks: Memory[] = [];
		while (Date.now() < stretchEnd) {
			looks.push(await memoryOf(n8nUrl));
			await wait(LOOK_EVERY);
		}
		const latencies = load.takeLatencies();
		yield {
			minute: (Date.now() - start) / 60_000,
			heap: Math.min(...looks.map(({ heap }) => heap)),
			resident: Math.max(...looks.map(({ resident }) => resident)),
			median: quantile(latencies, 0.5),
			p95: quantile(latencies, 0.95),
			answers: latencies.length,
		} satisfies Sample;
	}
}

interface Memory {
	heap: number;
	resident: number;
}

/** What n8n says of itself, in MB, with `N8N_METRICS`. */
async function memoryOf(n8nUrl: string): Promise<Memory> {
	const { data } = await axios.get<string>(`${n8nUrl}/metrics`, { proxy: false });
	const megabytes = (metric: string) => {
		const found = new RegExp(`^${metric}(?:\\{[^}]*\\})? (\\S+)$`, 'm').exec(data);
		if (!found) throw new Error(`n8n's metrics have no ${metric}`);
		return Number(found[1]) / 1_000_000;
	};
	return {
		heap: megabytes('n8n_nodejs_heap_size_used_bytes'),
		resident: megabytes('n8n_process_resident_memory_bytes'),
	};
}
