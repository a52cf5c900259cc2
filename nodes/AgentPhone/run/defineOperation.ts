import { Batch } from './batch';
import type { Definition, Executing, Operation, Reading } from './operation';

/** An operation whose items need nothing looked up before the first is executed. */
type Direct<Input> = Reading<Input> & Executing<Input> & { resolve?: undefined };

/**
 * The front door of every operation: makes what the node runs out of what an operation does with one item. What it
 * reads, resolves and executes is of the types that it says; nothing of it is known outside.
 */
export function defineOperation<Input>(definition: Direct<Input>): Operation;
export function defineOperation<Input, Resolved>(
	definition: Definition<Input, Resolved>,
): Operation;
export function defineOperation<Input, Resolved>(
	definition: Direct<Input> | Definition<Input, Resolved>,
): Operation {
	if (definition.resolve) return operation(definition);
	return operation<Input, Input>({ ...definition, resolve: async (input) => input });
}

function operation<Input, Resolved>(definition: Definition<Input, Resolved>): Operation {
	const { option, fields, effect } = definition;
	return {
		option,
		fields,
		effect,
		run: async (context) => await Batch.run(context, definition),
	};
}
