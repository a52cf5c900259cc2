/** The process in which cases are measured: n8n's own Node, n8n's engine, nothing else going on. */
import { EmulatorControl } from '../emulator';
import { measure, warmUp } from '../measure';
import { cases } from './cases';
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
	const { contenders, rows } = await found.prepare(stage, scale);
	await warmUp(contenders);
	for (const latency of latencies) {
		await emulator.setLatency(latency);
		const results = await measure(contenders, {
			repetitions,
			rows,
			beforeRun: () => emulator.clearRequests(),
			countRequests: () => emulator.countRequests(),
		});
		report({ latency, rows, results });
	}
	await emulator.setLatency(0);
}
