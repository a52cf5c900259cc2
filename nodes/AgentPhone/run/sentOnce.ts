import { createHash } from 'crypto';

import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import { AdvisedError } from '../../api/http/errors';
import type { Output } from './operation';

/** What became of an item that was to be sent. `request` tells whether it is still the same that is to be sent. */
type Entry = { request: string } & (
	| { outputs: Output[] }
	/** Nobody knows whether it was sent. `at` in milliseconds since the epoch. */
	| { at: number; message: string; advice: string }
);

/** Longer than n8n waits between two tries of a node, and shorter than a person needs to look into the matter. */
const RETRY_BY_ITSELF = 30_000;

/**
 * Remembers within an execution what a run of the node has sent. When some item fails, n8n's Retry On Fail runs the
 * node again on all its items, and so does retrying the execution by hand: without this, whoever was written to
 * before would be written to again.
 *
 * It is kept in n8n's own context of the node, which is stored with the execution, and forgotten as soon as a run
 * succeeds.
 */
export class SentOnce {
	private readonly entries: Record<string, Entry>;
	/** The entries of this run. */
	private readonly keys = new Set<string>();
	/** Which run of the node this is, in a loop; an agent's tool has a new one for each try. */
	private readonly run: string;

	constructor(context: IExecuteFunctions) {
		this.entries = memoryOf(context).sent ??= {};
		this.run = context.isToolExecution?.()
			? 'tool'
			: String(context.getWorkflowDataProxy(0).$runIndex);
	}

	/**
	 * Sends, unless this very item was sent before: then it gives what was answered.
	 *
	 * @throws AdvisedError when it is being tried again by itself, though it may have been sent.
	 */
	async send(itemIndex: number, input: unknown, send: () => Promise<Output[]>): Promise<Output[]> {
		const request = fingerprint(input);
		// An agent may use its tool for several things at the same time.
		const key = `${this.run}:${this.run === 'tool' ? request : itemIndex}`;
		const before = this.entries[key];
		this.keys.add(key);
		if (before?.request === request) {
			if ('outputs' in before) return before.outputs;
			if (Date.now() - before.at < RETRY_BY_ITSELF)
				throw new AdvisedError(before.message, before.advice);
		}
		try {
			const outputs = await send();
			this.entries[key] = { request, outputs };
			return outputs;
		} catch (error) {
			if (mayHaveBeenSent(error)) {
				const { message, description } = error;
				this.entries[key] = { request, at: Date.now(), message, advice: description ?? '' };
			}
			return await Promise.reject(error);
		}
	}

	/** To be called when nothing is left that could be tried again. */
	forget() {
		for (const key of this.keys) delete this.entries[key];
	}
}

/** A run outside an execution has nothing that is kept, and is not tried again either. */
function memoryOf(context: IExecuteFunctions): { sent?: Record<string, Entry> } {
	try {
		return context.getContext('node');
	} catch {
		return {};
	}
}

function mayHaveBeenSent(error: unknown): error is NodeApiError {
	return error instanceof NodeApiError && error.context.maybeDone === true;
}

const fingerprint = (input: unknown) =>
	createHash('sha256').update(JSON.stringify(input)).digest('base64url');
