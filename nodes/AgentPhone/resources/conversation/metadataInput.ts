import type { INodeProperties } from 'n8n-workflow';

import { AdvisedError } from '../../../api/errors/advised';
import { requireExactNumbers } from '../../../api/model/exactNumbers';
import { carryAsJson, type Carried } from '../../../api/model/json';
import {
	mergeTopLevel,
	requireObject,
	type MetadataChange,
	type MetadataMode,
} from '../../../api/model/metadata';
import type { Json } from '../../../api/model/types';
import { inWords } from '../../../fields/fieldOf';
import { asNumber, asText, type ItemParameters } from '../../run/parameters';

const MODES: MetadataMode[] = ['merge', 'mergeTopLevel', 'replace', 'clear', 'keep'];
/** The modes that take metadata from the fields below. */
const TAKES_METADATA: MetadataMode[] = ['merge', 'mergeTopLevel', 'replace'];
const showMetadata = { metadataMode: TAKES_METADATA };

/** How the metadata changes, and what to: a mode, and fields or JSON. Read by {@link readMetadataInput}. */
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
			'A JSON object, for example {"stage": "booked", "crm": {"contact": 42}}. In a merge, {"stage": null} removes the stage; a value whose expression gives nothing is left out.',
	},
];

/** What an item does to the metadata, and what its expressions gave nothing for. */
export interface MetadataInput {
	change: MetadataChange;
	/** Places in the metadata, such as `crm.owner`. */
	nothing: string[];
}

/**
 * @throws AdvisedError when a value is not what its type says, when JSON cannot carry it, or when nothing is given for
 * a mode that needs it.
 * @throws MetadataNotAnObjectError when the JSON is not an object.
 */
export function readMetadataInput(parameters: ItemParameters): MetadataInput {
	const mode = MODES.find((each) => each === parameters.raw('metadataMode')) ?? 'merge';
	if (!TAKES_METADATA.includes(mode)) return { change: { mode }, nothing: [] };
	const { json, nothing } =
		parameters.raw('metadataInput') === 'json'
			? parameters.json('metadata')
			: readFields(parameters, mode);
	const metadata = requireObject(json ?? null);
	if (mode === 'replace' && nothing.length && !Object.keys(metadata).length) refuseNoMetadata();
	requireExactNumbers(metadata);
	return { change: { mode, metadata }, nothing };
}

function readFields(parameters: ItemParameters, mode: MetadataMode): Carried {
	// All fields at once: asked for one by one, n8n would evaluate each expression a second time.
	const given = parameters.raw('metadataFields.field');
	const fields = Array.isArray(given) ? given.map(asField) : [];
	if (mode === 'replace' && !fields.length) refuseNoMetadata();
	const nothing: string[] = [];
	const entries = fields.map((field, at): [string, Json] => {
		const path = `metadataFields.field[${at}]`;
		const name = asText(field.name, parameters.label(`${path}.name`));
		if (!name)
			throw new AdvisedError(
				'A metadata field has no name',
				'Give every field under Metadata Fields a name, or remove it.',
			);
		const carried = readValue(name, field, (label) => parameters.json(`${path}.value`, label));
		nothing.push(...carried.nothing.map((place) => `${name}.${place}`.replace('.[', '[')));
		return [name, carried.json === undefined ? refuseNoValue(name) : carried.json];
	});
	const patch = Object.fromEntries(entries);
	// Null says "remove", and what replaces everything starts from nothing.
	return { json: mode === 'replace' ? mergeTopLevel(null, patch) : patch, nothing };
}

/** What is said in an entry of Metadata Fields. */
interface Field {
	name?: unknown;
	type?: unknown;
	value?: unknown;
}

const asField = (entry: unknown): Field =>
	typeof entry === 'object' && entry !== null ? entry : {};

/** @param readJson reads the value as JSON, in which expressions may stand */
function readValue(
	name: string,
	{ type, value }: Field,
	readJson: (label: string) => Carried,
): Carried {
	if (type === 'null') return { json: null, nothing: [] };
	if (value === undefined || value === null) return refuseNoValue(name);
	const label = `The metadata field "${name}"`;
	if (type === 'json') return readJson(label);
	return { json: readScalar(name, type, carryAsJson(value, label).json), nothing: [] };
}

function readScalar(name: string, type: unknown, value: Json | undefined): Json {
	switch (type) {
		case 'number': {
			const number = asNumber(value);
			return Number.isFinite(number) ? number : refuse(name, 'a number such as 42 or 1.5', value);
		}
		case 'boolean': {
			const text = String(value).trim().toLowerCase();
			if (text === 'true' || text === 'false') return text === 'true';
			return refuse(name, 'true or false', value);
		}
		default:
			if (typeof value === 'object') return refuse(name, 'a text (or choose the type JSON)', value);
			return String(value);
	}
}

function refuse(name: string, expected: string, value: unknown): never {
	throw new AdvisedError(
		`The metadata field "${name}" must be ${expected}, but it is ${inWords(value)}`,
		'Correct the value, or choose another type for the field.',
	);
}

function refuseNoValue(name: string): never {
	throw new AdvisedError(
		`The metadata field "${name}" has no value`,
		'The expression in it gives nothing for this item. Give it a fallback such as {{ $json.stage ?? "" }}, or use the type Null to remove the field.',
	);
}

function refuseNoMetadata(): never {
	throw new AdvisedError(
		'There is no metadata to replace the old with',
		'Add a field under Metadata Fields, or choose the Metadata Mode Clear to remove all metadata.',
	);
}
