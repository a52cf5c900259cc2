/** What people outside this repository rely on: the emulator starts with its own packages alone, and its page is true. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { defaultDialect } from '../../emulator/dialect';
import { bin, dependencies, engines } from '../../emulator/package.json';
import { projectFolder } from '../../n8n/folders';
import project from '../../package.json';

const folder = join(projectFolder, 'emulator');
const readme = readFileSync(join(folder, 'README.md'), 'utf8');

describe('npx ./emulator', () => {
	it('starts what npm run emulator starts', () => {
		const help = execFileSync(process.execPath, [join(folder, bin), '--help'], {
			encoding: 'utf8',
		});
		expect(help).toContain('--dialect');
	});

	it('installs all that the emulator imports, and nothing else', () => {
		const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.ts') && !file.includes('node_modules'))
			.map((file) => readFileSync(join(folder, file), 'utf8'));
		const imported = sources.flatMap((source) =>
			[
				...source.matchAll(
					/^import (?!type )[^;]*? from '([^.'][^']*)'|import\('([^.'][^']*)'\)/gm,
				),
			].map(([, atStart, later]) => atStart ?? later),
		);
		const packages = new Set(imported.filter((name) => !name.startsWith('node:')));
		// tsx runs the sources, so that nothing has to be built.
		expect(Object.keys(dependencies).sort()).toEqual([...packages, 'tsx'].sort());
	});

	it('installs the versions that it is tested with', () => {
		expect(project.devDependencies).toMatchObject(dependencies);
		expect(engines).toEqual(project.engines);
	});
});

describe('emulator/README.md', () => {
	/** The cells of the table that begins with this heading. */
	const table = (heading: string) =>
		readme
			.slice(readme.search(new RegExp(`^\\| ${heading} `, 'm')))
			.split('\n\n')[0]
			.split('\n')
			.slice(2)
			.map((row) => row.split('|').map((cell) => cell.trim()));

	it('has every switch of the dialect, its default first', () => {
		const defaults = table('switch').map(([, name, values]) => [
			name.replaceAll('`', ''),
			/`([^`]+)`/.exec(values)?.[1],
		]);
		expect(Object.fromEntries(defaults)).toEqual(
			Object.fromEntries(Object.entries(defaultDialect).map(([name, value]) => [name, `${value}`])),
		);
	});

	it('has every kind of fault', () => {
		const source = readFileSync(join(folder, 'api', 'faults.ts'), 'utf8');
		const [, kinds] = /kind: ([^;]+);/.exec(source)!;
		expect(table('kind').map(([, name]) => name.replaceAll('`', "'"))).toEqual(kinds.split(' | '));
	});

	it('has only calls of /_emulator that there are', () => {
		const control = readFileSync(join(folder, 'control.ts'), 'utf8');
		const named = table('call').flatMap(([, cell]) =>
			[...cell.matchAll(/`(?:[A-Z]+ )?(?:\/_emulator)?(\/[^`]*)`/g)].map(([, path]) => path),
		);
		expect(named.length).toBeGreaterThan(10);
		expect(named.filter((path) => !control.includes(`'${path}'`))).toEqual([]);
	});
});
