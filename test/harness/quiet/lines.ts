/**
 * A green run is quiet. What code under test prints, and what n8n writes into its log, is kept here instead of on the
 * screen. `everyTest.ts` fails a test that leaves a line which it did not expect.
 */
import { Console } from 'node:console';
import { Writable } from 'node:stream';

/** Printed to the console or to a standard stream. No test may leave any. */
export const printed: string[] = [];
/** Written into n8n's log: errors, warnings and information. A test says which it expects. */
export const logged: string[] = [];

/** Fails unless n8n's log has a line for each pattern. The lines that match are expected from now on. */
export function expectLogged(...patterns: RegExp[]): void {
	const lines = logged.splice(0);
	for (const pattern of patterns) expect(lines).toContainEqual(expect.stringMatching(pattern));
	logged.push(...lines.filter((line) => !patterns.some((pattern) => pattern.test(line))));
}

/** What came into n8n's log since the last time, for a test in which anything may go wrong. */
export const takeLogged = (): string[] => logged.splice(0);

/** Still the screen when `everyTest.ts` has turned `process.stdout` away from it. */
const toScreen = process.stdout.write.bind(process.stdout);
const screen = new Console(
	new Writable({ write: (chunk: Buffer, _encoding, done) => void toScreen(chunk, done) }),
);

/** Prints what a suite measured, for people to read. */
export const report = (text: string): void => screen.log(text);
export const reportTable = (rows: object): void => screen.table(rows);
