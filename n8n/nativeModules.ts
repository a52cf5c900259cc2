/**
 * The native modules of an installed n8n: built for its Node, and tried in it before n8n is.
 *
 * sqlite3 takes minutes to build, so a build is kept for other installations. It stands on Node-API, which is stable
 * upward only: what was built with the headers of one Node runs there and in newer ones, and crashes older ones while
 * it is loaded. So each build is kept under the Node-API version that it was built for, and used from there upward.
 */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';

import { cacheFolder } from './folders';
import { evaluate, load } from './node';
import { npm } from './npm';

const SQLITE = 'node_modules/sqlite3/build/Release/node_sqlite3.node';
const keptFolder = join(cacheFolder, 'n8n', 'native');

/** The build of sqlite3 that is under way in this process: an installation beside it waits, and may use it. */
let building: Promise<unknown> = Promise.resolve();

/**
 * Builds the native modules of an installation with its own Node, and loads each of them once in it.
 *
 * @throws Error when a module cannot be built, or does not load in that Node
 */
export async function buildNativeModules(
	modules: string[],
	folder: string,
	node: string,
	log: string,
) {
	const build = (names: string[]) =>
		npm(['rebuild', '--ignore-scripts=false', ...names], folder, log, environmentOf(node));
	if (modules.includes('sqlite3')) {
		const inTurn = building.then(() => useSqlite(folder, node, () => build(['sqlite3'])));
		building = inTurn.catch(() => undefined);
		await inTurn;
	}
	const others = modules.filter((name) => name !== 'sqlite3');
	if (others.length) await build(others);
	for (const name of modules) await load(node, folder, name);
}

/** Takes a kept build that loads, else builds one and keeps it. */
async function useSqlite(folder: string, node: string, build: () => Promise<void>) {
	const built = join(folder, SQLITE);
	const { name, nodeApi } = await describeBuild(folder, node);
	for (const kept of await listKept(name, nodeApi)) {
		await mkdir(dirname(built), { recursive: true });
		await copyFile(join(keptFolder, kept), built);
		const isUsable = await load(node, folder, 'sqlite3').then(
			() => true,
			() => false,
		);
		if (isUsable) return;
		await rm(join(keptFolder, kept), { force: true });
		await rm(built, { force: true });
	}
	await build();
	await load(node, folder, 'sqlite3');
	await keep(built, `${name}-napi${nodeApi}.node`);
}

/** What a build is for, apart from the version of Node-API. */
async function describeBuild(folder: string, node: string) {
	const manifest = await readFile(join(folder, 'node_modules/sqlite3/package.json'), 'utf8');
	const { version } = JSON.parse(manifest) as { version: string };
	const [platform, arch, libc, nodeApi] = (await evaluate(
		node,
		`[process.platform, process.arch, process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'other', process.versions.napi]`,
	)) as string[];
	return { name: ['sqlite3', version, platform, arch, libc].join('-'), nodeApi: Number(nodeApi) };
}

/** The kept builds that may run: the newest Node-API first that is not newer than this one. */
async function listKept(name: string, nodeApi: number): Promise<string[]> {
	const versionOf = (file: string) => Number(/-napi(\d+)\.node$/.exec(file)?.[1]);
	const files = await readdir(keptFolder).catch(() => []);
	return files
		.filter((file) => file.startsWith(`${name}-napi`) && versionOf(file) <= nodeApi)
		.sort((one, other) => versionOf(other) - versionOf(one));
}

/** Under its name only once it is whole: another process may be looking for it. */
async function keep(built: string, name: string) {
	await mkdir(keptFolder, { recursive: true });
	const part = join(keptFolder, `${name}.${process.pid}`);
	await copyFile(built, part);
	await rename(part, join(keptFolder, name));
}

/** That Node comes first, and with it its headers, where they came along. */
function environmentOf(node: string): NodeJS.ProcessEnv {
	const root = join(dirname(node), '..');
	return {
		PATH: [dirname(node), process.env.PATH].join(delimiter),
		...(existsSync(join(root, 'include')) && { npm_config_nodedir: root }),
	};
}
