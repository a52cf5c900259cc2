/**
 * `npm run previews` writes the output previews: what each operation gives, so that its fields can be dragged in the
 * editor before anything ran. They are made of what the nodes really give. With `--check` it writes nothing, and fails
 * when the files are out of date.
 */
import 'reflect-metadata';

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import { projectFolder } from '../../n8n/folders';
import { previewFiles } from './files';

async function main() {
	const files = await previewFiles();
	const stored = storedFiles();
	if (process.argv.includes('--check')) return check(files, stored);

	for (const path of stored) if (!files.has(path)) rmSync(join(projectFolder, path));
	for (const [path, text] of files) {
		mkdirSync(dirname(join(projectFolder, path)), { recursive: true });
		writeFileSync(join(projectFolder, path), text);
	}
}

function check(files: Map<string, string>, stored: string[]) {
	const isAsStored = (path: string) =>
		stored.includes(path) && readFileSync(join(projectFolder, path), 'utf8') === files.get(path);
	const outdated = [...files.keys()].filter((path) => !isAsStored(path));
	const superfluous = stored.filter((path) => !files.has(path));
	if (outdated.length + superfluous.length === 0) return;
	console.error(
		['Out of date. Write them anew with: npm run previews', ...outdated, ...superfluous].join('\n'),
	);
	process.exitCode = 1;
}

/** Paths in the project, with slashes. */
function storedFiles(): string[] {
	return readdirSync(join(projectFolder, 'nodes'), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(projectFolder, join(entry.parentPath, entry.name)))
		.map((path) => path.replaceAll('\\', '/'))
		.filter((path) => path.includes('/__schema__/'));
}

main().catch((error: Error) => {
	console.error(error.stack ?? error.message);
	process.exitCode = 1;
});
