/** What Wait for Pause costs: many deliveries that are held at the same time, in a running n8n. */
import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

import { startEmulator, type Emulator } from '../../emulator';
import { startN8n, step, type N8n } from '../../n8n';
import { median } from '../measure';
import { engines } from '../trigger';
import { activate, node } from '../trigger/workflows';

/** Seconds: long enough that all have written before the first pause is over. */
const PAUSE = 40;
/** People who write in a second. */
const RATE = 50;
/** How many are held at a time, under each of n8n's expression engines. */
const SIZES: Record<string, number[]> = { default: [200], 'lazy acquire': [200, 1_000] };
const LOOK_EVERY = 250;

export interface HeldOptions {
	tarball: string;
	/** What the sizes are multiplied with. */
	scale: number;
	/** The names of the engines to run under; default all that have a size. */
	engines?: string[];
}

export interface HeldResult {
	engine: string;
	held: number;
	/** How much more memory n8n's process takes, in bytes, for each that is held. */
	memory: number;
	/** Milliseconds from the end of a pause to the start of the execution. */
	median: number;
	slowest: number;
}

export async function benchHeld(options: HeldOptions): Promise<HeldResult[]> {
	const results: HeldResult[] = [];
	for (const [engine, sizes] of Object.entries(SIZES))
		for (const size of sizes)
			if (options.engines?.includes(engine) ?? true)
				results.push(
					await step(
						`Holding ${size * options.scale} deliveries, expression engine: ${engine}`,
						async () => benchSize(engine, Math.ceil(size * options.scale), options.tarball),
					),
				);
	return results;
}

async function benchSize(engine: string, held: number, tarball: string): Promise<HeldResult> {
	const emulator = await startEmulator();
	const n8n = await startN8n({ tarball, env: engines[engine] });
	try {
		await n8n.client.setupOwner();
		const short = await activateTrigger(n8n, emulator, 1);
		await writeAll(emulator, 20, 1);
		await n8n.client.deactivate(short);
		await activateTrigger(n8n, emulator, PAUSE);
		await wait(5_000);

		const before = await residentMemory(n8n.pid!);
		let most = before;
		let isOver = false;
		const watching = (async () => {
			while (!isOver) {
				most = Math.max(most, await residentMemory(n8n.pid!));
				await wait(LOOK_EVERY);
			}
		})();
		const delays = await writeAll(emulator, held, PAUSE, () => (isOver = true));
		await watching;
		return {
			engine,
			held,
			memory: (most - before) / held,
			median: median(delays),
			slowest: Math.max(...delays),
		};
	} finally {
		await n8n.stop();
		await emulator.stop();
	}
}

/**
 * Each person writes one text.
 *
 * @param firstStarted told when the first pause is over: from then on, there is more than holding
 * @returns how long after the end of its pause each execution was started, in milliseconds
 */
async function writeAll(
	emulator: Emulator,
	people: number,
	pause: number,
	firstStarted?: () => void,
): Promise<number[]> {
	const delays = Array.from({ length: people }, async (_, person) => {
		await wait((person * 1_000) / RATE);
		const written = Date.now();
		const { deliveries } = await emulator.person.text(`+1415${5_550_000 + person}`, 'Hello?');
		firstStarted?.();
		const { attempts, state } = deliveries[0]!;
		if (attempts.length > 1 || state !== 'delivered')
			throw new Error(
				`A delivery was not answered at once: ${attempts[0]?.error ?? attempts[0]?.status}`,
			);
		return Date.now() - written - pause * 1_000;
	});
	return await Promise.all(delays);
}

async function activateTrigger(n8n: N8n, emulator: Emulator, waitForPause: number) {
	const credential = await n8n.client.createCredential('AgentPhone', 'agentPhoneApi', {
		apiKey: emulator.apiKey,
		baseUrl: emulator.baseUrl,
	});
	return await activate(n8n, [
		{
			...node('AgentPhone Trigger', 'n8n-nodes-agentphone.agentPhoneTrigger', 2, {
				options: { waitForPause },
			}),
			credentials: { agentPhoneApi: { id: credential, name: 'AgentPhone' } },
		},
	]);
}

/** What a process has of the machine's memory, in bytes; `NaN` where there is no `/proc`. */
async function residentMemory(pid: number): Promise<number> {
	const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
	return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1_024;
}
