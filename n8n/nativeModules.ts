import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rename } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';

import { cacheFolder } from './folders';
import { npm } from './npm';

/**
 * What sqlite3 builds. It stands on Node-API, so one build of a version fits every Node: it takes minutes, and is kept
 * for the other versions of n8n.
 */
const SQLITE = 'node_modules/sqlite3/build/Release/node_sqlite3.node';

/** Builds that are under way in this process, by what they are kept as. */
const building = new Map<string, Promise<void>>();

/** Builds the native modules of an installation, against its own Node. */
export async function buildNativeModules(
	modules: string[],
	folder: string,
	node: string,
	log: string,
) {
	const build = (names: string[]) =>
		npm(['rebuild', '--ignore-scripts=false', ...names], folder, log, environmentOf(node));
	if (modules.includes('sqlite3')) await useSqlite(folder, () => build(['sqlite3']));
	const others = modules.filter((name) => name !== 'sqlite3');
	if (others.length) await build(others);
}

async function useSqlite(folder: string, build: () => Promise<void>) {
	const manifest = await readFile(join(folder, 'node_modules/sqlite3/package.json'), 'utf8');
	const { version } = JSON.parse(manifest) as { version: string };
	const { platform, arch } = process;
	const kept = join(cacheFolder, 'n8n', `sqlite3-${version}-${platform}-${arch}.node`);
	const built = join(folder, SQLITE);
	if (!existsSync(kept)) {
		const first = building.get(kept);
		if (!first) {
			const own = build().then(() => keep(built, kept));
			building.set(kept, own);
			return await own;
		}
		await first;
	}
	await mkdir(dirname(built), { recursive: true });
	await copyFile(kept, built);
}

/** Under its name only once it is whole. */
async function keep(built: string, kept: string) {
	await copyFile(built, `${kept}.part`);
	await rename(`${kept}.part`, kept);
}

/** That Node comes first, and with it its headers, where they came along. */
function environmentOf(node: string): NodeJS.ProcessEnv {
	const root = join(dirname(node), '..');
	return {
		PATH: [dirname(node), process.env.PATH].join(delimiter),
		...(existsSync(join(root, 'include')) && { npm_config_nodedir: root }),
	};
}
