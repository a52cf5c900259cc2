/**
 * `npm run bench`: measures the nodes beside what people would use instead, and writes docs/benchmarks.md and its
 * pictures. Half an hour on a quiet machine.
 */
import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

import { ensureN8n, packPackage, step } from '../n8n';
import { cacheFolder } from '../n8n/folders';
import { unpack } from '../n8n/package';
import { startEmulatorProcess, type Target } from './emulator';
import { runCase } from './engine';
import { cases } from './engine/cases';
import type { Places } from './engine/nodes';
import { benchHeld } from './held';
import { benchMemory } from './memory';
import { writeDocument } from './report/document';
import { describeMachine } from './report/machine';
import { writePlots } from './report/plots';
import { tables } from './report/tables';
import { judge } from './report/targets';
import type { Results } from './results';
import { benchTriggers, engines } from './trigger';

const PARTS = [...cases.map(({ name }) => name), 'triggers', 'held', 'memory'];
const LATENCIES = [0, 20, 50];
const HELP = `npm run bench -- [options]
  --only <part>         may be given more than once: ${PARTS.join(', ')}
  --engine <name>       for triggers and held, may be given more than once: ${Object.keys(engines).join(', ')}
  --latency <ms>        may be given more than once; default ${LATENCIES.join(', ')}
  --repetitions <count> default 3; of the slowest contenders fewer
  --quick               a tenth of the size, once: to see that it works, not to compare
  --help
A run of everything in full writes docs/benchmarks.md and docs/images/bench-*.svg; any other only prints.
`;

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			only: { type: 'string', multiple: true },
			engine: { type: 'string', multiple: true },
			latency: { type: 'string', multiple: true },
			repetitions: { type: 'string' },
			quick: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) return console.log(HELP);
	const unknown = values.only?.find((part) => !PARTS.includes(part));
	if (unknown) throw new Error(`There is no ${unknown}.\n${HELP}`);
	const isWanted = (part: string) => values.only?.includes(part) ?? true;
	const scale = values.quick ? 0.1 : 1;
	const repetitions = Number(values.repetitions ?? (values.quick ? 1 : 3));

	const n8n = await ensureN8n();
	const tarball = await step('Packing the package', packPackage);
	// Inside the project, so that the package finds n8n-workflow above it.
	const folder = join(cacheFolder, 'bench');
	await rm(folder, { recursive: true, force: true });
	await unpack(tarball, folder);
	const emulator = await startEmulatorProcess();
	try {
		const places = { package: folder, n8nModules: dirname(dirname(dirname(n8n.script))) };
		const results: Results = { scale, cases: [], triggers: [], held: [] };
		for (const { name, latencies = values.latency?.map(Number) ?? LATENCIES } of cases)
			if (isWanted(name))
				await step(`Measuring: ${name}`, async () => {
					const job = { name, latencies, scale, repetitions, target: emulator, places };
					await runCase(n8n.node, job, (result) => results.cases.push({ name, ...result }));
				});
		if (isWanted('memory')) results.memory = await measureMemory(n8n.node, emulator, places, scale);
		if (isWanted('triggers'))
			results.triggers = await benchTriggers({
				tarball,
				target: emulator,
				deliveries: 400 * repetitions * scale,
				engines: values.engine,
			});
		if (isWanted('held'))
			results.held = await benchHeld({ tarball, scale, engines: values.engine });
		await tell(
			results,
			n8n.node,
			![values.only, values.engine, values.latency].some(Boolean) && !values.quick,
		);
	} finally {
		emulator.stop();
	}
}

async function measureMemory(node: string, target: Target, places: Places, scale: number) {
	return await step('Measuring: memory', () => benchMemory(node, target, places, 100_000 * scale));
}

/** Prints what was measured, and writes it into the documentation if that is everything. */
async function tell(results: Results, node: string, isEverything: boolean): Promise<void> {
	const verdicts = judge(results);
	const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
	const text = `${describeMachine(version)}\n\n${tables(results, verdicts)}`;
	console.log(text);
	if (isEverything) {
		await writeDocument(text);
		await writePlots(results);
	}
	if (verdicts.some(({ kept }) => !kept)) process.exitCode = 1;
}

// So that what was started is ended too, when this is interrupted.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

main().catch((error: Error) => {
	console.error(error.message);
	process.exit(1);
});
