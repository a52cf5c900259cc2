import { AsyncLocalStorage } from 'node:async_hooks';

/** What is told about a step while it goes on: shown below it, or as a line. */
interface Task {
	output: string;
}

/** The step that is going on: what begins within it is told as a part of it. */
const current = new AsyncLocalStorage<Task>();

/**
 * Does something that takes a while, and says so: what begins, what goes on within it, and how long it took. Where there
 * is no terminal, in plain lines. To the standard error, so that what a command prints can be piped on.
 */
export async function step<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
	const outer = current.getStore();
	if (outer) {
		outer.output = what;
		return await work();
	}
	const { Listr, ListrLogger, PRESET_TIMER, ProcessOutput } = await import('listr2');
	const isTerminal = Boolean(process.stderr.isTTY);
	const logger = new ListrLogger({
		useIcons: isTerminal,
		processOutput: new ProcessOutput(process.stderr, process.stderr),
	});
	let result!: Result;
	const task = async (_context: unknown, running: unknown) => {
		result = await current.run(running as Task, work);
	};
	await new Listr([{ title: what, task }], {
		renderer: isTerminal ? 'default' : 'simple',
		rendererOptions: { logger, timer: PRESET_TIMER },
		registerSignalListeners: false,
	}).run();
	return result;
}
