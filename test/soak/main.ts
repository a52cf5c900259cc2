/**
 * `npm run test:soak -- --minutes 30`: mixed load on one n8n for a long time. Memory and latency must stay level, and
 * each message must be answered once, found by polling once, and each question must go on once. Draws `docs/images/soak.svg`; exits with 1 when something is not as it should.
 */
import { parseArgs } from 'node:util';

import { joinUp, type Scene } from '../harness/n8n/scene';
import { startEmulator } from '../../emulator';
import { startN8n, step, until, type WorkflowDraft } from '../../n8n';
import { Load } from './load';
import { plotSoak } from './plot';
import { sampleUntil, type Sample } from './sample';
import { trendOf } from '../harness/trend';
import { answering, asking, polling, syncing } from './workflows';

const { values } = parseArgs({
	options: {
		minutes: { type: 'string', default: '30' },
		/** Messages a second. */
		rate: { type: 'string', default: '2' },
	},
});
const minutes = Number(values.minutes);
const rate = Number(values.rate);

const CONVERSATIONS = 300;
const SYNC_EVERY_SECONDS = 30;
const ASK_EVERY_SECONDS = 10;
const ASKED = '+14155550118';
/** The first part of the time, in which n8n compiles, fills its caches, and finds the size of its heap. */
const WARM_UP = 0.2;
const SAMPLES = 60;
/** By how much memory and latency may rise from the first sample to the last, as a part of their mean. */
const LEVEL = { heap: 0.1, median: 0.25 };

async function main(): Promise<boolean> {
	const emulator = await startEmulator();
	const n8n = await step('Starting n8n with the packed package in it', () =>
		startN8n({ env: { N8N_METRICS: 'true' } }),
	);
	try {
		await n8n.client.setupOwner();
		const scene = { emulator, n8n: n8n.client } as Scene;
		await joinUp(scene);
		const people = Array.from(
			{ length: CONVERSATIONS },
			() => emulator.store.addConversation({ channel: 'imessage' }).participant,
		);
		const begin = async (workflow: WorkflowDraft) => {
			const id = await scene.saveWorkflow(workflow);
			await n8n.client.activate(id);
			return id;
		};
		await begin(polling());
		// It gives what comes after its first look.
		await until(
			async () => emulator.requests.some(({ path }) => path === '/v1/conversations'),
			async () => 'the polling trigger has not looked',
		);
		await begin(answering());
		const clocks = [
			await begin(syncing(SYNC_EVERY_SECONDS)),
			await begin(asking(ASK_EVERY_SECONDS, ASKED)),
		];

		const load = new Load(emulator, people);
		const start = Date.now();
		const end = start + minutes * 60_000;
		const running = load.run(rate, end);
		const samples: Sample[] = [];
		const seconds = Math.max(5, Math.round((minutes * 60) / SAMPLES));
		for await (const sample of sampleUntil(end, seconds, n8n.url, load)) {
			samples.push(sample);
			console.log(line(sample));
		}
		await running;
		for (const id of clocks) await n8n.client.deactivate(id);
		await load.settle();
		return await judge(load, samples);
	} finally {
		await n8n.stop();
		await emulator.stop();
	}
}

/** Says what was seen and whether it is as it should be. */
async function judge(load: Load, samples: Sample[]): Promise<boolean> {
	const { sent, answered, noted, asked, wentOn, twice, forgedTaken } = load.totals;
	const settled = samples.slice(Math.floor(samples.length * WARM_UP));
	const heap = trendOf(settled.map((sample) => sample.heap));
	const median = trendOf(settled.map((sample) => sample.median));
	await plotSoak(
		`${minutes} minutes, ${rate} messages a second, each also found by polling, questions, and a sync every half minute`,
		samples,
	);

	const percent = (part: number) => `${part < 0 ? '' : '+'}${(part * 100).toFixed(1)} %`;
	const checks: Array<[what: string, holds: boolean]> = [
		[`${answered} of ${sent} messages were answered`, answered === sent],
		[`${noted} of ${sent} were found by polling`, noted === sent],
		[`${wentOn} of ${asked} questions went on`, wentOn === asked && asked > 0],
		[`${twice} of all these were done twice`, twice === 0],
		[`${forgedTaken} forged deliveries were taken`, forgedTaken === 0],
		[
			`memory in use: ${heap.mean.toFixed(0)} MB, ${percent(heap.relativeRise)}`,
			heap.relativeRise <= LEVEL.heap,
		],
		[
			`message to answer: ${median.mean.toFixed(0)} ms, ${percent(median.relativeRise)}`,
			median.relativeRise <= LEVEL.median,
		],
	];
	for (const [what, holds] of checks) console.log(`${holds ? '✓' : '✗'} ${what}`);
	return checks.every(([, holds]) => holds);
}

const line = ({ minute, heap, resident, median, p95, answers }: Sample) =>
	[
		`${minute.toFixed(1)} min`,
		`heap ${heap.toFixed(0)} MB`,
		`process ${resident.toFixed(0)} MB`,
		`median ${median} ms`,
		`p95 ${p95} ms`,
		`${answers} answers`,
	].join('  ');

main().then(
	(good) => process.exit(good ? 0 : 1),
	(error: Error) => {
		console.error(error);
		process.exit(1);
	},
);
