import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { Api } from '../../api/http/api';
import { mapConcurrently } from '../../api/http/concurrency';
import { toNodeError } from '../../api/errors/nodeError';
import { DEFAULT_CONCURRENCY, MOST_CONCURRENCY } from '../fields';
import { DoneOnce } from './doneOnce';
import type { Definition, Output, Run } from './operation';
import { Outcomes } from './outcomes';
import { ItemParameters } from './parameters';
import { SentOnce } from './sentOnce';

/** What an item asks for. */
interface Task<Input> {
	itemIndex: number;
	input: Input;
}

/** What is done in order, or at once. */
interface Group<Resolved> {
	key: string;
	tasks: Array<Task<Resolved>>;
}

/**
 * One operation, run on all items of the node: first everything is read and checked, then looked up, then what
 * belongs together is brought together, and then it is carried out, several at a time. The output is in the order of
 * the input, each item paired with the one it came from.
 */
export class Batch<Input, Resolved> {
	private readonly itemCount: number;
	private readonly outcomes: Outcomes;
	private readonly work: Run;
	/** Where the operation sends. */
	private sentOnce?: SentOnce;
	/** Where AgentPhone refuses the operation the second time. */
	private doneOnce?: DoneOnce;
	/** Whether an item has failed that ends the run. */
	private failed = false;

	/**
	 * @throws NodeApiError or NodeOperationError of the first item that fails, unless the node continues on errors.
	 */
	static async run<Input, Resolved>(
		context: IExecuteFunctions,
		definition: Definition<Input, Resolved>,
	): Promise<INodeExecutionData[]> {
		const most = readConcurrency(context);
		const api = await Api.for(context, most === undefined ? {} : { atOnce: most });
		return await new Batch(context, definition, api, most).run();
	}

	private constructor(
		private readonly context: IExecuteFunctions,
		private readonly operation: Definition<Input, Resolved>,
		private readonly api: Api,
		concurrency = DEFAULT_CONCURRENCY,
	) {
		this.itemCount = context.getInputData().length;
		this.outcomes = new Outcomes(context.getNode(), this.itemCount);
		this.work = { context, api, concurrency };
	}

	private async run(): Promise<INodeExecutionData[]> {
		try {
			const tasks = await this.resolve(await this.read());
			const groups = this.group(tasks);
			await mapConcurrently(
				groups,
				() => this.api.atOnce,
				async (group) => await this.execute(group),
			);
			if (this.outcomes.complete) {
				this.sentOnce?.forget();
				this.doneOnce?.forget();
			}
			this.addHints(tasks);
			return this.outcomes.collect();
		} catch (error) {
			const isReading = this.operation.effect === 'reads';
			if (this.api.cancelled)
				throw this.outcomes.stopped(error, isReading, this.sentOnce?.uncertain ?? []);
			throw this.outcomes.firstError(isReading) ?? toNodeError(this.context.getNode(), error);
		}
	}

	/** Reads what every item asks for, before anything is asked of AgentPhone. */
	private async read(): Promise<Array<Task<Input>>> {
		const tasks: Array<Task<Input>> = [];
		for (let itemIndex = 0; itemIndex < this.itemCount; itemIndex++) {
			await this.attempt([itemIndex], () => {
				const input = this.operation.read(
					new ItemParameters(this.context, itemIndex, this.operation.fields),
				);
				tasks.push({ itemIndex, input });
			});
		}
		return tasks;
	}

	/** Looks up what the items need, several at a time. An item that cannot be resolved is left out from here on. */
	private async resolve(tasks: Array<Task<Input>>): Promise<Array<Task<Resolved>>> {
		const { operation, work } = this;
		const inputs = tasks.map(({ input }) => input);
		const resolved = await mapConcurrently(
			tasks,
			() => this.api.atOnce,
			async ({ itemIndex, input }): Promise<Array<Task<Resolved>>> => {
				const found: Array<Task<Resolved>> = [];
				await this.attempt([itemIndex], async () => {
					found.push({ itemIndex, input: await operation.resolve(input, work, inputs) });
				});
				return found;
			},
		);
		return resolved.flat();
	}

	/** Brings together what is to be done in order, or at once. Groups are in the order of their first items. */
	private group(tasks: Array<Task<Resolved>>): Array<Group<Resolved>> {
		const groups = new Map<string, Group<Resolved>>();
		for (const task of tasks) {
			const key = this.operation.orderedBy?.(task.input) ?? `item ${task.itemIndex}`;
			const group = groups.get(key);
			if (group) group.tasks.push(task);
			else groups.set(key, { key, tasks: [task] });
		}
		return [...groups.values()];
	}

	private async execute({ key, tasks }: Group<Resolved>) {
		const { operation, work } = this;
		if ('executeTogether' in operation) {
			await this.attempt(
				tasks.map(({ itemIndex }) => itemIndex),
				async () => {
					const inputs = tasks.map(({ input }) => input);
					const outputs = await operation.executeTogether(inputs, work);
					tasks.forEach(({ itemIndex }, at) => {
						this.outcomes.succeeded(itemIndex, outputs[at]!);
					});
				},
			);
			return;
		}
		for (const { itemIndex, input } of tasks)
			await this.attempt([itemIndex], async () => {
				const task = { itemIndex, input };
				const carryOut = async () => {
					if (operation.effect === 'sends') return await this.send(operation, task, key);
					if (!operation.isRefusedTwice) return await operation.execute(input, work);
					this.doneOnce ??= new DoneOnce(this.context);
					return await this.doneOnce.do(
						itemIndex,
						key,
						async (wasTried) => await operation.execute(input, work, wasTried),
					);
				};
				this.outcomes.succeeded(itemIndex, await carryOut());
			});
	}

	private async send(
		operation: Extract<Definition<Input, Resolved>, { effect: 'sends' }>,
		{ itemIndex, input }: Task<Resolved>,
		recipient: string,
	): Promise<Output[]> {
		const { context, api, work } = this;
		this.sentOnce ??= new SentOnce(context, () => api.cancelled);
		const sent = await this.sentOnce.send(
			{ itemIndex, recipient },
			operation.parts?.(input) ?? [''],
			async (part) => await operation.execute(input, work, part),
		);
		const done = operation.together?.(sent, input) ?? sent.flat();
		return (await operation.followUp?.(done, input, work)) ?? done;
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
	private addHints(tasks: Array<Task<Resolved>>) {
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
				? 'AgentPhone limited the rate of requests, so this run slowed down to that. To leave room for other workflows, add Concurrency in the options, or run this less often.'
				: undefined,
		];
		for (const message of hints)
			if (message) this.context.addExecutionHints?.({ message, location: 'outputPane' });
	}
}

/** Concurrency holds for the whole run, so that of the first item counts; `undefined` where it is to be found. */
function readConcurrency(context: IExecuteFunctions): number | undefined {
	const asked = Math.floor(
		Number(context.getNodeParameter('options.concurrency', 0, 0) as unknown),
	);
	return asked ? Math.min(Math.max(asked, 1), MOST_CONCURRENCY) : undefined;
}
