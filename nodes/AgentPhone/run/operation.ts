import type {
	IBinaryKeyData,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';

import type { Api } from '../../api/http/api';
import type { ItemParameters } from './parameters';

/** An entry of the Resource menu, and the operations that it offers. */
export interface Resource {
	option: { name: string; value: string };
	operations: Operation[];
}

/** What the node can do: an entry of the Operation menu, its fields, and what happens when the node runs. */
export interface Operation {
	option: Required<Pick<INodePropertyOptions, 'name' | 'action' | 'description'>> & {
		value: string;
		/** When it is offered; always, where nothing is said. */
		displayOptions?: INodePropertyOptions['displayOptions'];
	};
	/** Shown when the resource and the operation are chosen; `displayOptions` need not say so. */
	fields: INodeProperties[];
	/**
	 * What it does to AgentPhone's data. When a run that `writes` or `sends` stops half-way, its error says what was
	 * carried out. What it `sends` must never be sent twice, so a retry leaves out what was sent.
	 */
	effect: 'reads' | 'writes' | 'sends';
	/**
	 * Runs it on all items of the node. {@link defineOperation} makes this out of what an operation does with one item;
	 * an operation that handles its items in a way of its own (one that waits, for example) can bring its own.
	 */
	run(context: IExecuteFunctions): Promise<INodeExecutionData[]>;
}

/**
 * What an operation does with its items, in the order in which it is asked.
 *
 * - `Input` is what one item asks for, read from its parameters.
 * - `Resolved` is the same once everything is looked up that is needed before the first item is executed. Without a
 *   `resolve` it is the input itself.
 */
export type Definition<Input, Resolved = Input> = Reading<Input> &
	Resolving<Input, Resolved> &
	Executing<Resolved>;

export interface Reading<Input> extends Pick<Operation, 'option' | 'fields'> {
	/**
	 * Reads and checks what an item asks for. Called for all items before the first request is made.
	 *
	 * @throws AdvisedError when it cannot be carried out as it stands.
	 */
	read(parameters: ItemParameters): Input;
}

export interface Resolving<Input, Resolved> {
	/**
	 * Looks up what an item needs before any item is executed. An item whose lookup fails fails alone.
	 *
	 * @param inputs what all items of the run ask for, so that one request can serve all of them: see
	 * {@link oncePerRun}
	 */
	resolve(input: Input, run: Run, inputs: readonly Input[]): Promise<Resolved>;
}

export type Executing<Resolved> = (
	| ({ effect: 'reads' | 'writes' } & (OneByOne<Resolved> | Together<Resolved>))
	| Sending<Resolved>
) & {
	/** What the builder should know about a finished run, if anything. */
	hint?(outputs: Output[][], inputs: Resolved[]): string | undefined;
};

interface OneByOne<Resolved> {
	/** Inputs of the same key are executed in the order of their items; all others at the same time. */
	orderedBy?(input: Resolved): string;
	/**
	 * Whether AgentPhone refuses it the second time: a number that is taken by then, a contact that is gone. When the node
	 * is tried again, an item that was carried out gives what it gave before.
	 */
	isRefusedTwice?: true;
	/** @param wasTried whether a try of the node before may have carried it out; only where it is refused twice */
	execute(input: Resolved, run: Run, wasTried?: boolean): Promise<Output[]>;
}

interface Together<Resolved> {
	/** Inputs of the same key are executed together. */
	orderedBy(input: Resolved): string;
	/** Returns the output of each input, in the order of the inputs, which is that of their items. */
	executeTogether(inputs: Resolved[], run: Run): Promise<Output[][]>;
}

interface Sending<Resolved> {
	effect: 'sends';
	/** Whom it reaches. An item that is tried again for the same recipient is the same message, and not sent again. */
	orderedBy(input: Resolved): string;
	/** The texts of an item that is sent as several messages, one after the other. One message, where nothing is said. */
	parts?(input: Resolved): string[];
	/** Sends the item, or a part of it. */
	execute(input: Resolved, run: Run, part: Part): Promise<Output[]>;
	/** What the item gives, of what its parts gave; without it, all of that. */
	together?(outputs: Output[][], input: Resolved): Output[];
	/**
	 * What has to follow once it is sent. Unlike `execute` it is done again when the item is tried again, so it must be
	 * safe to repeat.
	 *
	 * @param sent what `execute` returned, now or in the try before
	 */
	followUp?(sent: Output[], input: Resolved, run: Run): Promise<Output[]>;
}

/** A message of an item that may be sent as several. */
export interface Part {
	/** As it was divided in the first try: expressions may give another text in the next. */
	text: string;
	isFirst: boolean;
	isLast: boolean;
	/** What the parts before it gave. */
	before: readonly Output[];
}

/** An output item, before it is paired with its input. */
export interface Output {
	json: IDataObject;
	binary?: IBinaryKeyData;
}

/** What an operation works with while the node runs. */
export interface Run {
	context: IExecuteFunctions;
	api: Api;
	/** How many pages of a list are read at a time. */
	concurrency: number;
}

/**
 * Makes an output item of an answer of AgentPhone. A success may come without a body, or with one that is no object: the
 * item comes out all the same, because what was asked for is done.
 */
export function output(answer: object | null | undefined): Output {
	if (Array.isArray(answer)) return { json: { data: answer as IDataObject[] } };
	return { json: typeof answer === 'object' && answer !== null ? (answer as IDataObject) : {} };
}

/** Makes a read that happens once per run and key, however many items ask for it, also while it is being read. */
export function oncePerRun<Value>(
	read: (key: string, run: Run) => Promise<Value>,
): (key: string, run: Run) => Promise<Value> {
	const runs = new WeakMap<Run, Map<string, Promise<Value>>>();
	return async (key, run) => {
		const known = runs.get(run) ?? new Map<string, Promise<Value>>();
		runs.set(run, known);
		const value = known.get(key) ?? read(key, run);
		known.set(key, value);
		return await value;
	};
}
