/** Tests that are to fail, and their quiet siblings. Run by quiet.test.ts in a jest of their own. */
import { createRequire } from 'node:module';

import { Faults } from '../../../emulator/api/faults';
import { expectLogged } from '../../harness/quiet/lines';

const { LoggerProxy } = createRequire(require.resolve('n8n-core'))(
	'n8n-workflow',
) as typeof import('n8n-workflow');
const request = { method: 'GET', path: '/v1/agents' };

it('fails: prints to the console', () => console.error('To the console'));
it('fails: prints a table', () => console.table([{ a: 1 }]));
it('fails: prints to a stream', () => void process.stderr.write('To a stream\n'));
it('fails: leaves a line in the log of n8n', () => LoggerProxy.warn('Not expected'));
it('fails: leaves one line of two', () => {
	LoggerProxy.warn('Expected');
	LoggerProxy.error('Not this one');
	expectLogged(/^Expected/);
});
it('fails: expects a line that does not come', () => expectLogged(/^Nothing/));
it('fails: arms a fault that never fires', () => {
	const faults = new Faults();
	faults.add({ kind: 'reset', path: '/v1/agent' });
	faults.take(request, 'before');
	faults.clear();
});

it('passes: expects what is logged', () => {
	LoggerProxy.warn('Expected');
	expectLogged(/^Expected/);
});
it('passes: arms a fault that fires', () => {
	const faults = new Faults();
	faults.add({ kind: 'reset', path: '/v1/agents' });
	faults.take(request, 'before');
});
it('passes: says that a fault may not fire', () => {
	new Faults().add({ kind: 'reset', mayNotFire: true });
});
