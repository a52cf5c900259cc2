import { createRequire } from 'node:module';

import { parts } from './test/mutation/parts.mjs';

/**
 * Mutation testing: every line that decides something is changed a little, and a unit test has to notice.
 * `npm run test:mutation` runs all parts of `test/mutation/parts.mjs`, one after the other.
 */
const name = process.env.MUTATION_PART;
const part = parts[name];
if (!part) throw new Error(`MUTATION_PART has to be one of ${Object.keys(parts).join(', ')}`);

const { projects } = createRequire(import.meta.url)('./jest.config.js');
const { displayName, ...unit } = projects.find(({ displayName }) => displayName === 'unit');

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
	mutate: part.mutate,
	testRunner: 'jest',
	jest: {
		projectType: 'custom',
		config: {
			...unit,
			testMatch: part.tests.map((tests) => `<rootDir>/test/unit/${tests}.test.ts`),
			roots: ['<rootDir>/nodes', '<rootDir>/test'],
			watchman: false,
			testEnvironment: './test/mutation/environment.cjs',
			testSequencer: './test/mutation/sequencer.cjs',
			setupFiles: ['<rootDir>/test/mutation/properties.cjs'],
			// A mutant may loop; the bound below ends it.
			testTimeout: 10_000,
		},
		enableFindRelatedTests: false,
	},
	coverageAnalysis: 'perTest',
	timeoutMS: 5_000,
	timeoutFactor: 2,
	// Judged by test/mutation/main.mjs, when all parts are through.
	thresholds: { high: 95, low: 90, break: null },
	reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
	clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
	htmlReporter: { fileName: `.cache/mutation/${name}.html` },
	jsonReporter: { fileName: `.cache/mutation/${name}.json` },
	tempDirName: `.cache/mutation/sandbox-${name}`,
	concurrency: 2,
	// Only what the unit tests load is copied; node_modules is linked.
	ignorePatterns: [
		'*',
		'!{nodes,emulator}/**',
		'!test/{unit,harness,mutation}/**',
		'!package.json',
	],
	disableTypeChecks: false,
};
