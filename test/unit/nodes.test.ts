import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { projectFolder } from '../../n8n/folders';

const ALLOWED = /^nodes\/api\/(http|endpoints)\//;
const REQUEST = /\.request(Afresh)?\s*[<(]/;

const sources = readdirSync(join(projectFolder, 'nodes'), { recursive: true, encoding: 'utf8' })
	.filter((file) => file.endsWith('.ts'))
	.map((file) => `nodes/${file.replaceAll('\\', '/')}`);
const textOf = (file: string) => readFileSync(join(projectFolder, file), 'utf8');

it('requests are made in api/endpoints and nowhere else', () => {
	const makesRequests = sources.filter((file) => REQUEST.test(textOf(file)));
	expect(makesRequests.filter((file) => !ALLOWED.test(file))).toEqual([]);
	expect(makesRequests).toContain('nodes/api/endpoints/messages.ts');
});

it('what reaches people is never marked as safe to repeat', () => {
	for (const file of ['messages', 'reactions'])
		expect(textOf(`nodes/api/endpoints/${file}.ts`)).not.toContain('repeat:');
});

it('no type is forced: what is not known is looked at', () => {
	const forced = sources.filter((file) => /\bas (never|unknown as)\b/.test(codeOf(file)));
	expect(forced).toEqual([]);
});

/** Without comments and texts that people read. */
const codeOf = (file: string) =>
	textOf(file).replace(/\/\*[^]*?\*\/|\/\/.*|'(?:[^'\\\n]|\\.)*'/g, '');
