/** `npm run n8n:install`: installs every version of n8n that the tests run in, side by side, where it is missing. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { ensureN8n } from './install';

async function main() {
	const versions = await readdir(join(__dirname, 'versions'));
	await Promise.all(versions.map((version) => ensureN8n(version)));
}

main().catch((error: Error) => {
	console.error(error.message);
	process.exitCode = 1;
});
