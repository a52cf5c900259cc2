import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { format, resolveConfig } from 'prettier';

import { projectFolder } from '../../n8n/folders';

const path = join(projectFolder, 'docs/benchmarks.md');
const BEGIN = '<!-- measured: begin -->';
const END = '<!-- measured: end -->';

/** Puts what was measured into the document, where its marks say. What people wrote around it stays. */
export async function writeDocument(measured: string): Promise<void> {
	const document = await readFile(path, 'utf8');
	const [before, rest] = document.split(BEGIN);
	const after = rest?.split(END)[1];
	if (after === undefined) throw new Error(`docs/benchmarks.md has no ${BEGIN} … ${END}`);
	const text = `${before}${BEGIN}\n\n${measured}\n\n${END}${after}`;
	await writeFile(path, await format(text, { ...(await resolveConfig(path)), parser: 'markdown' }));
}
