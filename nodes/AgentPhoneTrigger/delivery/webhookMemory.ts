import { Holds } from '../pause/holds';
import { Claims } from './claims';
import { Questions } from './questions';
import type { Present } from './present';
import { RefusalLog } from './refusals';
import { Secrets } from './secrets';

/**
 * What this process knows of one webhook beside n8n's static data, which every delivery loads and writes back
 * whole, so that two at once write over each other.
 */
export class WebhookMemory {
	readonly secrets = new Secrets();
	readonly questions = new Questions<Present>();
	readonly claims = new Claims();
	readonly holds = new Holds();
	readonly refusals = new RefusalLog();
	/** Channels that AgentPhone delivered from and this node does not know: each is written into the log once. */
	readonly unknownChannels = new Set<string>();
	/** Conversations whose metadata names no time until which they are left alone: each is written into the log once. */
	readonly unclearPauses = new Set<string>();
}

/** Webhooks remembered. */
const MOST_WEBHOOKS = 1_000;

const memories = new Map<string, WebhookMemory>();

/** The memory of one webhook, made where there is none; the one unused for longest is forgotten. */
export function recall(webhook: string): WebhookMemory {
	const memory = memories.get(webhook) ?? new WebhookMemory();
	memories.delete(webhook);
	memories.set(webhook, memory);
	if (memories.size > MOST_WEBHOOKS) memories.delete(memories.keys().next().value!);
	return memory;
}

/** Forgets everything, as a restart does. */
export function forgetAll() {
	memories.clear();
}
