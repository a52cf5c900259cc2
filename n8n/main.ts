/**
 * `npm run n8n:install`: installs the versions of n8n that the tests run in, where they are missing. All of them side by
 * side, or those that are named, one after the other in that order.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { ensureN8n } from './install';

async function main() {
	const named = process.argv.slice(2);
	for (const version of named) await ensureN8n(version);
	if (named.length) return;
	const versions = await readdir(join(__dirname, 'versions'));
	await Promise.all(versions.map((version) => ensureN8n(version)));
}

main().catch((error: Error) => {
	console.error(error.message);
	process.exitCode = 1;
});
