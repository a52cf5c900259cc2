import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { toNodeError } from '../../api/errors/nodeError';
import type { Operation, Resource } from './operation';

/** Runs the chosen operation on all items of the node. */
export async function run(
	context: IExecuteFunctions,
	resources: Resource[],
): Promise<INodeExecutionData[]> {
	if (!context.getInputData().length) return [];
	return await chosenOperation(context, resources).run(context);
}

/** The operation that is chosen in the menus, where expressions are not offered: one for all items. */
function chosenOperation(context: IExecuteFunctions, resources: Resource[]): Operation {
	const chosen = (name: string): unknown => context.getNodeParameter(name, 0, '');
	const [resource, operation] = [chosen('resource'), chosen('operation')];
	const found = resources
		.find(({ option }) => option.value === resource)
		?.operations.find(({ option }) => option.value === operation);
	if (found) return found;
	throw toNodeError(
		context.getNode(),
		new Error(`There is no operation ${String(resource)}: ${String(operation)}`),
	);
}
