/**
 * `npm run docs:reference` writes docs/reference.md from the nodes' own descriptions, with samples of what the nodes
 * really give. With `--check` it only tells, by its exit code, whether the file is up to date.
 */
import 'reflect-metadata';

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { format, resolveConfig } from 'prettier';

import { projectFolder } from '../../n8n/folders';
import { writeReference } from './document';

const file = join(projectFolder, 'docs', 'reference.md');

async function main() {
	const style = await resolveConfig(file);
	const reference = await format(await writeReference(), { ...style, parser: 'markdown' });
	if (!process.argv.includes('--check')) return writeFileSync(file, reference);
	if (readFileSync(file, 'utf8') === reference) return;
	console.error('docs/reference.md is out of date. Write it anew with: npm run docs:reference');
	process.exitCode = 1;
}

main().catch((error: Error) => {
	console.error(error.stack ?? error.message);
	process.exitCode = 1;
});
