import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describeEnd } from '../../../n8n/end';
import { evaluate, load } from '../../../n8n/node';

let folder: string;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'agentphone-modules-'));
});
afterEach(async () => await rm(folder, { recursive: true }));

async function addModule(name: string, code: string) {
	const module = join(folder, 'node_modules', name);
	await mkdir(module, { recursive: true });
	await writeFile(join(module, 'index.js'), code);
}

it('a module that loads in its Node is accepted', async () => {
	await addModule('good', 'module.exports = 1;');
	await expect(load(process.execPath, folder, 'good')).resolves.toBeUndefined();
});

it('a module that crashes its Node is an error that names the module, the signal and what to do', async () => {
	await addModule('crashes', "process.kill(process.pid, 'SIGSEGV'); for (;;);");
	await expect(load(process.execPath, folder, 'crashes')).rejects.toThrow(
		/^crashes does not load in .*: it was ended by SIGSEGV \(.*built for another Node: remove .*\.cache\/n8n/,
	);
});

it('a module that throws is an error in its own words', async () => {
	await addModule('throws', "throw new Error('invalid ELF header');");
	await expect(load(process.execPath, folder, 'throws')).rejects.toThrow(/invalid ELF header/);
});

it('asks another Node for its version of Node-API', async () => {
	expect(await evaluate(process.execPath, 'process.versions.napi')).toBe(process.versions.napi);
});

it.each([
	[1, null, 'it ended with exit code 1'],
	[null, 'SIGUSR2', 'it was ended by SIGUSR2'],
])('an end by code %p or signal %p is described', (code, signal, expected) => {
	expect(describeEnd(code, signal)).toBe(expected);
});
