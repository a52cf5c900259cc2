/**
 * An installation is made in a folder of its process's own, which takes the place of the real one when it is whole: two
 * processes may install the same thing at the same time, and neither sees the other's half. What a process that is gone
 * left behind is taken over.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';

/** Marks in an installation's folder. Each holds the lock file that it was installed from. */
export const HAS_PACKAGES = 'has-packages';
export const FINISHED = 'finished';

/** What a mark holds; empty where there is none. */
export const readMark = async (folder: string, mark: string) =>
	await readFile(join(folder, mark), 'utf8').catch(() => '');

/**
 * Takes over what a process that is gone left behind, and removes what cannot be used.
 *
 * @param folder where the installation will be looked for; each process's own is named `<folder>.<process ID>`
 * @returns whether the packages are there already, so that only the native modules are missing
 */
export async function adoptUnfinished(folder: string, own: string, lock: string): Promise<boolean> {
	const leftOver = (await readdir(dirname(folder)).catch(() => []))
		.map((name) => join(dirname(folder), name))
		.filter((path) => path.startsWith(`${folder}.`) && !isRunning(Number(extname(path).slice(1))));
	for (const path of leftOver) {
		const isUsable = (await readMark(path, HAS_PACKAGES)) === lock;
		if (isUsable && path === own) continue;
		if (!isUsable || existsSync(own) || !(await move(path, own)))
			await rm(path, { recursive: true, force: true });
	}
	return (await readMark(own, HAS_PACKAGES)) === lock;
}

/**
 * Moves a finished installation to where it is looked for. Another process may have finished the same one meanwhile, and
 * may be running it: then its installation stays, and this one goes.
 */
export async function takePlace(folder: string, own: string, lock: string): Promise<void> {
	while (existsSync(own) && !(await move(own, folder))) {
		if ((await readMark(folder, FINISHED)) === lock)
			return await rm(own, { recursive: true, force: true });
		// What stands there is half done or of an earlier lock file. Aside first: a move is done at once, a removal is not.
		const aside = `${folder}.aside.${process.pid}`;
		if (await move(folder, aside)) await rm(aside, { recursive: true, force: true });
	}
}

/** @returns whether it was moved: not where something is there already, or where another process was quicker */
async function move(from: string, to: string): Promise<boolean> {
	try {
		await rename(from, to);
		return true;
	} catch (error) {
		const { code = '' } = error as NodeJS.ErrnoException;
		if (['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(code)) return false;
		throw error;
	}
}

function isRunning(processId: number): boolean {
	try {
		return process.pid !== processId && process.kill(processId, 0);
	} catch (error) {
		// EPERM: it runs, and belongs to somebody else.
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}
