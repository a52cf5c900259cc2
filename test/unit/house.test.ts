import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { projectFolder } from '../../n8n/folders';

const run = promisify(execFile);

const FOLDERS = ['nodes', 'credentials', 'emulator', 'n8n', 'test', 'bench', 'demo', 'tools'];

interface Violation {
	from: string;
	to: string;
	rule: { name: string; severity: string };
}

it('every import keeps to the rules of the house (.dependency-cruiser.cjs)', async () => {
	const cruiser = 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs';
	const { stdout } = await run(
		process.execPath,
		[cruiser, ...FOLDERS, '--config', '.dependency-cruiser.cjs', '--output-type', 'json'],
		{ cwd: projectFolder, maxBuffer: 64 * 1024 * 1024 },
	).catch((error: { stdout: string }) => error);
	const { summary } = JSON.parse(stdout) as {
		summary: { totalCruised: number; violations: Violation[] };
	};
	expect(summary.totalCruised).toBeGreaterThan(300);
	expect(
		summary.violations
			.filter(({ rule }) => rule.severity === 'error')
			.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
	).toEqual([]);
}, 120_000);
