/** The guard of every test, seen at work: what is loud fails, what is quiet passes. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { projectFolder } from '../../../n8n/folders';

interface Results {
	testResults: Array<{
		assertionResults: Array<{ title: string; status: string; failureMessages: string[] }>;
	}>;
}

const harness = '<rootDir>/test/harness/quiet';
const config = {
	rootDir: projectFolder,
	testMatch: ['<rootDir>/test/unit/quiet/loud.sample.ts'],
	modulePathIgnorePatterns: ['<rootDir>/.cache/', '<rootDir>/dist/', '<rootDir>/n8n/versions/'],
	transform: { '\\.ts$': '@swc/jest' },
	setupFiles: ['reflect-metadata'],
	setupFilesAfterEnv: [`${harness}/everyTest.ts`, `${harness}/n8nLog.ts`],
};

it('a test fails that prints, that leaves a line in n8n’s log, or whose fault never fires', async () => {
	const jest = require.resolve('jest/bin/jest');
	const { stdout } = await promisify(execFile)(
		process.execPath,
		[jest, '--config', JSON.stringify(config), '--json', '--runInBand'],
		{ cwd: projectFolder },
	).catch((error: { stdout: string }) => error);
	const { testResults } = JSON.parse(stdout) as Results;
	const said = testResults[0].assertionResults.map(({ title, status, failureMessages }) => ({
		title,
		status,
		why: failureMessages.map((message) => message.split('\n')[0]).join(),
	}));
	for (const { title, status } of said)
		expect([title, status]).toEqual([title, title.startsWith('fails: ') ? 'failed' : 'passed']);
	expect(said).toHaveLength(10);
	expect(said.map(({ why }) => why)).toEqual([
		'Error: It printed: To the console',
		expect.stringMatching(/^Error: It printed: ┌/),
		'Error: It printed: To a stream',
		'Error: n8n logged this, and no expectLogged() asked for it: Not expected',
		'Error: n8n logged this, and no expectLogged() asked for it: Not this one',
		expect.stringContaining('toContainEqual'),
		'Error: This fault never fired: {"kind":"reset","path":"/v1/agent"}',
		'',
		'',
		'',
	]);
}, 120_000);
