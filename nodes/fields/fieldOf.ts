import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';

import { AdvisedError } from '../api/errors/advised';

/**
 * The description of a parameter, by its name as n8n writes it: `sort` in the collection `options` is `options.sort`,
 * a group of a fixed collection `metadataFields.field`, its entries `metadataFields.field[0].value`.
 */
export function fieldOf(
	fields: INodeProperties[],
	name: string,
): INodeProperties | INodePropertyCollection | undefined {
	const [first, ...rest] = name.replace(/\[\d+\]/g, '').split('.');
	const field = fields.find((each) => each.name === first);
	return rest.length ? fieldOf(fieldsIn(field), rest.join('.')) : field;
}

/** The fields of a collection; the groups of a fixed collection, or the fields of such a group. */
function fieldsIn(field: INodeProperties | INodePropertyCollection | undefined): INodeProperties[] {
	if (!field) return [];
	if ('values' in field) return field.values;
	return (field.options ?? []) as INodeProperties[];
}

/** The label of a parameter; without a description, as n8n writes it: `options.messageLimit` is Message Limit. */
export function labelOf(fields: INodeProperties[], name: string): string {
	const described = fieldOf(fields, name)?.displayName;
	if (described) return described;
	const [last = name] = name.split('.').slice(-1);
	return last.replace(/([A-Z])/g, ' $1').replace(/^./, (first) => first.toUpperCase());
}

/**
 * A value as its menus have it, in any case: those of a menu itself, and those in each entry of a fixed collection.
 * Anything else stays as it is.
 *
 * @throws AdvisedError when a menu does not have the value.
 */
export function asOffered(
	value: unknown,
	field: INodeProperties | INodePropertyCollection | undefined,
): unknown {
	if (!field) return value;
	if ('values' in field) return eachEntry(value, field.values);
	if (field.type !== 'options') return value;
	const offered = menuValues(field);
	const wanted = typeof value === 'string' ? value.trim().toLowerCase() : value;
	const found = offered.find((each) => each.toLowerCase() === wanted);
	if (found !== undefined) return found;
	throw new AdvisedError(
		`The field ${field.displayName} must be one of ${offered.join(', ')}, but it is ${inWords(value)}`,
		'Choose one of them in that field, or correct the expression in it.',
	);
}

function eachEntry(entries: unknown, fields: INodeProperties[]): unknown {
	if (!Array.isArray(entries)) return entries;
	return entries.map((entry: unknown) => {
		if (typeof entry !== 'object' || entry === null) return entry;
		return Object.fromEntries(
			Object.entries(entry).map(([name, value]: [string, unknown]) => [
				name,
				asOffered(value, fieldOf(fields, name)),
			]),
		);
	});
}

/** The values of a menu. */
export const menuValues = ({ options = [] }: INodeProperties): string[] =>
	options.flatMap((option) => ('value' in option ? String(option.value) : []));

/** A value that is wrong, as an error shows it. */
export function inWords(value: unknown): string {
	if (value === undefined || value === null || value === '') return 'empty';
	return JSON.stringify(value) ?? typeof value;
}
