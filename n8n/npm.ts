import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Warnings, lines of a stack trace, and lines without a word. */
const NOT_A_REASON = /^npm warn|^npm error +at |^npm error\W*$/;

/** Runs npm with all its output in a log file; rejects with the lines of it that tell something. */
export async function npm(
	args: string[],
	cwd: string,
	logFile: string,
	env: NodeJS.ProcessEnv = {},
) {
	await mkdir(dirname(logFile), { recursive: true });
	const log = createWriteStream(logFile, { flags: 'a' });
	const child = spawn('npm', [...args, '--no-audit', '--no-fund'], {
		cwd,
		env: { ...process.env, ...env },
		shell: process.platform === 'win32',
	});
	let tail = '';
	for (const stream of [child.stdout, child.stderr])
		stream.on('data', (chunk: Buffer) => {
			log.write(chunk);
			tail = (tail + chunk.toString()).slice(-4_000);
		});
	const code = await new Promise<number | string>((resolve) => {
		child.on('error', (error) => resolve(error.message));
		child.on('close', (status, signal) => resolve(status ?? signal ?? 'unknown'));
	});
	log.end();
	if (code === 0) return;
	// What npm says first is the reason; what a compiler says last is.
	const told = tail.split('\n').filter((line) => line.trim() && !NOT_A_REASON.test(line));
	const errors = told.filter((line) => line.startsWith('npm error')).slice(0, 12);
	const reason = (errors.length ? errors : told.slice(-15)).join('\n');
	throw new Error(`npm ${args[0]} ended with ${code}\n${reason}`);
}
