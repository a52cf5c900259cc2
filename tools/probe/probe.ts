import type { Dialect } from '../../emulator';
import type { Ask } from './ask';
import { notSeen, type Finding } from './observation';
import { judgements, observations } from './observations';
import { judgeRefusals, type Refusals } from './refusals';
import { readSample, type Sample } from './sample';
import { summarize, type Summary } from './trials/summary';
import { nothingTried, type Trials } from './trials/trials';
import { findUnknown, type Unknown } from './unknown';

/** What the probe found. Nothing in it is anybody's text, number, address, key or ID. */
export interface Report extends Summary {
	/** What was seen: the emulator takes it as its dialect. */
	dialect: Partial<Dialect>;
	/** Why the others were not seen. */
	notSeen: Partial<Record<keyof Dialect, string>>;
	/** How two wrong questions were answered: for what does not exist, and with a limit of 0. */
	refusals: Refusals;
	/** Whether a conversation says what its channel can do. */
	capabilities: 'present' | 'absent' | 'notSeen';
	unknown: Unknown;
}

/**
 * Looks at an account by GET requests, and then at what is tried with consent.
 *
 * @param carryOut tries what was consented to: nothing, unless it is given
 * @throws Error when the account cannot be read
 */
export async function probe(
	ask: Ask,
	carryOut: (sample: Sample) => Promise<Trials> = async () => nothingTried,
): Promise<Report> {
	const sample = await readSample(ask);
	const findings: Array<[string, Finding]> = [];
	for (const [name, observe] of Object.entries(observations))
		findings.push([
			name,
			await Promise.resolve(observe(sample, ask)).catch((error: Error) => notSeen(error.message)),
		]);
	const trials = await carryOut(sample);
	for (const [name, judge] of Object.entries(judgements)) findings.push([name, judge(trials)]);
	return {
		dialect: Object.fromEntries(
			findings.flatMap(([name, finding]) => ('value' in finding ? [[name, finding.value]] : [])),
		),
		notSeen: Object.fromEntries(
			findings.flatMap(([name, finding]) => ('value' in finding ? [] : [[name, finding.notSeen]])),
		),
		refusals: judgeRefusals(sample),
		capabilities: judgeCapabilities(sample),
		...summarize(trials),
		unknown: findUnknown(sample, trials),
	};
}

/** Only a conversation with one person has any. */
function judgeCapabilities({ detail }: Sample): Report['capabilities'] {
	if (!detail || detail.isGroup) return 'notSeen';
	return 'capabilities' in detail ? 'present' : 'absent';
}
