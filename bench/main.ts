import { mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

import { ensureN8n, packPackage } from '../test/n8n';
import { cacheFolder } from '../test/n8n/folders';
import { unpack } from '../test/n8n/package';
import { startEmulatorProcess } from './emulator';
import { runCase } from './engine';
import { cases } from './engine/cases';

const { values: options } = parseArgs({
	options: {
		quick: { type: 'boolean', default: false },
		only: { type: 'string', multiple: true },
		repetitions: { type: 'string' },
	},
});

async function main() {
	const n8n = await ensureN8n();
	const folder = await mkdtemp(join(cacheFolder, 'bench-'));
	await unpack(await packPackage(), folder);
	const emulator = await startEmulatorProcess();
	for (const { name, latencies = [0, 20, 50] } of cases) {
		if (options.only && !options.only.includes(name)) continue;
		await runCase(
			n8n.node,
			{
				name,
				latencies,
				scale: options.quick ? 0.1 : 1,
				repetitions: Number(options.repetitions ?? 1),
				target: emulator,
				places: { package: folder, n8nModules: dirname(dirname(dirname(n8n.script))) },
			},
			({ latency, rows, results }) => {
				console.log(name, rows, 'at', latency);
				console.table(results);
			},
		);
	}
	emulator.stop();
	await rm(folder, { recursive: true });
}

void main();
