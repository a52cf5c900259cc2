import type { INode, INodeExecutionData, NodeOperationError } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import { toNodeError } from '../../api/errors/nodeError';
import type { Output } from './operation';

type Outcome = { outputs: Output[] } | { error: unknown };

/** What became of each item of a run, and how the builder of the flow is told. */
export class Outcomes {
	private readonly outcomes: Outcome[] = [];

	constructor(
		private readonly node: INode,
		private readonly itemCount: number,
	) {}

	succeeded(itemIndex: number, outputs: Output[]) {
		this.outcomes[itemIndex] = { outputs };
	}

	failed(itemIndex: number, error: unknown) {
		this.outcomes[itemIndex] = { error };
	}

	/** What an item gave; `undefined` when it failed, or was not begun. */
	outputsOf(itemIndex: number): Output[] | undefined {
		const outcome = this.outcomes[itemIndex];
		return outcome && 'outputs' in outcome ? outcome.outputs : undefined;
	}

	/** Whether every item succeeded. */
	get complete(): boolean {
		return this.done.length === this.itemCount;
	}

	/** The output items, in the order of the input items that they are paired with. */
	collect(): INodeExecutionData[] {
		return this.outcomes.flatMap((outcome, item) => {
			const pairedItem = { item };
			return 'error' in outcome
				? [this.failedItem(outcome.error, pairedItem)]
				: outcome.outputs.map((output) => ({ ...output, pairedItem }));
		});
	}

	/**
	 * The error that ends the run: that of the first item that failed.
	 *
	 * @param isReading whether nothing was changed, so that it does not matter what was done before
	 */
	firstError(isReading: boolean): NodeApiError | NodeOperationError | undefined {
		const itemIndex = this.outcomes.findIndex((outcome) => outcome && 'error' in outcome);
		const outcome = this.outcomes[itemIndex];
		if (!outcome || !('error' in outcome)) return undefined;
		const error = toNodeError(this.node, outcome.error);
		error.context.itemIndex = itemIndex;
		if (this.itemCount > 1) error.message += ` [item ${itemIndex}]`;
		if (this.done.length && !isReading)
			error.description = [error.description, this.tellWhatIsDone()].filter(Boolean).join(' ');
		return error;
	}

	/**
	 * The error of a run that was stopped: what was carried out before, and what may have been.
	 *
	 * @param uncertain the items that were being sent
	 */
	stopped(
		thrown: unknown,
		isReading: boolean,
		uncertain: number[],
	): NodeApiError | NodeOperationError {
		const error = toNodeError(this.node, thrown);
		const uncertainty =
			uncertain.length &&
			`Unknown whether it was sent: item ${uncertain.join(', ')}. Look at the conversation before you send it again.`;
		const done = this.done.length && !isReading && this.tellWhatIsDone();
		error.description = [error.description, uncertainty, done].filter(Boolean).join(' ');
		return error;
	}

	private tellWhatIsDone(): string {
		return `Already carried out: ${this.done.length} of ${this.itemCount} items (${this.done.join(', ')}). Leave those out when you run this again, or let the node continue on errors in its settings.`;
	}

	/**
	 * What went wrong, what to do about it, and AgentPhone's code for it, where it gave one.
	 *
	 * Every version of n8n sends an item that has an `error` beside its `json` to the error output, whatever the keys of the
	 * `json` are. The mark is for n8n alone: it is not copied with the item, so that no later node takes the item for one
	 * of its own failures. Without an error output there is none, because n8n would then put its own text into the item.
	 */
	private failedItem(thrown: unknown, pairedItem: { item: number }): INodeExecutionData {
		const error = toNodeError(this.node, thrown);
		const status = error instanceof NodeApiError && error.httpCode && `HTTP ${error.httpCode}.`;
		const message = [status, error.description].filter(Boolean).join(' ');
		const { code } = error.context;
		const item: INodeExecutionData = {
			json: {
				error: error.message,
				...(message && { message }),
				...(typeof code === 'string' && { code }),
			},
			pairedItem,
		};
		return this.node.onError === 'continueErrorOutput'
			? Object.defineProperty(item, 'error', { value: error, enumerable: false })
			: item;
	}

	private get done(): number[] {
		return this.outcomes.flatMap((outcome, index) => ('outputs' in outcome ? index : []));
	}
}
