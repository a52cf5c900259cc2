/**
 * `npm run sdk:drift`: compares AgentPhone's newest SDK on npm with the one that we are tested against. Prints what
 * changed as Markdown, and nothing where nothing did; with `-- --out <file>`, writes it there instead.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

import { driftBetween, reportOf } from './drift';
import { ourEndpoints } from './ourEndpoints';
import { surfaceOf } from './surface';
import { typeErrors } from './typeErrors';

/** Unpacks the newest SDK into a folder, and gives where it lies. */
function fetchNewest(folder: string): string {
	const npm = ['pack', 'agentphone@latest', '--silent', '--pack-destination', folder];
	const tarball = execFileSync('npm', npm, { encoding: 'utf8' }).trim();
	execFileSync('tar', ['-xzf', join(folder, tarball), '-C', folder]);
	return join(folder, 'package');
}

const versionOf = (sdk: string) =>
	(JSON.parse(readFileSync(join(sdk, 'package.json'), 'utf8')) as { version: string }).version;

function main() {
	const { values } = parseArgs({ options: { out: { type: 'string' } } });
	const ours = dirname(require.resolve('agentphone/package.json'));
	const folder = mkdtempSync(join(tmpdir(), 'agentphone-sdk-'));
	try {
		const newest = fetchNewest(folder);
		const versions = { ours: versionOf(ours), newest: versionOf(newest) };
		const errors = typeErrors(newest);
		const drift = driftBetween(surfaceOf(ours), surfaceOf(newest), ourEndpoints(), errors);
		const report = reportOf(drift, versions);
		console.error(`Ours is ${versions.ours}, the newest ${versions.newest}`);
		if (report && values.out) writeFileSync(values.out, report);
		else if (report) console.log(report);
		else console.error('Nothing changed that is known here.');
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

main();
