const { rm } = require('node:fs/promises');
const { dest, src } = require('gulp');

/** Starts every build from nothing, so that no file of an earlier build is ever packed. */
const clean = () => rm('dist', { recursive: true, force: true });

/** Puts what tsc leaves behind (icons, codex files, output previews) beside the compiled nodes. */
const assets = () =>
	src(['icons/*.svg', 'nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'], {
		base: '.',
		encoding: false,
	}).pipe(dest('dist'));

module.exports = { clean, assets };
