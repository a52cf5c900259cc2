// Runs before every command of package.json: says early what is missing, and installs it where it can.
// Plain JavaScript on Node's own modules, because nothing else is installed yet when it runs.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
	console.error(`Node ${process.versions.node} is too old: install Node 20.19 or newer.`);
	process.exit(1);
}

/** npm writes its own copy of the lock file last, so an older copy means an unfinished or old install. */
const installed = 'node_modules/.package-lock.json';
const upToDate =
	existsSync(installed) && statSync(installed).mtimeMs >= statSync('package-lock.json').mtimeMs;

if (!upToDate) {
	console.log('Installing the development packages (npm ci, a minute or two the first time) …');
	const { status } = spawnSync('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], {
		stdio: 'inherit',
		shell: process.platform === 'win32',
	});
	if (status !== 0) {
		console.error('npm ci failed; its reason is above. Run `npm ci` again when it is solved.');
		process.exit(status ?? 1);
	}
}
