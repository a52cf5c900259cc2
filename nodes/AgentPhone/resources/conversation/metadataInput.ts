import type { INodeProperties } from 'n8n-workflow';

import { AdvisedError } from '../../../api/http/errors';
import type { Json, JsonObject } from '../../../api/model/types';
import type { ItemParameters } from '../../run/parameters';
import { requireExactNumbers } from '../../../api/model/exactNumbers';
import {
	mergeTopLevel,
	requireObject,
	type MetadataChange,
	type MetadataMode,
} from '../../../api/model/metadata';

/** The modes that take metadata from the fields below. */
const TAKES_METADATA: MetadataMode[] = ['merge', 'mergeTopLevel', 'replace'];
const showMetadata = { metadataMode: TAKES_METADATA };

/** How the metadata changes, and what to: a mode, and fields or JSON. Read by {@link readMetadataChange}. */
export const metadataFields: INodeProperties[] = [
	{
		displayName: 'Metadata Mode',
		name: 'metadataMode',
		type: 'options',
		default: 'merge',
		description:
			'What happens to the metadata, the state that you keep with the conversation. AgentPhone only replaces it whole, so a merge reads it, changes it and writes it back: all items of this run are merged into one write, but if something else writes the same conversation in that moment, the later write wins.',
		options: [
			{
				name: 'Clear',
				value: 'clear',
				description: 'Remove all metadata',
			},
			{
				name: 'Keep',
				value: 'keep',
				description: 'Leave the metadata alone, for example to only rename a group',
			},
			{
				name: 'Merge',
				value: 'merge',
				description:
					'Change what you name and keep the rest, inside nested objects too. Null removes, lists are replaced (JSON Merge Patch, RFC 7396).',
			},
			{
				name: 'Merge Top Level',
				value: 'mergeTopLevel',
				description:
					'Change what you name and keep the rest, but replace nested objects whole. Null removes.',
			},
			{
				name: 'Replace',
				value: 'replace',
				description: 'Make the metadata exactly what you give, whatever it was',
			},
		],
	},
	{
		displayName: 'Metadata Input',
		name: 'metadataInput',
		type: 'options',
		displayOptions: { show: showMetadata },
		default: 'fields',
		description: 'How you give the metadata',
		options: [
			{ name: 'Fields', value: 'fields', description: 'One field after the other' },
			{ name: 'JSON', value: 'json', description: 'A JSON object, for nested values too' },
		],
	},
	{
		displayName: 'Metadata Fields',
		name: 'metadataFields',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		displayOptions: { show: { ...showMetadata, metadataInput: ['fields'] } },
		placeholder: 'Add Metadata Field',
		default: {},
		description: 'The values to set or remove at the top level of the metadata',
		options: [
			{
				displayName: 'Field',
				name: 'field',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: 'e.g. stage',
						description:
							'The name as it is stored. A dot is part of it: to change a value inside another, use Metadata Input JSON.',
					},
					{
						displayName: 'Type',
						name: 'type',
						type: 'options',
						default: 'string',
						description: 'What kind of value is stored',
						options: [
							{ name: 'Boolean', value: 'boolean' },
							{ name: 'JSON', value: 'json', description: 'A list, an object, or any other JSON' },
							{ name: 'Null', value: 'null', description: 'Remove the field from the metadata' },
							{ name: 'Number', value: 'number' },
							{ name: 'String', value: 'string' },
						],
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						displayOptions: { hide: { type: ['null'] } },
						default: '',
						placeholder: 'e.g. booked',
						description: 'The value, written as its type has it: text, 42, true, or JSON',
					},
				],
			},
		],
	},
	{
		displayName: 'Metadata',
		name: 'metadata',
		type: 'json',
		displayOptions: { show: { ...showMetadata, metadataInput: ['json'] } },
		typeOptions: { rows: 5 },
		default: '',
		placeholder: 'e.g. {"stage": "booked", "crm": {"contact": 42}}',
		description:
			'A JSON object, for example {"stage": "booked", "crm": {"contact": 42}}. In a merge, {"stage": null} removes the stage.',
	},
];

type ValueType = 'string' | 'number' | 'boolean' | 'json' | 'null';
interface Field {
	name?: unknown;
	type?: ValueType;
	value?: unknown;
}

/**
 * What an item does to the metadata.
 *
 * @throws AdvisedError when a value is not what its type says, or nothing is given for a mode that needs it.
 * @throws MetadataNotAnObjectError when the JSON is not an object.
 */
export function readMetadataChange(parameters: ItemParameters): MetadataChange {
	const mode = (parameters.optional('metadataMode') ?? 'merge') as MetadataMode;
	if (!TAKES_METADATA.includes(mode)) return { mode };
	const metadata =
		parameters.raw('metadataInput') === 'json'
			? requireObject(readJson(parameters.raw('metadata'), 'Metadata'))
			: readFields(parameters.raw('metadataFields.field'), mode);
	requireExactNumbers(metadata);
	return { mode, metadata };
}

function readFields(fields: unknown, mode: MetadataMode): JsonObject {
	const given = Array.isArray(fields) ? (fields as Field[]) : [];
	if (mode === 'replace' && !given.length)
		throw new AdvisedError(
			'There is no metadata to replace the old with',
			'Add a field under Metadata Fields, or choose the Metadata Mode Clear to remove all metadata.',
		);
	const entries = given.map((field): [string, Json] => {
		const name = String(field.name ?? '');
		if (!name)
			throw new AdvisedError(
				'A metadata field has no name',
				'Give every field under Metadata Fields a name, or remove it.',
			);
		return [name, readValue(name, field)];
	});
	const patch = Object.fromEntries(entries);
	// Null says "remove", and what replaces everything starts from nothing.
	return mode === 'replace' ? mergeTopLevel(null, patch) : patch;
}

function readValue(name: string, { type = 'string', value }: Field): Json {
	if (type === 'null') return null;
	if (value === undefined || value === null)
		throw new AdvisedError(
			`The metadata field "${name}" has no value`,
			'The expression in it gives nothing for this item. Give it a fallback such as {{ $json.stage ?? "" }}, or use the type Null to remove the field.',
		);
	switch (type) {
		case 'json':
			return readJson(value, `The metadata field "${name}"`);
		case 'number': {
			const number = typeof value === 'boolean' || value === '' ? NaN : Number(value);
			if (Number.isFinite(number)) return number;
			return refuse(name, 'a number such as 42 or 1.5', value);
		}
		case 'boolean': {
			const text = String(value).trim().toLowerCase();
			if (text === 'true' || text === 'false') return text === 'true';
			return refuse(name, 'true or false', value);
		}
		case 'string':
			if (typeof value === 'object') return refuse(name, 'a text (or choose the type JSON)', value);
			return String(value);
	}
}

function refuse(name: string, expected: string, value: unknown): never {
	throw new AdvisedError(
		`The metadata field "${name}" must be ${expected}, but it is ${JSON.stringify(value)}`,
		'Correct the value, or choose another type for the field.',
	);
}

function refuseJson(label: string, { message }: SyntaxError): never {
	throw new AdvisedError(
		`${label} is not valid JSON: ${message}`,
		'Names and texts are in double quotes, and there is no comma after the last entry. Values from other nodes are safe as {{ JSON.stringify($json.name) }}.',
	);
}

/** JSON as text, or what an expression made of it. */
function readJson(value: unknown, label: string): Json {
	if (typeof value !== 'string') return (value ?? null) as Json;
	if (!value.trim())
		throw new AdvisedError(
			`${label} is empty`,
			'Write JSON such as {"stage": "booked"}. To remove all metadata, choose the Metadata Mode Clear.',
		);
	try {
		return JSON.parse(value) as Json;
	} catch (error) {
		return refuseJson(label, error as SyntaxError);
	}
}
