import type { CaseResult } from './engine';
import type { HeldResult } from './held';
import type { Effects } from './measure';
import type { MemoryResult } from './memory';
import type { TriggerResult } from './trigger';

/** Everything that a run measured; what was left out by `--only` is missing. */
export interface Results {
	/** What `--quick` makes smaller; 1 in a full run. */
	scale: number;
	cases: (CaseResult & { name: string })[];
	triggers: TriggerResult[];
	held: HeldResult[];
	memory?: MemoryResult;
}

/** The median of a contender, in milliseconds; `undefined` when it was not measured. */
export function medianOf(
	{ cases }: Results,
	name: string,
	latency: number,
	contender: string,
): number | undefined {
	return measured(cases, name, latency, contender)?.median;
}

/** The processor time of a contender, in milliseconds. */
export function processorTimeOf(
	{ cases }: Results,
	name: string,
	latency: number,
	contender: string,
): number | undefined {
	return measured(cases, name, latency, contender)?.cpu;
}

/** What a contender did at AgentPhone. */
export function effectsOf(
	{ cases }: Results,
	name: string,
	latency: number,
	contender: string,
): Effects | undefined {
	return measured(cases, name, latency, contender)?.effects;
}

function measured(cases: Results['cases'], name: string, latency: number, contender: string) {
	return cases
		.find((each) => each.name === name && each.latency === latency)
		?.results.find((each) => each.contender === contender);
}
