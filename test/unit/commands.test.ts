/** What workflows, the devcontainer and the docs tell people and machines to run is there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'yaml';

import { projectFolder } from '../../n8n/folders';

const read = (file: string) => readFileSync(join(projectFolder, file), 'utf8');
const filesIn = (folder: string) =>
	readdirSync(join(projectFolder, folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => /\.(ya?ml|json|md)$/.test(name))
		.map((name) => `${folder}/${name}`);

const files = [...filesIn('.github'), ...filesIn('.devcontainer'), '.ci/run', 'CONTRIBUTING.md'];
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

it.each(files)('%s runs only commands that exist', (file) => {
	const named = [...read(file).matchAll(/npm run (?:--silent )?([\w:]+)/g)].map(([, name]) => name);
	expect(named.filter((name) => !(name in scripts))).toEqual([]);
	const paths = [...read(file).matchAll(/(?:bash |\.\/)(\.(?:ci|github)\/[\w/-]+)/g)];
	expect(
		paths.map(([, path]) => path).filter((path) => !existsSync(join(projectFolder, path))),
	).toEqual([]);
});

it.each(files.filter((file) => /\.ya?ml$/.test(file)))('%s is YAML', (file) => {
	expect(parse(read(file))).toEqual(expect.any(Object));
});

it('CI runs each suite that .ci/run runs', () => {
	const commands = (text: string) =>
		[...text.matchAll(/npm (?:test|run (?:test:\w+|demo -- --once))/g)].map(([command]) => command);
	const inParallel = commands(read('.github/workflows/ci.yml'));
	expect(inParallel).toEqual(expect.arrayContaining(commands(read('.ci/run'))));
});
