import { Marks, type WrittenMarks } from './marks';

/**
 * What this process knows of one webhook beside n8n's static data, which every delivery loads and writes back
 * whole, so that two at once write over each other.
 */
export interface ProcessMemory {
	/** The secret that AgentPhone named last, when asked. */
	secret?: string;
	/** Secrets that AgentPhone no longer signs with, though static data may still hold one. */
	outdated: Marks;
	/** When AgentPhone was last asked for the registration, in milliseconds since the epoch, the oldest first. */
	asked: number[];
	/** The question that is underway. */
	asking?: Promise<void>;
	/** Deliveries whose execution was started here. */
	started: Marks;
	/** Signatures of the same. */
	signatures: Marks;
	/** The latest of all deliveries known to have started an execution, here or in another process: to be stored. */
	stored: WrittenMarks;
	/** Deliveries being answered, by mark; each resolves to whether its execution was started. */
	underway: Map<string, Promise<boolean>>;
}

/** Webhooks remembered, deliveries remembered of each. */
const MOST_WEBHOOKS = 1_000;
const MOST_DELIVERIES = 5_000;
const MOST_OUTDATED = 20;

const memories = new Map<string, ProcessMemory>();

/** The memory of one webhook, made where there is none; the one unused for longest is forgotten. */
export function recall(webhook: string): ProcessMemory {
	const memory = memories.get(webhook) ?? {
		outdated: new Marks(MOST_OUTDATED),
		asked: [],
		started: new Marks(MOST_DELIVERIES),
		signatures: new Marks(MOST_DELIVERIES),
		stored: '',
		underway: new Map<string, Promise<boolean>>(),
	};
	memories.delete(webhook);
	memories.set(webhook, memory);
	if (memories.size > MOST_WEBHOOKS) memories.delete(memories.keys().next().value!);
	return memory;
}

/** Forgets everything, as a restart does. */
export function forgetAll() {
	memories.clear();
}
