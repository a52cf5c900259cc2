import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

import { until } from '../../../n8n';

/** Who a process runs as, when that is not who runs this. */
export interface SystemUser {
	uid: number;
	gid: number;
}

export interface ServicePlan {
	name: string;
	command: string;
	args: string[];
	user?: SystemUser;
	/** A line of its output that says so. */
	isReady: RegExp;
	stopSignal: NodeJS.Signals;
	/** How n8n is told where it is. */
	env: Record<string, string>;
}

/** Milliseconds. */
const START_PATIENCE = 30_000;

/** A server that n8n needs, running as a process of its own. */
export class Service {
	private constructor(
		private readonly child: ChildProcess,
		readonly env: Record<string, string>,
		private readonly stopSignal: NodeJS.Signals,
	) {}

	/** @throws Error with its last words when it ends, or says nothing, before it is ready. */
	static async start(plan: ServicePlan): Promise<Service> {
		const child = spawn(plan.command, plan.args, {
			...plan.user,
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		const kill = () => child.kill('SIGKILL');
		process.once('exit', kill);
		child.once('exit', () => process.off('exit', kill));
		let output = '';
		for (const stream of [child.stdout!, child.stderr!])
			stream.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-2_000)));
		try {
			await until(
				async () => {
					if (hasEnded(child)) throw new Error(`${plan.name} ended while starting:\n${output}`);
					return plan.isReady.test(output);
				},
				async () => `${plan.name} did not become ready:\n${output}`,
				START_PATIENCE,
			);
		} catch (error) {
			kill();
			throw error;
		}
		return new Service(child, plan.env, plan.stopSignal);
	}

	async stop() {
		if (hasEnded(this.child)) return;
		const ended = once(this.child, 'exit');
		this.child.kill(this.stopSignal);
		await ended;
	}
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) =>
	exitCode !== null || signalCode !== null;

/** The path of a command, if there is one of that name. */
export function command(name: string): string | undefined {
	return (process.env.PATH ?? '')
		.split(delimiter)
		.map((folder) => join(folder, name))
		.find((path) => {
			try {
				accessSync(path, constants.X_OK);
				return true;
			} catch {
				return false;
			}
		});
}

/** Runs a command to its end and gives what it printed. */
export async function execute(file: string, args: string[], user?: SystemUser): Promise<string> {
	const { stdout } = await promisify(execFile)(file, args, { ...user, cwd: '/' });
	return stdout.trim();
}
