import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import type { Output } from './operation';

/** What became of an item: carried out, or begun, so that nobody knows. */
type Entry = { state: 'done'; outputs: Output[] } | { state: 'tried' };

/**
 * Remembers within an execution what was carried out of an operation that AgentPhone refuses the second time. When some
 * item fails, n8n's Retry On Fail runs the node again on all its items, and so does retrying the execution by hand: without
 * this, the contacts that were made before would be taken, and those that were deleted gone.
 *
 * It is kept in n8n's own context of the node, as {@link file://./sentOnce.ts} keeps what was sent. An agent that uses the
 * node as its tool may do the same twice on purpose, so of a tool nothing is remembered.
 */
export class DoneOnce {
	private readonly entries: Record<string, Entry>;
	private readonly keys = new Set<string>();
	/** Which run of the node this is, in a loop. */
	private readonly run: string;

	constructor(context: IExecuteFunctions) {
		this.entries = memoryOf(context);
		this.run = String(context.getWorkflowDataProxy(0).$runIndex);
	}

	/**
	 * Carries an item out, unless a try before has: then it gives what that gave.
	 *
	 * @param what of which two items may be the same, such as the contact's ID
	 * @param carryOut is told whether a try before may have carried it out
	 */
	async do(
		itemIndex: number,
		what: string,
		carryOut: (wasTried: boolean) => Promise<Output[]>,
	): Promise<Output[]> {
		const key = `${this.run}:${itemIndex}:${what}`;
		const before = this.entries[key];
		this.keys.add(key);
		if (before?.state === 'done') return before.outputs;
		this.entries[key] = { state: 'tried' };
		try {
			const outputs = await carryOut(before !== undefined);
			this.entries[key] = { state: 'done', outputs };
			return outputs;
		} catch (error) {
			const isUndone = error instanceof NodeApiError && error.context.mayBeDone !== true;
			if (isUndone && !before) delete this.entries[key];
			return await Promise.reject(error);
		}
	}

	/** To be called when nothing is left that could be tried again. */
	forget() {
		for (const key of this.keys) delete this.entries[key];
	}
}

/** Of a tool, and outside an execution, there is nothing that is kept. */
function memoryOf(context: IExecuteFunctions): Record<string, Entry> {
	if (context.isToolExecution?.()) return {};
	try {
		const memory: { done?: Record<string, Entry> } = context.getContext('node');
		return (memory.done ??= {});
	} catch {
		return {};
	}
}
