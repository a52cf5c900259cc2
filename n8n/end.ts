/**
 * How a process ended, in words: by itself with a code, or by a signal, and what such a signal means.
 *
 * @param code the exit code; `null` when a signal ended it
 */
export function describeEnd(code: number | string | null, signal: string | null): string {
	if (signal === null) return `it ended with exit code ${code}`;
	const meaning = MEANINGS[signal];
	return `it was ended by ${signal}${meaning ? ` (${meaning})` : ''}`;
}

const MEANINGS: Record<string, string> = {
	SIGSEGV:
		'a crash in native code, mostly a native module that was built for another Node: remove this version’s folder in .cache/n8n, and it is installed anew',
	SIGILL: 'a crash in native code: a native module was built for another processor',
	SIGABRT: 'it gave up by itself, mostly because memory ran out',
	SIGKILL: 'killed from outside, by the system where memory ran out',
	SIGTERM: 'somebody asked it to end',
	SIGINT: 'somebody interrupted it',
};
