/** Asks a Node other than the one that runs this. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { describeEnd } from './end';

const run = promisify(execFile);

/** What an expression is worth in that Node, as JSON carries it. */
export async function evaluate(node: string, expression: string): Promise<unknown> {
	const { stdout } = await run(node, ['-p', `JSON.stringify(${expression})`]);
	return JSON.parse(stdout);
}

/**
 * Loads a module of an installation in that Node. A native module that was built for another Node ends the process
 * with a signal; here it is an error at install, not a crash when n8n starts.
 *
 * @throws Error that says how the process ended
 */
export async function load(node: string, folder: string, module: string): Promise<void> {
	try {
		await run(node, ['-e', `require(${JSON.stringify(module)})`], { cwd: folder });
	} catch (error) {
		const { code, signal, stderr } = error as { code?: number; signal?: string; stderr?: string };
		throw new Error(
			[
				`${module} does not load in ${node}: ${describeEnd(code ?? null, signal ?? null)}.`,
				...(stderr?.match(/^\w*Error: .*$/m) ?? []),
			].join('\n'),
		);
	}
}
