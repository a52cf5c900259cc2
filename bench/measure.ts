/** One way to do a case's job. */
export interface Contender {
	name: string;
	/**
	 * Does the whole job once.
	 *
	 * @param round a number that no other call of this contender gets
	 * @returns how many rows came of it, so that nobody is fast by leaving some out
	 */
	run(round: number): Promise<number>;
	/** Whether it may come up with fewer rows. What it lost is counted. */
	mayLose?: boolean;
}

/** What a job did at AgentPhone. */
export interface Effects {
	requests: number;
	/** How many of them were answered 429. */
	refused: number;
	/** How many of the things that were to be done were not done, and how many were done more than once. */
	lost: number;
	doubled: number;
}

export interface Measured {
	contender: string;
	/** Milliseconds, each repetition. */
	times: number[];
	median: number;
	/** The median of the processor time that the job took here, in milliseconds: n8n can do nothing else meanwhile. */
	cpu: number;
	/** Of the first time. */
	effects: Effects;
}

/** A contender that takes longer than this, in milliseconds, is not repeated: it mostly waits. */
const LONG = 10_000;

export interface Rules {
	repetitions: number;
	/** How many rows each contender has to come up with. */
	rows: number;
	/** Called before each run, unmeasured. */
	beforeRun?: () => Promise<void>;
	/** Called after each first run. */
	effects: () => Promise<Effects>;
}

let round = 0;

/** Does the job once with each contender, unmeasured, so that code is compiled and connections are open. */
export async function warmUp(contenders: Contender[]) {
	for (const { run } of contenders) await run(++round);
}

/**
 * Measures contenders side by side: in each repetition every one has its turn, each time another one begins, so that a
 * slow moment of the machine does not befall one of them alone.
 *
 * @throws Error when a contender comes up with another number of rows.
 */
export async function measure(contenders: Contender[], rules: Rules): Promise<Measured[]> {
	const results = contenders.map(({ name }) => ({
		contender: name,
		times: [] as number[],
		cpuTimes: [] as number[],
		effects: undefined as Effects | undefined,
	}));
	for (let repetition = 0; repetition < rules.repetitions; repetition++)
		for (let turn = 0; turn < contenders.length; turn++) {
			const index = (turn + repetition) % contenders.length;
			const result = results[index];
			if (result.times[0] > LONG) continue;
			await rules.beforeRun?.();
			globalThis.gc?.();
			const started = performance.now();
			const cpuBefore = process.cpuUsage();
			const rows = await contenders[index].run(++round);
			const { user, system } = process.cpuUsage(cpuBefore);
			result.times.push(performance.now() - started);
			result.cpuTimes.push((user + system) / 1_000);
			if (rows !== rules.rows && !contenders[index].mayLose)
				throw new Error(
					`${contenders[index].name} came up with ${rows} rows instead of ${rules.rows}`,
				);
			result.effects ??= await rules.effects();
		}
	return results.map(({ cpuTimes, effects, ...result }) => ({
		...result,
		effects: effects!,
		median: median(result.times),
		cpu: median(cpuTimes),
	}));
}

export function median(values: number[]): number {
	const sorted = [...values].sort((one, other) => one - other);
	const middle = sorted.length / 2;
	return sorted.length % 2 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}
