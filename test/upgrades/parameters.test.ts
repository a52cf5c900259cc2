import {
	NodeHelpers,
	type INode,
	type INodeParameterResourceLocator,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyCollection,
	type INodePropertyOptions,
} from 'n8n-workflow';

import { fixtureNames, nodeTypes, ownNodes } from '../harness/savedWorkflows';

const saved = fixtureNames.flatMap((fixture) =>
	ownNodes(fixture).map((node) => [fixture, node.name, node] as const),
);

/** What n8n makes of saved parameters: it drops those that the description does not know or does not show. */
function asLoaded(node: INode) {
	const { description } = nodeTypes[node.type];
	return NodeHelpers.getNodeParameters(
		description.properties,
		node.parameters,
		true,
		false,
		node,
		description,
	);
}

describe('a workflow saved with an earlier release', () => {
	it.each(saved)('%s: “%s” keeps all of its parameters', (_fixture, _name, node) => {
		expect(asLoaded(node)).toMatchObject(node.parameters);
	});

	it.each(saved)('%s: “%s” has only values that are still offered', (_fixture, _name, node) => {
		const { properties } = nodeTypes[node.type].description;
		expect(notOffered(properties, node.parameters)).toEqual([]);
	});

	it.each(saved)('%s: “%s” is of a version that exists', (_fixture, _name, node) => {
		const { version } = nodeTypes[node.type].description;
		expect([version].flat()).toContain(node.typeVersion);
	});
});

/** Values of menus that no menu has, as `parameter: value`. n8n runs a node with them all the same. */
function notOffered(properties: INodeProperties[], values: INodeParameters): string[] {
	return Object.entries(values).flatMap(([name, value]) => {
		const named = properties.filter((property) => property.name === name);
		const options = named.flatMap((property) => property.options ?? []);
		switch (named[0]?.type) {
			case 'options':
			case 'multiOptions':
				return [value]
					.flat()
					.filter((each) => !options.some((option) => 'value' in option && option.value === each))
					.map((each) => `${name}: ${each}`);
			case 'resourceLocator': {
				const { mode } = value as INodeParameterResourceLocator;
				const modes = named.flatMap((property) => property.modes ?? []);
				return modes.some((each) => each.name === mode) ? [] : [`${name}: mode ${mode}`];
			}
			case 'collection':
				return notOffered(options as INodeProperties[], value as INodeParameters);
			case 'fixedCollection':
				return (options as INodePropertyCollection[]).flatMap((group) =>
					[(value as INodeParameters)[group.name] ?? []]
						.flat()
						.flatMap((each) => notOffered(group.values, each as INodeParameters)),
				);
			default:
				return [];
		}
	});
}

/** The fixtures are worth something only while they hold all that can be saved. */
describe('the fixtures together', () => {
	it('cover every operation', () => {
		const { properties } = nodeTypes['n8n-nodes-agentphone.agentPhone'].description;
		const offered = properties
			.filter(({ name }) => name === 'operation')
			.flatMap(({ displayOptions, options }) =>
				(options as INodePropertyOptions[]).map(
					({ value }) => `${displayOptions!.show!.resource![0]} ${value}`,
				),
			);
		const used = saved
			.filter(([, , { type }]) => type === 'n8n-nodes-agentphone.agentPhone')
			.map(([, , node]) => asLoaded(node)!)
			.map(({ resource, operation }) => `${resource} ${operation}`);
		expect([...new Set(used)].sort()).toEqual(offered.sort());
	});

	it.each(Object.entries(nodeTypes))('cover every parameter of %s', (type, { description }) => {
		const used = new Set(
			saved
				.filter(([, , node]) => node.type === type)
				.flatMap(([, , { parameters }]) => pathsOf(parameters)),
		);
		const names = description.properties
			.filter((property) => property.type !== 'notice')
			.flatMap((property) =>
				property.type === 'collection'
					? property.options!.map(({ name }) => `${property.name}.${name}`)
					: [property.name],
			);
		expect(names.filter((name) => !used.has(name))).toEqual([]);
	});
});

/** The names of parameters, and of those in a collection with the collection's name before. */
const pathsOf = (parameters: INode['parameters']) =>
	Object.entries(parameters).flatMap(([name, value]) => [
		name,
		...(typeof value === 'object' && value !== null && !Array.isArray(value)
			? Object.keys(value).map((inner) => `${name}.${inner}`)
			: []),
	]);
