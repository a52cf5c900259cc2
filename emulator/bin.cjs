#!/usr/bin/env node
// `npx ./emulator` starts here, in a fresh clone too. Plain JavaScript on Node's own modules, because nothing else may
// be installed yet.
const { spawnSync } = require('node:child_process');

const { dependencies } = require('./package.json');

const isInstalled = (name) => {
	try {
		return Boolean(require.resolve(name));
	} catch {
		return false;
	}
};

if (!Object.keys(dependencies).every(isInstalled)) {
	console.error('Installing what the emulator needs (half a minute, the first time) …');
	const flags = ['--omit=dev', '--no-package-lock', '--no-fund', '--no-audit', '--loglevel=error'];
	const { status } = spawnSync('npm', ['install', ...flags], {
		cwd: __dirname,
		stdio: ['ignore', 'ignore', 'inherit'],
		shell: process.platform === 'win32',
	});
	if (status !== 0) {
		console.error('npm install failed; its reason is above. Start again when it is solved.');
		process.exit(status ?? 1);
	}
}

require('tsx/cjs');
require('./main.ts');
