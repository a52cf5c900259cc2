import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

import { adoptUnfinished, FINISHED, HAS_PACKAGES, takePlace } from '../../../n8n/ownFolder';

const LOCK = 'the lock file';
let folder: string;

beforeEach(async () => {
	folder = join(await mkdtemp(join(tmpdir(), 'agentphone-install-')), '2.40.7');
});
afterEach(() => rm(dirname(folder), { recursive: true }));

/** Makes a folder as an installation leaves it: with marks, and something in it that says whose it is. */
async function make(path: string, whose: string, marks: Record<string, string> = {}) {
	await mkdir(path, { recursive: true });
	for (const [name, content] of Object.entries({ whose, ...marks }))
		await writeFile(join(path, name), content);
}
const whose = async () => await readFile(join(folder, 'whose'), 'utf8');
const names = async () => (await readdir(dirname(folder))).sort();

/** The ID of a process that has ended. */
async function idOfTheGone(): Promise<number> {
	const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
	await once(child, 'exit');
	return child.pid!;
}

describe('taking its place', () => {
	it('moves a finished installation to where it is looked for', async () => {
		await make(`${folder}.1`, 'mine', { [FINISHED]: LOCK });
		await takePlace(folder, `${folder}.1`, LOCK);
		expect(await whose()).toBe('mine');
		expect(await names()).toEqual([basename(folder)]);
	});

	it('leaves alone what another process has finished and may be running', async () => {
		await make(folder, 'another’s', { [FINISHED]: LOCK });
		await make(`${folder}.1`, 'mine', { [FINISHED]: LOCK });
		await takePlace(folder, `${folder}.1`, LOCK);
		expect(await whose()).toBe('another’s');
		expect(await names()).toEqual([basename(folder)]);
	});

	it.each([
		['half done', {}],
		['of an earlier lock file', { [FINISHED]: 'an earlier one' }],
	])('replaces what is %s', async (_, marks) => {
		await make(folder, 'the old', marks);
		await make(`${folder}.1`, 'mine', { [FINISHED]: LOCK });
		await takePlace(folder, `${folder}.1`, LOCK);
		expect(await whose()).toBe('mine');
		expect(await names()).toEqual([basename(folder)]);
	});

	it('ends with one whole installation when several finish at once', async () => {
		const owns = Array.from({ length: 8 }, (_, index) => `${folder}.${index + 1}`);
		await make(folder, 'the old', { [FINISHED]: 'an earlier one' });
		for (const own of owns) await make(own, own, { [FINISHED]: LOCK });
		await Promise.all(owns.map((own) => takePlace(folder, own, LOCK)));
		expect(owns).toContain(await whose());
		expect(await names()).toEqual([basename(folder)]);
	});
});

describe('what a process that is gone left behind', () => {
	it('is taken over when its packages are whole', async () => {
		const own = `${folder}.${process.pid}`;
		await make(`${folder}.${await idOfTheGone()}`, 'left behind', { [HAS_PACKAGES]: LOCK });
		expect(await adoptUnfinished(folder, own, LOCK)).toBe(true);
		expect(await names()).toEqual([basename(own)]);
	});

	it('is removed when it is half done', async () => {
		await make(`${folder}.${await idOfTheGone()}`, 'left behind');
		expect(await adoptUnfinished(folder, `${folder}.${process.pid}`, LOCK)).toBe(false);
		expect(await names()).toEqual([]);
	});

	it('is not touched while its process runs', async () => {
		const running = `${folder}.${process.ppid}`;
		await make(running, 'at work', { [HAS_PACKAGES]: LOCK });
		expect(await adoptUnfinished(folder, `${folder}.${process.pid}`, LOCK)).toBe(false);
		expect(existsSync(running)).toBe(true);
	});
});
