import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { Api } from '../../api/http/api';
import { mapConcurrently } from '../../api/http/concurrency';
import { toNodeError } from '../../api/http/errors';
import { DEFAULT_CONCURRENCY, MOST_CONCURRENCY } from '../fields';
import type { Operation, Resource, Run } from './operation';
import { Outcomes } from './outcomes';
import { Parameters } from './parameters';
import { SentOnce } from './sentOnce';

/** What an item asks for. */
interface Task {
	itemIndex: number;
	input: unknown;
}

/**
 * Runs the chosen operation on all items of the node: first everything is read and checked, then what belongs
 * together is brought together, and then it is carried out, several at a time. The output is in the order of the
 * input, each item paired with the one it came from.
 *
 * @throws NodeApiError or NodeOperationError of the first item that fails, unless the node continues on errors.
 */
export async function run(
	context: IExecuteFunctions,
	resources: Resource[],
): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	if (!items.length) return [];
	return await new Batch(context, choose(context, resources), await Api.for(context)).run();
}

/** The operation that is chosen in the menus, where expressions are not offered: one for all items. */
function choose(context: IExecuteFunctions, resources: Resource[]): Operation {
	const parameters = new Parameters(context, 0);
	const resource = resources.find(({ option }) => option.value === parameters.raw('resource'));
	const operation = resource?.operations.find(
		({ option }) => option.value === parameters.raw('operation'),
	);
	if (operation) return operation;
	const chosen = `${parameters.text('resource')}: ${parameters.text('operation')}`;
	throw toNodeError(context.getNode(), new Error(`There is no operation ${chosen}`));
}

class Batch {
	private readonly itemCount: number;
	private readonly outcomes: Outcomes;
	private readonly work: Run;
	private readonly sent?: SentOnce;
	/** Whether an item has failed that ends the run. */
	private failed = false;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly operation: Operation,
		private readonly api: Api,
	) {
		this.itemCount = context.getInputData().length;
		this.outcomes = new Outcomes(context.getNode(), this.itemCount);
		this.work = { context, api, concurrency: readConcurrency(context), once: onceByKey() };
		if (operation.effect === 'sends') this.sent = new SentOnce(context);
	}

	async run(): Promise<INodeExecutionData[]> {
		try {
			const tasks = await this.read();
			const groups = await this.group(tasks);
			await mapConcurrently(groups, this.work.concurrency, async (group) => {
				await this.execute(group);
			});
			if (this.outcomes.complete) this.sent?.forget();
			this.addHints(tasks);
			return this.outcomes.collect();
		} catch (error) {
			const node = this.context.getNode();
			if (this.api.cancelled) throw toNodeError(node, error);
			throw this.outcomes.firstError(this.operation.effect === 'reads') ?? toNodeError(node, error);
		}
	}

	/** Reads what every item asks for, before anything is asked of AgentPhone. */
	private async read(): Promise<Task[]> {
		const tasks: Task[] = [];
		for (let itemIndex = 0; itemIndex < this.itemCount; itemIndex++) {
			await this.attempt([itemIndex], () => {
				const input = this.operation.read(new Parameters(this.context, itemIndex));
				tasks.push({ itemIndex, input });
			});
		}
		return tasks;
	}

	/** Brings together what is to be done in order, or at once. Groups are in the order of their first items. */
	private async group(tasks: Task[]): Promise<Task[][]> {
		const { operation, work } = this;
		const keys = await mapConcurrently(tasks, work.concurrency, async ({ itemIndex, input }) => {
			let key: string | undefined;
			await this.attempt([itemIndex], async () => {
				key = (await operation.orderedBy?.(input, work)) ?? `item ${itemIndex}`;
			});
			return key;
		});
		const groups = new Map<string, Task[]>();
		tasks.forEach((task, at) => {
			const key = keys[at];
			if (key === undefined) return;
			const group = groups.get(key);
			if (group) group.push(task);
			else groups.set(key, [task]);
		});
		return [...groups.values()];
	}

	private async execute(group: Task[]) {
		const { operation, work } = this;
		if ('executeTogether' in operation) {
			await this.attempt(
				group.map(({ itemIndex }) => itemIndex),
				async () => {
					const inputs = group.map(({ input }) => input);
					const outputs = await operation.executeTogether(inputs, work);
					group.forEach(({ itemIndex }, at) => {
						this.outcomes.succeeded(itemIndex, outputs[at]);
					});
				},
			);
			return;
		}
		for (const { itemIndex, input } of group)
			await this.attempt([itemIndex], async () => {
				const execute = async () => await operation.execute(input, work);
				const { sent } = this;
				const outputs = sent ? await sent.send(itemIndex, input, execute) : await execute();
				this.outcomes.succeeded(itemIndex, outputs);
			});
	}

	/**
	 * Does something for some items. What goes wrong becomes their outcome, and ends the run unless the node
	 * continues on errors. Stopping the execution always does.
	 */
	private async attempt(itemIndexes: number[], work: () => void | Promise<void>) {
		this.api.throwIfCancelled();
		if (this.failed) return;
		try {
			await work();
		} catch (error) {
			this.api.throwIfCancelled();
			for (const itemIndex of itemIndexes) this.outcomes.failed(itemIndex, error);
			this.failed = !this.context.continueOnFail();
			if (this.failed) throw toNodeError(this.context.getNode(), error);
		}
	}

	/** Shown above the output, in versions of n8n that can. */
	private addHints(tasks: Task[]) {
		const done = tasks.flatMap(({ itemIndex, input }) => {
			const outputs = this.outcomes.outputsOf(itemIndex);
			return outputs ? { input, outputs } : [];
		});
		const hints = [
			this.operation.hint?.(
				done.map(({ outputs }) => outputs),
				done.map(({ input }) => input),
			),
			this.api.wasRateLimited
				? 'AgentPhone limited the rate of requests, so this run waited. Lower Concurrency in the options, or run this less often.'
				: undefined,
		];
		for (const message of hints)
			if (message) this.context.addExecutionHints?.({ message, location: 'outputPane' });
	}
}

/** Reads each key once, also where it is asked for while it is being read. */
function onceByKey(): Run['once'] {
	const known = new Map<string, Promise<unknown>>();
	return async (key, read) => {
		const value = known.get(key) ?? read();
		known.set(key, value);
		return (await value) as never;
	};
}

/** Concurrency holds for the whole run, so that of the first item counts. */
function readConcurrency(context: IExecuteFunctions): number {
	const asked = Number(
		new Parameters(context, 0).raw('options.concurrency') ?? DEFAULT_CONCURRENCY,
	);
	return Math.min(Math.max(Math.floor(asked) || DEFAULT_CONCURRENCY, 1), MOST_CONCURRENCY);
}
