/**
 * Judges the package as n8n does before it verifies one: its scanner's rules on the sources and on the packed
 * tarball, warnings included, and what may be in the tarball, the manifest and the lock files. Works offline.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

import { ESLint, type Linter } from 'eslint';

import { projectFolder } from '../n8n/folders';
import { packPackage, unpack } from '../n8n/package';

/** The scanner looks at these in a tarball; the sources it judges by patterns of its own. */
const TARBALL_FILE_PATTERNS = ['**/*.js', 'package.json'];
const LIFECYCLE_SCRIPTS =
	/^(pre|post)?(install|prepare|publish|pack|uninstall|version)$|^(prepublishOnly|dependencies)$/;
const PACKED = /^(dist\/.+|index\.js|README\.md|LICENSE|package\.json)$/;

async function scan() {
	const unpacked = mkdtempSync(join(tmpdir(), 'agentphone-scan-'));
	try {
		const { buildScanConfig, SOURCE_FILE_PATTERNS } = await import(
			'@n8n/scan-community-package/scanner/scanner.mjs'
		);
		const rules = await buildScanConfig();
		await unpack(await packPackage(), unpacked);
		return {
			'the scanner itself': await checkScanner(rules),
			'n8n’s rules, sources': await lint(rules, projectFolder, SOURCE_FILE_PATTERNS),
			'n8n’s rules, tarball': await lint(rules, unpacked, TARBALL_FILE_PATTERNS),
			'content of the tarball': checkTarball(unpacked),
			manifest: checkManifest(),
			'lock files': checkLockFiles(),
		};
	} finally {
		rmSync(unpacked, { recursive: true, force: true });
	}
}

/** The scanner's own `analyzePackage` hides warnings, so its rules are applied here in the same way. */
function linter(rules: Linter.Config[], folder: string) {
	return new ESLint({
		cwd: folder,
		allowInlineConfig: false,
		overrideConfigFile: true,
		overrideConfig: rules,
	});
}

async function lint(rules: Linter.Config[], folder: string, patterns: string[]) {
	const results = await linter(rules, folder).lintFiles(patterns);
	if (results.length === 0) return ['no files to judge'];
	return results.flatMap(({ filePath, messages }) =>
		messages.map(
			({ line, message, ruleId }) => `${relative(folder, filePath)}:${line} ${message} (${ruleId})`,
		),
	);
}

/** Rules can fall silent (a parser of another version, a renamed plugin), so each set must find a planted fault. */
async function checkScanner(rules: Linter.Config[]) {
	const planted: Record<string, { path: string; code: string }> = {
		'@n8n/community-nodes': { path: 'nodes/A/A.node.ts', code: 'setTimeout(() => {}, 1);' },
		'n8n-nodes-base': {
			path: 'nodes/A/A.node.ts',
			code: "export class A { description = { displayName: 'A', name: 'a', properties: [{ displayName: 'b c', name: 'b', type: 'boolean', default: true, description: 'ends with a stop.' }] }; }",
		},
		'no-console': { path: 'nodes/A/A.node.js', code: 'console.log(1);' },
	};
	const silent: string[] = [];
	for (const [set, { path, code }] of Object.entries(planted)) {
		const filePath = join(projectFolder, path);
		const [result] = await linter(rules, projectFolder).lintText(code, { filePath });
		if (!result.messages.some(({ ruleId }) => ruleId?.startsWith(set)))
			silent.push(`the rules of ${set} find nothing in a file made to break them`);
	}
	return silent;
}

function checkTarball(folder: string) {
	const files = readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
	const { main, n8n } = readManifest(folder);
	const needed = [
		...[main, ...n8n.nodes, ...n8n.credentials, 'README.md', 'LICENSE', 'package.json'],
		...outputPreviews().map((path) => `dist/${path}`),
	];
	return [
		...files.filter((file) => !PACKED.test(file)).map((file) => `${file} does not belong there`),
		...needed.filter((file) => !files.includes(file)).map((file) => `${file} is missing`),
	];
}

/** Nothing imports them, so only a look at the tarball shows that they were packed. */
function outputPreviews(): string[] {
	const tracked = execFileSync('git', ['ls-files', 'nodes/*/__schema__/*'], {
		cwd: projectFolder,
		encoding: 'utf8',
	});
	return tracked.split('\n').filter(Boolean);
}

function checkManifest() {
	const { scripts, ...manifest } = readManifest(projectFolder);
	const fields = ['dependencies', 'optionalDependencies', 'bundleDependencies', 'overrides'];
	return [
		...fields
			.filter((field) => Object.keys(manifest[field] ?? {}).length > 0)
			.map((field) => `${field} must be empty: a verified community node brings nothing along`),
		...Object.keys(scripts)
			.filter((name) => LIFECYCLE_SCRIPTS.test(name))
			.map((name) => `the script ${name} would run on its own`),
	];
}

/** With addresses in them, an install would need the very registry that the lock file was made with. */
function checkLockFiles() {
	const tracked = execFileSync('git', ['ls-files', '*package-lock.json'], { cwd: projectFolder });
	return String(tracked)
		.split('\n')
		.filter(Boolean)
		.filter((file) => readFileSync(join(projectFolder, file), 'utf8').includes('"resolved":'))
		.map((file) => `${file} records download addresses`);
}

interface Manifest {
	[field: string]: object | string | undefined;
	main: string;
	scripts: Record<string, string>;
	n8n: { nodes: string[]; credentials: string[] };
}

function readManifest(folder: string) {
	return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

void scan().then((checks) => {
	for (const [what, findings] of Object.entries(checks)) {
		console.log(`${findings.length ? '✗' : '✓'} ${what}`);
		for (const finding of findings) console.log(`    ${finding}`);
		if (findings.length) process.exitCode = 1;
	}
});
