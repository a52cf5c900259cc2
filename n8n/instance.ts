/** A running n8n with the package in it: a process of its own, a user folder of its own, free ports. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import axios from 'axios';

import { N8nClient } from './client';
import { describeEnd } from './end';
import { DEFAULT_VERSION, ensureN8n, type InstalledN8n } from './install';
import { installPackage, packPackage } from './package';

/** One process of n8n: all of it, or of queue mode the main, one that receives webhooks, or one that executes. */
export type Role = 'start' | 'webhook' | 'worker';

export interface N8nOptions {
	/** n8n's command. Default: `start`. */
	role?: Role;
	version?: string;
	/** Where n8n keeps its data. Default: a temporary folder, removed by `stop`. */
	userFolder?: string;
	/** Default: any free one. */
	port?: number;
	/** Added to n8n's environment, `WEBHOOK_URL` for instance. */
	env?: Record<string, string>;
	/** The package to install. Default: packed from the sources. */
	tarball?: string;
	/** Called with each line that n8n prints. */
	log?: (line: string) => void;
}

const HOST = '127.0.0.1';
/** Milliseconds. A first start migrates the data base; half a minute on two busy cores. */
const START_PATIENCE = 180_000;
const STOP_PATIENCE = 30_000;
/** The last lines of n8n's output that are kept for error messages. */
const KEPT_LINES = 400;

/** n8n did not become ready. The message has n8n’s own last lines; where in our code it was noticed says nothing. */
export class N8nStartError extends Error {
	constructor(message: string) {
		super(message);
		this.name = new.target.name;
		this.stack = message;
	}
}

/** Installs what is missing, starts n8n, and gives it back when it is ready to be used. */
export async function startN8n(options: N8nOptions = {}): Promise<N8n> {
	const installed = await ensureN8n(options.version ?? DEFAULT_VERSION);
	const tarball = options.tarball ?? (await packPackage());
	const userFolder = options.userFolder ?? (await mkdtemp(join(tmpdir(), 'agentphone-n8n-')));
	const n8n = new N8n(installed, userFolder, options.port ?? (await freePort()), options);
	try {
		await installPackage(tarball, userFolder);
		await n8n.start();
	} catch (error) {
		await n8n.stop();
		throw error;
	}
	return n8n;
}

export class N8n {
	readonly url: string;
	readonly client: N8nClient;
	/** What n8n printed last, oldest line first. */
	readonly log: string[] = [];
	private child?: ChildProcess;

	constructor(
		private readonly installed: InstalledN8n,
		readonly userFolder: string,
		readonly port: number,
		private readonly options: N8nOptions,
	) {
		this.url = `http://${HOST}:${port}`;
		this.client = new N8nClient(this.url);
	}

	/** Of the process, while it runs. */
	get pid(): number | undefined {
		return this.child?.pid;
	}

	/** @throws Error with n8n's last lines when it ends or does not become ready. */
	async start() {
		const child = spawn(this.installed.node, [this.installed.script, this.role], {
			env: await this.environment(),
			// A group of its own, so that killing it takes its task runners along.
			detached: process.platform !== 'win32',
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		this.child = child;
		for (const stream of [child.stdout!, child.stderr!]) this.read(stream);
		process.once('exit', this.killNow);

		const deadline = Date.now() + START_PATIENCE;
		while (!(await this.isReady())) {
			if (child.exitCode !== null || child.signalCode !== null)
				throw this.failure(
					`n8n ${this.installed.version} ended while starting: ${describeEnd(child.exitCode, child.signalCode)}`,
				);
			if (Date.now() > deadline) {
				await this.kill();
				throw this.failure(
					`n8n ${this.installed.version} was not ready after ${START_PATIENCE / 1000} seconds`,
				);
			}
			await wait(250);
		}
	}

	/** Ends n8n as a shutdown of the machine would: it finishes what it is doing. Removes a temporary user folder. */
	async stop() {
		await this.end('SIGTERM');
		if (!this.options.userFolder) await rm(this.userFolder, { recursive: true, force: true });
	}

	/** Ends n8n as a power cut would. */
	async kill() {
		await this.end('SIGKILL');
	}

	/** Starts n8n again on the same port and data, ending it first if it still runs. */
	async restart() {
		await this.end('SIGTERM');
		await this.start();
	}

	private async end(signal: 'SIGTERM' | 'SIGKILL') {
		const child = this.child;
		this.child = undefined;
		process.off('exit', this.killNow);
		if (!child || child.exitCode !== null || child.signalCode !== null) return;
		const ended = once(child, 'exit');
		if (signal === 'SIGTERM') {
			child.kill(signal);
			const timer = new AbortController();
			await Promise.race([ended, wait(STOP_PATIENCE, undefined, { signal: timer.signal })]).catch(
				() => undefined,
			);
			timer.abort();
		}
		signalGroup(child, 'SIGKILL');
		await ended;
	}

	/** For when the process that started n8n ends before it. */
	private readonly killNow = () => {
		if (this.child) signalGroup(this.child, 'SIGKILL');
		if (!this.options.userFolder) rmSync(this.userFolder, { recursive: true, force: true });
	};

	private get role(): Role {
		return this.options.role ?? 'start';
	}

	private async isReady(): Promise<boolean> {
		const get = (path: string) =>
			axios
				.get(this.url + path, { timeout: 2_000, validateStatus: () => true, proxy: false })
				.catch(() => undefined);
		if ((await get('/healthz/readiness'))?.status !== 200) return false;
		if (this.role !== 'start') return true;
		// While n8n still starts, every other address answers with a page that says so.
		const settings = await get('/rest/settings');
		return typeof settings?.data === 'object' && settings.data?.data !== undefined;
	}

	private async environment(): Promise<NodeJS.ProcessEnv> {
		const inherited = Object.entries(process.env).filter(
			([name]) =>
				!/^(N8N_|DB_|QUEUE_|EXECUTIONS_|WEBHOOK_URL|NODE_OPTIONS|NODE_ENV|JEST_)/.test(name),
		);
		return {
			...Object.fromEntries(inherited),
			N8N_USER_FOLDER: this.userFolder,
			N8N_PORT: String(this.port),
			N8N_LISTEN_ADDRESS: HOST,
			N8N_RUNNERS_BROKER_PORT: String(await freePort()),
			WEBHOOK_URL: this.url,
			N8N_SECURE_COOKIE: 'false',
			// Nothing goes out to n8n's own servers.
			N8N_DIAGNOSTICS_ENABLED: 'false',
			N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
			N8N_TEMPLATES_ENABLED: 'false',
			N8N_PERSONALIZATION_ENABLED: 'false',
			N8N_VERIFIED_PACKAGES_ENABLED: 'false',
			...(this.role === 'worker' && {
				QUEUE_HEALTH_CHECK_ACTIVE: 'true',
				QUEUE_HEALTH_CHECK_PORT: String(this.port),
				N8N_WORKER_SERVER_ADDRESS: HOST,
			}),
			...this.options.env,
		};
	}

	private read(stream: NodeJS.ReadableStream) {
		let rest = '';
		stream.on('data', (chunk: Buffer) => {
			const lines = (rest + chunk.toString()).split('\n');
			rest = lines.pop()!;
			this.log.push(...lines);
			this.log.splice(0, this.log.length - KEPT_LINES);
			if (this.options.log) lines.forEach(this.options.log);
		});
	}

	private failure(what: string) {
		return new N8nStartError(
			`${what}. ${this.log.length ? `Its last lines:\n${this.log.slice(-30).join('\n')}` : 'It printed nothing.'}`,
		);
	}
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals) {
	try {
		if (process.platform === 'win32') child.kill(signal);
		else process.kill(-child.pid!, signal);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}

/** A port that nobody uses; the wished one if that is free. */
export async function freePort(wished = 0): Promise<number> {
	const server = createServer();
	try {
		server.listen(wished, HOST);
		await once(server, 'listening');
		return (server.address() as AddressInfo).port;
	} catch (error) {
		if (wished !== 0 && (error as NodeJS.ErrnoException).code === 'EADDRINUSE') return freePort();
		throw error;
	} finally {
		server.close();
	}
}
