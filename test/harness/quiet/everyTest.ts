/**
 * Runs before the tests of every file, in all projects: jest.config.js has it. A test fails that prints something, that
 * leaves an unexpected line in n8n's log, or that arms a fault which never fires and so tests nothing.
 */
import { Console } from 'node:console';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Writable } from 'node:stream';

import { FAULT_ADDED, type Fault } from '../../../emulator/api/faults';
import { logged, printed } from './lines';

const keep = (chunk: unknown) => void printed.push(String(chunk).trimEnd());

const recorder = new Writable({
	decodeStrings: false,
	write(chunk, _encoding, done) {
		keep(chunk);
		done();
	},
});
const { console: ownConsole } = globalThis;
globalThis.console = new Console(recorder);

const streams = [process.stdout, process.stderr].map((stream) => ({ stream, write: stream.write }));
for (const { stream } of streams) {
	stream.write = ((chunk: unknown, ...rest: unknown[]) => {
		keep(chunk);
		const done = rest.find((each) => typeof each === 'function') as (() => void) | undefined;
		done?.();
		return true;
	}) as typeof stream.write;
}

const armed: Fault[] = [];
const remember = (fault: unknown) => void armed.push(fault as Fault);
subscribe(FAULT_ADDED, remember);

function judge() {
	const complaints = [
		...printed.splice(0).map((line) => `It printed: ${line}`),
		...logged
			.splice(0)
			.map((line) => `n8n logged this, and no expectLogged() asked for it: ${line}`),
		...armed
			.splice(0)
			.filter(({ hits, plan }) => hits === 0 && !plan.mayNotFire)
			.map(({ plan }) => `This fault never fired: ${inWords(plan)}`),
	];
	if (complaints.length > 0) throw new Error(complaints.join('\n'));
}

const inWords = (plan: Fault['plan']) =>
	JSON.stringify({ ...plan, path: plan.path && String(plan.path) });

afterEach(judge);

afterAll(() => {
	unsubscribe(FAULT_ADDED, remember);
	globalThis.console = ownConsole;
	for (const { stream, write } of streams) stream.write = write;
	judge();
});
