/**
 * Mutation testing: every line that decides something is changed a little, and a unit test has to notice.
 * `npm run test:mutation` runs it; what survives is listed in `.cache/mutation/report.html`.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
	testRunner: 'jest',
	jest: { configFile: 'test/mutation/jest.config.cjs', enableFindRelatedTests: true },
	coverageAnalysis: 'perTest',
	mutate: [
		'nodes/api/model/{address,addressee,metadata,exactNumbers,timestamps}.ts',
		'nodes/api/lists/*.ts',
		'nodes/api/http/retry.ts',
		'nodes/api/webhook/*.ts',
		'nodes/AgentPhoneTrigger/delivery/{claims,marks}.ts',
		'nodes/AgentPhoneTrigger/registration/borrowed.ts',
	],
	thresholds: { high: 95, low: 90, break: 90 },
	reporters: ['clear-text', 'html'],
	clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
	htmlReporter: { fileName: '.cache/mutation/report.html' },
	tempDirName: '.cache/mutation/sandbox',
	incremental: true,
	incrementalFile: '.cache/mutation/incremental.json',
	concurrency: 2,
	ignorePatterns: ['.cache', 'dist', 'n8n/versions', 'docs/images', '.git'],
	disableTypeChecks: false,
};
