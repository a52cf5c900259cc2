import type {
	IBinaryKeyData,
	IDataObject,
	IExecuteFunctions,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';

import type { Api } from '../../api/http/api';
import type { Parameters } from './parameters';

/** An entry of the Resource menu, and the operations that it offers. */
export interface Resource {
	option: { name: string; value: string };
	operations: Operation[];
}

/**
 * What the node can do: an entry of the Operation menu, its fields, the code that reads them, and what it does with
 * what they say.
 *
 * `Input` is what one item asks for, read from its parameters.
 */
export type Operation<Input = unknown> = Described<Input> & (OneByOne<Input> | Together<Input>);

interface Described<Input> {
	option: Required<Pick<INodePropertyOptions, 'name' | 'action' | 'description'>> & {
		value: string;
	};
	/** Shown when the resource and the operation are chosen; `displayOptions` need not say so. */
	fields: INodeProperties[];
	/**
	 * What it does to AgentPhone's data. A run that `writes` or `sends` tells what was carried out when it stops
	 * half-way; what it `sends` must never be sent twice, so a retry leaves out what was.
	 */
	effect: 'reads' | 'writes' | 'sends';
	/**
	 * Reads and checks what an item asks for. Called for all items before the first request is made.
	 *
	 * @throws AdvisedError when it cannot be carried out as it stands.
	 */
	read(parameters: Parameters): Input;
	/** What the builder should know about a finished run, if anything. */
	hint?(outputs: Output[][], inputs: Input[]): string | undefined;
}

interface OneByOne<Input> {
	/** Inputs of the same key are executed in the order of their items; all others at the same time. */
	orderedBy?(input: Input, run: Run): string | Promise<string>;
	execute(input: Input, run: Run): Promise<Output[]>;
}

interface Together<Input> {
	/** Inputs of the same key are executed together. */
	orderedBy(input: Input, run: Run): string | Promise<string>;
	/** Gives the output of each input, in the order of the inputs, which is that of their items. */
	executeTogether(inputs: Input[], run: Run): Promise<Output[][]>;
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
	/** How many requests may be made at a time, 1 to 20. */
	concurrency: number;
	/** Reads something once per run, however many items ask for it. */
	once<Value>(key: string, read: () => Promise<Value>): Promise<Value>;
}

/** Makes an output item of an answer of AgentPhone. */
export const output = (json: object): Output => ({ json: json as IDataObject });
