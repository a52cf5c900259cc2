import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import type { Resource } from './operation';

/** Makes the node's parameters: the Resource menu, an Operation menu for each, and each operation's fields. */
export function describeResources(resources: Resource[]): INodeProperties[] {
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			...menu(resources.map(({ option }) => option)),
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
function menu(options: INodePropertyOptions[]) {
	return {
		type: 'options' as const,
		noDataExpression: true,
		options,
		default: options[0].value,
	};
}
