/** Kinds of tests, each its own jest project: pick some with `npx jest --selectProjects unit engine`. */
const project = (displayName, options = {}) => ({
	displayName,
	testMatch: [`<rootDir>/test/${displayName}/**/*.test.ts`],
	modulePathIgnorePatterns: ['<rootDir>/.cache/', '<rootDir>/dist/', '<rootDir>/n8n/versions/'],
	transform: {
		'\\.ts$': [
			'@swc/jest',
			{
				jsc: {
					parser: { syntax: 'typescript', decorators: true },
					transform: { legacyDecorator: true, decoratorMetadata: true },
					target: 'es2022',
				},
			},
		],
	},
	...options,
	setupFilesAfterEnv: [
		'<rootDir>/test/harness/quiet/everyTest.ts',
		...(options.setupFilesAfterEnv ?? []),
	],
});

/** For tests that run n8n-core. */
const inEngine = {
	setupFiles: ['reflect-metadata'],
	setupFilesAfterEnv: [
		'<rootDir>/test/harness/engine/userFolder.ts',
		'<rootDir>/test/harness/quiet/n8nLog.ts',
	],
};

/** @type {import('jest').Config} */
module.exports = {
	// Jest knows one for all projects; what takes longer says so with jest.setTimeout.
	testTimeout: 60_000,
	// Where nobody watches, only what failed is printed, and the summary.
	reporters: [process.stdout.isTTY ? 'default' : 'agent', 'summary'],
	// What n8n loads, with `npm run test:coverage`. The floor: it fails below.
	coverageProvider: 'v8',
	collectCoverageFrom: ['nodes/**/*.ts', 'credentials/**/*.ts'],
	coverageReporters: ['text-summary', 'json-summary', 'html'],
	coverageThreshold: { global: { lines: 98, branches: 94, functions: 98 } },
	projects: [
		project('unit'),
		project('upgrades'),
		project('conformance'),
		project('engine', inEngine),
		project('faults', { ...inEngine, testTimeout: 600_000 }),
		project('browser', { testTimeout: 120_000 }),
		project('e2e', {
			globalSetup: '<rootDir>/test/e2e/setup.ts',
			globalTeardown: '<rootDir>/test/e2e/teardown.ts',
		}),
		project('examples', {
			globalSetup: '<rootDir>/test/examples/setup.ts',
			globalTeardown: '<rootDir>/test/examples/teardown.ts',
		}),
		project('queue'),
		project('compat', { globalSetup: '<rootDir>/test/compat/setup.ts' }),
	],
};
