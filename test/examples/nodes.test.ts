import type { INodeParameters, INodeProperties, NodeParameterValueType } from 'n8n-workflow';

import { useScene } from '../harness/n8n/scene';
import { exampleNames, readExample } from '../harness/example';

interface NodeType {
	version: number | number[];
	properties: INodeProperties[];
}

/** n8n says nothing of a parameter that it does not know: it goes on with the default. */
describe('n8n knows every node and parameter of the example', () => {
	const scene = useScene();
	const types = new Map<string, NodeType[]>();

	beforeAll(async () => {
		for (const { name, ...type } of await scene.n8n.nodeTypes())
			types.set(name, [...(types.get(name) ?? []), type as unknown as NodeType]);
	});

	it.each(exampleNames)('%s', (name) => {
		for (const { type = '', typeVersion, parameters } of readExample(name).nodes) {
			const found = types.get(type)?.find(({ version }) => [version].flat().includes(typeVersion!));
			expect({ type, typeVersion, isKnown: !!found }).toEqual({ type, typeVersion, isKnown: true });
			// n8n adds the description to a node that is used as a tool.
			const properties = [...found!.properties, { name: 'toolDescription', type: 'string' }];
			expect({ type, unknown: unknownIn(parameters!, properties as INodeProperties[]) }).toEqual({
				type,
				unknown: [],
			});
		}
	});
});

/** The names that are not among the properties, those inside collections too. */
function unknownIn(parameters: INodeParameters, properties: INodeProperties[]): string[] {
	return Object.entries(parameters).flatMap(([name, value]) => {
		const candidates = properties.filter((property) => property.name === name);
		if (!candidates.length) return [name];
		const inside = candidates.map((property) => unknownInside(value, property));
		return inside
			.sort((one, other) => one.length - other.length)[0]
			.map((each) => `${name}.${each}`);
	});
}

function unknownInside(
	value: NodeParameterValueType,
	{ type, options = [] }: INodeProperties,
): string[] {
	if (type === 'collection')
		return unknownIn(value as INodeParameters, options as INodeProperties[]);
	if (type !== 'fixedCollection') return [];
	return Object.entries(value as Record<string, INodeParameters | INodeParameters[]>).flatMap(
		([name, entries]) => {
			const group = options.find((option) => option.name === name);
			if (!group || !('values' in group)) return [name];
			return [entries].flat().flatMap((entry) => unknownIn(entry, group.values));
		},
	);
}
