import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import ts from 'typescript';

import { scripts } from '../../package.json';
import { compilerOptions } from '../../tsconfig.json';
import { projectFolder } from '../../n8n/folders';

const documents = [
	...readdirSync(projectFolder).map((name) => join(projectFolder, name)),
	...['docs', 'emulator', 'examples', 'bench', 'test'].flatMap((folder) =>
		readdirSync(join(projectFolder, folder), { recursive: true }).map((name) =>
			join(projectFolder, folder, String(name)),
		),
	),
]
	.filter((file) => file.endsWith('.md') && !file.includes('node_modules'))
	.map((file) => relative(projectFolder, file));

const read = (document: string) => readFileSync(join(projectFolder, document), 'utf8');

/** What is shown as code links nowhere. */
const withoutCode = (markdown: string) =>
	markdown.replace(/^```[^]*?^```/gm, '').replace(/`[^`\n]*`/g, '');

const linksIn = (markdown: string) =>
	[...withoutCode(markdown).matchAll(/\]\(([^)\s]+)\)|\b(?:src|srcset|href)="([^"]+)"/g)]
		.map(([, link, attribute]) => link ?? attribute)
		.filter((link) => !/^[a-z]+:/i.test(link));

/** What GitHub calls the headings of a document. */
const anchorsOf = (markdown: string) =>
	[...markdown.matchAll(/^#+ +(.+)$/gm)].map(([, heading]) =>
		heading
			.toLowerCase()
			.replace(/[^\p{L}\p{N}_\- ]/gu, '')
			.replaceAll(' ', '-'),
	);

const isThere = (document: string, link: string) => {
	const [path, anchor] = link.split('#');
	const target = path ? join(dirname(document), path) : document;
	if (!existsSync(join(projectFolder, target))) return false;
	return !anchor || !target.endsWith('.md') || anchorsOf(read(target)).includes(anchor);
};

it('there are the documents that everybody looks for', () => {
	expect(documents).toEqual(
		expect.arrayContaining([
			'README.md',
			'CHANGELOG.md',
			'CONTRIBUTING.md',
			'docs/architecture.md',
			'docs/operations.md',
			'docs/publishing.md',
			'docs/reference.md',
		]),
	);
});

describe.each(documents)('%s', (document) => {
	it('links to nothing that is not there', () => {
		const dead = linksIn(read(document)).filter((link) => !isThere(document, link));
		expect(dead).toEqual([]);
	});

	it('names only commands that exist', () => {
		const named = [...read(document).matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name]) => name);
		expect(named.filter((name) => !(name in scripts))).toEqual([]);
	});

	it('names only files that exist', () => {
		const named = [...read(document).matchAll(/`((?:nodes|test|tools|docs|examples)\/[\w./-]+)`/g)];
		const missing = named.filter(([, path]) => !existsSync(join(projectFolder, path)));
		expect(missing.map(([, path]) => path)).toEqual([]);
	});
});

describe('docs/reference.md', () => {
	// n8n's engine is loaded, to ask the nodes for samples.
	jest.setTimeout(120_000);

	it('is what the nodes say (npm run docs:reference writes it)', () => {
		const command = [require.resolve('tsx/cli'), 'tools/reference/main.ts', '--check'];
		execFileSync(process.execPath, command, { cwd: projectFolder, stdio: 'pipe' });
	});
});

describe('the operation that CONTRIBUTING.md adds', () => {
	const blocks = [...read('CONTRIBUTING.md').matchAll(/^```ts\n\/\/ (nodes\/\S+)\n([^]*?)^```/gm)];
	const files = new Map(
		blocks
			.filter(([, , code]) => code.startsWith('import'))
			.map(([, path, code]) => [join(projectFolder, path), code]),
	);

	it('compiles', () => {
		expect(files.size).toBe(3);
		const { options } = ts.convertCompilerOptionsFromJson(compilerOptions, projectFolder);
		const host = ts.createCompilerHost(options);
		const { fileExists, readFile } = host;
		Object.assign(host, {
			fileExists: (path: string) => files.has(path) || fileExists(path),
			readFile: (path: string) => files.get(path) ?? readFile(path),
			directoryExists: undefined,
		});
		const program = ts.createProgram([...files.keys()], options, host);
		const mistakes = [...files.keys()].flatMap((path) => {
			const file = program.getSourceFile(path);
			return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
		});
		expect(
			mistakes.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')),
		).toEqual([]);
	});
});
