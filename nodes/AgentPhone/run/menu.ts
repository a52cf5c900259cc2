import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import type { Resource } from './operation';

/**
 * Makes the node's parameters: the Resource menu, an Operation menu for each, and each operation's fields.
 *
 * @param first the resource that is chosen at the start
 */
export function describeResources(resources: Resource[], first: Resource): INodeProperties[] {
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			...menu(
				resources.map(({ option }) => option),
				first.option.value,
			),
		},
		...resources.flatMap(describeOperations),
	];
}

function describeOperations({ option, operations }: Resource): INodeProperties[] {
	const resource = [option.value];
	return [
		{
			displayName: 'Operation',
			name: 'operation',
			displayOptions: { show: { resource } },
			...menu(operations.map((operation) => operation.option)),
		},
		...operations.flatMap((operation) =>
			updateDisplayOptions(
				{ show: { resource, operation: [operation.option.value] } },
				operation.fields,
			),
		),
	];
}

/** What decides which fields are shown is the same for all items, so it takes no expression. */
function menu(options: INodePropertyOptions[], chosen = options[0]?.value) {
	return {
		type: 'options' as const,
		noDataExpression: true,
		options,
		default: chosen,
	};
}
