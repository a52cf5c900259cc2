/**
 * The package as users get it: built from the sources, packed by npm, and put where n8n puts a community package.
 * The build happens in a copy, so that it neither disturbs nor is disturbed by what is going on in `dist/`.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	cp,
	mkdir,
	mkdtemp,
	readdir,
	readFile,
	rename,
	rm,
	stat,
	writeFile,
} from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';

import { cacheFolder, projectFolder } from './folders';

const run = promisify(execFile);
const shell = process.platform === 'win32';

/** Everything that building and packing reads. */
const SOURCES = [
	'nodes',
	'credentials',
	'icons',
	'package.json',
	'tsconfig.json',
	'gulpfile.js',
	'index.js',
	'README.md',
	'LICENSE',
];

/**
 * Builds and packs the package, unless that was done already for exactly these sources.
 *
 * @returns the path of the tarball
 * @throws Error with the compiler's or npm's words
 */
export async function packPackage(): Promise<string> {
	const folder = join(cacheFolder, 'package');
	const tarball = join(folder, `n8n-nodes-agentphone-${await fingerprint()}.tgz`);
	if (await exists(tarball)) return tarball;

	await mkdir(folder, { recursive: true });
	// Inside the project, so that the compiler finds node_modules above it.
	const copy = await mkdtemp(join(folder, 'build-'));
	try {
		for (const source of SOURCES)
			await cp(join(projectFolder, source), join(copy, source), { recursive: true });
		await npm(['run', 'build'], copy);
		const [packed] = JSON.parse(await npm(['pack', '--json'], copy)) as { filename: string }[];
		await rename(join(copy, packed.filename), tarball);
	} finally {
		await rm(copy, { recursive: true, force: true });
	}
	return tarball;
}

/** Unpacks a tarball into a folder, without the `package/` that npm puts around everything. */
export async function unpack(tarball: string, folder: string) {
	await mkdir(folder, { recursive: true });
	await run('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
}

/**
 * Installs the tarball as n8n itself does (CommunityPackagesService.downloadPackage): unpacked under
 * `<user folder>/.n8n/nodes/node_modules`, without development and peer dependencies, and noted in the ledger.
 * The package has no dependencies, so there is nothing for npm to fetch.
 */
export async function installPackage(tarball: string, userFolder: string) {
	const nodes = join(userFolder, '.n8n', 'nodes');
	const folder = join(nodes, 'node_modules', 'n8n-nodes-agentphone');
	await rm(folder, { recursive: true, force: true });
	await unpack(tarball, folder);

	const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
		[key: string]: unknown;
		name: string;
		version: string;
	};
	for (const key of ['devDependencies', 'peerDependencies', 'optionalDependencies'])
		delete manifest[key];
	await writeFile(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));

	const ledger = {
		name: 'installed-nodes',
		private: true,
		dependencies: { [manifest.name]: manifest.version },
	};
	await writeFile(join(nodes, 'package.json'), JSON.stringify(ledger, null, 2));
}

/** A short name for the content of all sources: the same sources make the same tarball. */
async function fingerprint(): Promise<string> {
	const hash = createHash('sha256');
	for (const source of SOURCES)
		for (const file of await filesOf(join(projectFolder, source)))
			hash
				.update(`${relative(projectFolder, file)}\0`)
				.update(await readFile(file))
				.update('\0');
	return hash.digest('hex').slice(0, 12);
}

async function filesOf(path: string): Promise<string[]> {
	if ((await stat(path)).isFile()) return [path];
	const entries = await readdir(path, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
}

async function npm(args: string[], cwd: string): Promise<string> {
	try {
		const { stdout } = await run('npm', [...args, '--loglevel=error'], { cwd, shell });
		return stdout;
	} catch (error) {
		const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
		throw new Error(`npm ${args.join(' ')} failed:\n${stdout}${stderr}`.trim());
	}
}

const exists = async (path: string) =>
	stat(path).then(
		() => true,
		() => false,
	);
