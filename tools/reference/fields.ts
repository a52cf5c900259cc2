import type {
	IDisplayOptions,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
} from 'n8n-workflow';

/** What n8n calls its types of fields, in words. */
const TYPES: Partial<Record<INodeProperties['type'], string>> = {
	string: 'text',
	number: 'number',
	boolean: 'on or off',
	options: 'one of',
	multiOptions: 'some of',
	dateTime: 'date and time',
	json: 'JSON',
	resourceLocator: 'from list or by ID',
};

/** A parameter, or a group of them, as a row of its table. */
interface Row {
	label: string;
	/** As workflows store it: `options.sort`, `metadataFields.field[].name`. */
	name: string;
	property: INodeProperties;
	/** What other fields must be set to for it to be shown, in words. */
	condition: string;
}

/** The table of fields, and before it what the panel says between them. */
export function describeFields(fields: INodeProperties[]): string {
	const notices = fields.filter(({ type }) => type === 'notice');
	const rows = rowsOf(
		fields.filter(({ type }) => type !== 'notice'),
		fields,
	);
	return [
		...notices.map(({ displayName }) => `> ${displayName}\n`),
		'| Field | Name | Type | Default | What it is for |',
		'| --- | --- | --- | --- | --- |',
		...rows.map(writeRow),
	].join('\n');
}

function rowsOf(
	fields: INodeProperties[],
	siblings: INodeProperties[],
	place = { label: '', name: '', condition: '' },
	/** What a condition on `/name` is about: the fields of the whole operation. */
	top = siblings,
): Row[] {
	return fields.flatMap((property) => {
		const label = place.label + property.displayName;
		const name = place.name + property.name;
		const own = describeCondition(property.displayOptions, siblings, top);
		const condition = [place.condition, own].filter(Boolean).join('; ');
		const inside = (step: string) => ({ label: `${label} › `, name: `${name}.${step}`, condition });
		if (property.type === 'collection') {
			const inner = property.options as INodeProperties[];
			return rowsOf(inner, inner, inside(''), top);
		}
		if (property.type === 'fixedCollection')
			return (property.options as INodePropertyCollection[]).flatMap((group) =>
				rowsOf(group.values, group.values, inside(`${group.name}[].`), top),
			);
		return [{ label, name, property, condition }];
	});
}

function writeRow({ label, name, property, condition }: Row): string {
	const cells = [
		`**${label}**`,
		`\`${name}\``,
		describeType(property),
		describeDefault(property),
		[
			condition && `_Shown with ${condition}._`,
			asSentence(property.description ?? property.hint ?? ''),
			describeExample(property),
			...describeOptions(property),
		]
			.filter(Boolean)
			.join(' '),
	];
	return `| ${cells.map(inCell).join(' | ')} |`;
}

function describeType({ type, typeOptions = {} }: INodeProperties): string {
	const { minValue, maxValue, multipleValues } = typeOptions;
	const words = `${TYPES[type] ?? type}${multipleValues ? 's' : ''}`;
	if (minValue === undefined) return words;
	return maxValue === undefined
		? `${words}, ${minValue} or more`
		: `${words}, ${minValue} to ${maxValue}`;
}

function describeDefault({ type, default: value, required }: INodeProperties): string {
	const isEmpty = value === '' || type === 'resourceLocator' || [value].flat().length === 0;
	if (isEmpty) return required ? '_required_' : '';
	return [value]
		.flat()
		.map((each) => `\`${String(each)}\``)
		.join(', ');
}

function describeExample({ placeholder = '' }: INodeProperties): string {
	const example = placeholder.replace(/^e\.g\. /, '');
	return example ? `For example \`${example}\`.` : '';
}

/** Each entry of a menu on a line of its own. */
function describeOptions({ type, options = [] }: INodeProperties): string[] {
	if (type !== 'options' && type !== 'multiOptions') return [];
	return (options as INodePropertyOptions[]).map(({ name, value, description }) =>
		[`<br>• ${name} \`${String(value)}\``, description && asSentence(description)]
			.filter(Boolean)
			.join(': '),
	);
}

/** In the words of the panel: `To: New Group`. */
function describeCondition(
	{ show = {}, hide = {} }: IDisplayOptions = {},
	siblings: INodeProperties[],
	top: INodeProperties[],
): string {
	const named = (name: string) =>
		name.startsWith('/')
			? top.find((each) => each.name === name.slice(1))
			: siblings.find((each) => each.name === name);
	const describe = (conditions: object, negation: string) =>
		Object.entries(conditions).map(([name, values]) => {
			const field = named(name);
			const labels = (values as unknown[]).map((value) => labelOf(field, value));
			return `${field?.displayName ?? name}: ${negation}${either.format(labels)}`;
		});
	return [...describe(show, ''), ...describe(hide, 'not ')].join('; ');
}

const either = new Intl.ListFormat('en', { type: 'disjunction' });

function labelOf(field: INodeProperties | undefined, value: unknown): string {
	if (typeof value === 'boolean') return value ? 'on' : 'off';
	const options = (field?.options ?? []) as INodePropertyOptions[];
	return options.find((option) => option.value === value)?.name ?? String(value);
}

const asSentence = (text: string) => escape(text) + (/[.!?]$/.test(text) || !text ? '' : '.');

/** Descriptions are HTML, as Markdown is, but Markdown's own characters mean themselves in them. */
const escape = (text: string) => text.replace(/[_*]/g, (sign) => `\\${sign}`);

const inCell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
