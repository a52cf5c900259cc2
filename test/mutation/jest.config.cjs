/** The unit tests alone, as mutation testing runs them: again and again, each time only those that reach the line. */
const { projects } = require('../../jest.config.js');

const { displayName, ...unit } = projects.find(({ displayName }) => displayName === 'unit');

/** @type {import('jest').Config} */
module.exports = {
	...unit,
	rootDir: '../..',
	// These look at files of the repository, not at what code does.
	testPathIgnorePatterns: ['/(docs|house|examples|troubleshooting|contract)\\.test\\.ts$'],
};
