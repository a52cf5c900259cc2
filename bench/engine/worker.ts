/** The process in which cases are measured: n8n's own Node, n8n's engine, nothing else going on. */
import { EmulatorControl } from '../emulator';
import { measure, warmUp } from '../measure';
import { cases } from './cases';
import { effectsOf } from './effects';
import type { Job, Report } from './index';
import { Nodes } from './nodes';

const report = (message: Report) => void process.send!(message);

process.once('message', (job: Job) => {
	work(job).then(
		() => process.disconnect(),
		(error: Error) => {
			report({ failure: error.stack ?? error.message });
			process.disconnect();
		},
	);
});

async function work({ name, latencies, scale, repetitions, target, places }: Job) {
	const emulator = new EmulatorControl(target);
	const found = cases.find((each) => each.name === name)!;
	await emulator.setLatency(0);
	const stage = { target, emulator, nodes: new Nodes(target, places) };
	const prepared = await found.prepare(stage, scale);
	const { contenders, rows, requestsNeeded } = prepared;
	await warmUp(contenders);
	for (const latency of latencies) {
		await emulator.setLatency(latency);
		const results = await measure(contenders, {
			repetitions,
			rows,
			beforeRun: async () => {
				await emulator.clearRequests();
				await emulator.limitRequests(found.requestsASecond ?? null);
			},
			effects: async () => effectsOf(await emulator.requests(), prepared),
		});
		const limit = found.requestsASecond;
		const leastTime =
			limit && requestsNeeded ? (requestsNeeded / limit - 1) * 1_000 + latency : undefined;
		report({ latency, rows, results, leastTime });
	}
	await emulator.setLatency(0);
	await emulator.limitRequests(null);
}
