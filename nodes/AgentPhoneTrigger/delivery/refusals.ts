import type { Logger } from 'n8n-workflow';

/** A reason is written into the log at most once in this time, in milliseconds, whatever arrives. */
const INTERVAL = 60_000;

/** Why a delivery is not taken. */
export interface Refusal {
	/**
	 * 401 for what is certainly no genuine delivery: AgentPhone does not repeat it. 503 for what cannot be judged at the
	 * moment: AgentPhone comes back with it.
	 */
	status: 401 | 503;
	/** The kind of reason, for the log. */
	kind:
		| 'malformed'
		| 'stale'
		| 'forged'
		| 'unjudged'
		| 'busy'
		| 'unresumed'
		| 'unasked'
		| 'abandoned';
	/** In words, without a secret. */
	reason: string;
}

/** Writes into n8n's log why deliveries were refused: each kind of reason now and then, with how many there were. */
export class RefusalLog {
	private readonly kinds = new Map<string, { at: number; unsaid: number }>();

	write(logger: Logger, node: string, { status, kind, reason }: Refusal) {
		const now = Date.now();
		const last = this.kinds.get(kind);
		if (last && now - last.at < INTERVAL) {
			last.unsaid++;
			return;
		}
		const more = last?.unsaid ? ` ${last.unsaid} more were refused like this before it.` : '';
		this.kinds.set(kind, { at: now, unsaid: 0 });
		logger.warn(`The node "${node}" answered a delivery with ${status}: ${reason}.${more}`);
	}
}
