import type { Dialect } from '../../emulator';
import type { Ask } from './ask';
import { notSeen, type Finding, type Findings } from './observation';
import { observations } from './observations';
import { judgeRefusals, type Refusals } from './refusals';
import { readSample, type Sample } from './sample';
import { findUnknown, type Unknown } from './unknown';

/** What the probe found. Nothing in it is anybody's text, number, address, key or ID. */
export interface Report {
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
 * Looks at an account by GET requests alone.
 *
 * @throws Error when the account cannot be read
 */
export async function probe(ask: Ask): Promise<Report> {
	const sample = await readSample(ask);
	const findings: Partial<Findings> = {};
	for (const [name, observe] of Object.entries(observations)) {
		const finding: Finding = await Promise.resolve(observe(sample, ask)).catch((error: Error) =>
			notSeen(error.message),
		);
		Object.assign(findings, { [name]: finding });
	}
	const entries = Object.entries(findings);
	return {
		dialect: Object.fromEntries(
			entries.flatMap(([name, finding]) => ('value' in finding ? [[name, finding.value]] : [])),
		),
		notSeen: Object.fromEntries(
			entries.flatMap(([name, finding]) => ('value' in finding ? [] : [[name, finding.notSeen]])),
		),
		refusals: judgeRefusals(sample),
		capabilities: judgeCapabilities(sample),
		unknown: findUnknown(sample),
	};
}

/** Only a conversation with one person has any. */
function judgeCapabilities({ detail }: Sample): Report['capabilities'] {
	if (!detail || detail.isGroup) return 'notSeen';
	return 'capabilities' in detail ? 'present' : 'absent';
}
