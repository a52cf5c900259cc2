import { createHash } from 'crypto';

import type { FromAIArgument, IExecuteFunctions } from 'n8n-workflow';
import { NodeApiError, NodeOperationError, traverseNodeParameters } from 'n8n-workflow';

import { AdvisedError } from '../../api/errors/advised';
import type { Output, Part } from './operation';

/** What became of a message. */
type Entry =
	| { state: 'sent'; outputs: Output[] }
	/**
	 * Written before the request goes out. Where it is found by a later try, n8n was stopped in between: nobody knows
	 * whether it was sent, and nobody was told.
	 */
	| { state: 'sending'; execution: string }
	/** Nobody knows whether it was sent, and an error said so in this execution. */
	| { state: 'unknown'; execution: string; message: string; advice: string };

/** A message by where it comes from and whom it is for, not by what it says: expressions may give another text. */
export interface Message {
	itemIndex: number;
	recipient: string;
}

/**
 * Remembers within an execution what a run of the node has sent. When some item fails, n8n's Retry On Fail runs the
 * node again on all its items, and so does retrying the execution by hand: without this, whoever was written to
 * before would be written to again.
 *
 * The same item of the same run for the same recipient is the same message, whatever its text. A loop's next round is
 * another run, and a new execution remembers nothing.
 *
 * What may have been sent is not sent again by anything in the same execution, however long it takes: only a person
 * can find out, and a person who retries an execution makes a new one of it. They may send it again once they were
 * told: by the error of the execution before or, where that was stopped, by the first retry.
 *
 * It is kept in n8n's own context of the node, which is stored with the execution and handed on to its retries, and
 * forgotten as soon as a run succeeds.
 */
export class SentOnce {
	private readonly entries: Record<string, Entry>;
	/** The texts of the messages that are sent as several. */
	private readonly divided: Record<string, readonly string[]>;
	/** The messages of this run that are on their way, by their keys. */
	private readonly underWay = new Map<string, Message>();
	/** The entries of this run. */
	private readonly keys = new Set<string>();
	private readonly execution: string;
	/** Which run of the node this is, in a loop; of a tool, what the agent calls it with. */
	private readonly run: string;
	private readonly isTool: boolean;

	/** @param isStopped whether n8n was asked to stop, so that nobody is told of an error */
	constructor(
		context: IExecuteFunctions,
		private readonly isStopped: () => boolean,
	) {
		const memory = memoryOf(context);
		this.entries = memory.sent ??= {};
		this.divided = memory.divided ??= {};
		this.execution = String(context.getExecutionId());
		this.isTool = context.isToolExecution?.() ?? false;
		this.run = this.isTool
			? fingerprintOfCall(context)
			: String(context.getWorkflowDataProxy(0).$runIndex);
	}

	/**
	 * Sends the parts of a message in their order, but for those that were sent before: of these it returns what was
	 * answered then. What is left of a message is sent as it was divided the first time, so that its parts fit.
	 *
	 * @throws AdvisedError when a part may have been sent, and nobody could look into it yet.
	 */
	async send(
		message: Message,
		texts: readonly string[],
		send: (part: Part) => Promise<Output[]>,
	): Promise<Output[][]> {
		const key = this.keyOf(message);
		const keys: string[] = [];
		const divided = this.dividedAtFirst(key, texts);
		const outputs: Output[][] = [];
		for (const [at, text] of divided.entries()) {
			const isFirst = at === 0;
			const isLast = at === divided.length - 1;
			const before = outputs.flat();
			const partKey = isFirst ? key : `${key}:${at}`;
			keys.push(partKey);
			outputs.push(
				await this.sendPart(partKey, message, async () => {
					try {
						return await send({ text, isFirst, isLast, before });
					} catch (error) {
						if (!isFirst) addWhatWasSent(error, at, divided.length);
						return await Promise.reject(error);
					}
				}),
			);
		}
		if (this.isTool) this.forgetSent(key, keys);
		return outputs;
	}

	/** An agent may say the same again on purpose, but what it said last may still be uncertain. */
	private forgetSent(key: string, partKeys: readonly string[]) {
		delete this.divided[key];
		for (const partKey of partKeys)
			if (this.entries[partKey]?.state === 'sent') delete this.entries[partKey];
	}

	private dividedAtFirst(key: string, texts: readonly string[]): readonly string[] {
		if (texts.length === 1 && !this.divided[key]) return texts;
		this.keys.add(key);
		return (this.divided[key] ??= texts);
	}

	/** Sends, unless this very message was sent before: then it returns what was answered. */
	private async sendPart(
		key: string,
		message: Message,
		send: () => Promise<Output[]>,
	): Promise<Output[]> {
		const before = this.entries[key];
		this.keys.add(key);
		if (before?.state === 'sent') return before.outputs;
		this.refuseUncertain(key, before);
		this.entries[key] = { state: 'sending', execution: this.execution };
		this.underWay.set(key, message);
		try {
			const outputs = await send();
			this.underWay.delete(key);
			// What a tool does at the same time with the same words may have left word of its own.
			if (!this.isTool || this.entries[key]?.state === 'sending')
				this.entries[key] = { state: 'sent', outputs };
			return outputs;
		} catch (error) {
			this.remember(key, error);
			return await Promise.reject(error);
		}
	}

	/** Which items were being sent when n8n was stopped, in their order. */
	get uncertain(): number[] {
		return [...this.underWay.values()]
			.map(({ itemIndex }) => itemIndex)
			.sort((one, other) => one - other);
	}

	/** To be called when nothing is left that could be tried again. */
	forget() {
		if (this.isTool) return;
		for (const key of this.keys) {
			delete this.entries[key];
			delete this.divided[key];
		}
	}

	/**
	 * An agent calls its tool as often as it likes, and n8n makes a run of each try: what the agent calls it with is
	 * all that stays the same. It may say the same twice on purpose, so only what may have been sent is remembered.
	 */
	private keyOf({ itemIndex, recipient }: Message): string {
		return this.isTool ? `tool:${this.run}:${recipient}` : `${this.run}:${itemIndex}:${recipient}`;
	}

	private refuseUncertain(key: string, before: Entry | undefined) {
		if (!before || before.state === 'sent') return;
		const isOfThisExecution = before.execution === this.execution;
		if (before.state === 'unknown') {
			if (isOfThisExecution) throw new AdvisedError(before.message, before.advice);
			return;
		}
		// A tool may be writing to the same person twice at the same time.
		if (this.isTool && isOfThisExecution) return;
		const told = new AdvisedError(
			'Unknown whether it was sent: the execution was stopped while it was being sent',
			'It may have been sent. Look at the conversation in AgentPhone. If it is not there, retry this execution, and it will be sent.',
		);
		this.entries[key] = {
			state: 'unknown',
			execution: this.execution,
			message: told.message,
			advice: told.advice,
		};
		throw told;
	}

	/** An error says that it was surely not sent, or that it may have been; or n8n was stopped meanwhile. */
	private remember(key: string, error: unknown) {
		const isUncertain = mayHaveBeenSent(error);
		if (isUncertain && this.isStopped()) return;
		this.underWay.delete(key);
		if (!isUncertain) delete this.entries[key];
		else
			this.entries[key] = {
				state: 'unknown',
				execution: this.execution,
				message: error.message,
				advice: error.description ?? '',
			};
	}
}

interface Memory {
	sent?: Record<string, Entry>;
	divided?: Record<string, readonly string[]>;
}

/** A run outside an execution has nothing that is kept, and is not tried again either. */
function memoryOf(context: IExecuteFunctions): Memory {
	try {
		return context.getContext('node');
	} catch {
		return {};
	}
}

/** What an agent calls its tool with: what it says in each `$fromAI`, whatever else expressions give this time. */
function fingerprintOfCall(context: IExecuteFunctions): string {
	const said: FromAIArgument[] = [];
	traverseNodeParameters(context.getNode().parameters, said);
	const fromAi = context.getWorkflowDataProxy(0).$fromAI as (key: string) => unknown;
	const call = said.map(({ key }) => [key, fromAi(key)]);
	return createHash('sha256').update(JSON.stringify(call)).digest('base64url');
}

function mayHaveBeenSent(error: unknown): error is NodeApiError | NodeOperationError {
	const isOfN8n = error instanceof NodeApiError || error instanceof NodeOperationError;
	return isOfN8n && error.context.maybeDone === true;
}

/** A failed part: the builder has to know that the person has read the beginning. */
function addWhatWasSent(error: unknown, sent: number, all: number) {
	if (!(error instanceof NodeApiError || error instanceof NodeOperationError)) return;
	const told = `${sent === 1 ? 'The first part' : `The first ${sent} parts`} of ${all} had been sent. Retry On Fail sends only the rest.`;
	error.description = [error.description, told].filter(Boolean).join(' ');
}
