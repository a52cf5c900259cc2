import fc from 'fast-check';
import type { INodeProperties } from 'n8n-workflow';

import { resources } from '../../nodes/AgentPhone/resources';
import { asOffered, fieldOf, labelOf } from '../../nodes/fields/fieldOf';

const menu = (values: string[]): INodeProperties => ({
	displayName: 'Menu',
	name: 'menu',
	type: 'options',
	default: '',
	options: values.map((value) => ({ name: value, value })),
});
const words = fc.uniqueArray(fc.stringMatching(/^[a-z][A-Za-z]{0,8}$/), {
	minLength: 1,
	maxLength: 6,
	selector: (word) => word.toLowerCase(),
});
const letters = fc.array(fc.boolean(), { minLength: 9, maxLength: 9 });

it('a menu has what it offers, in any case', () => {
	fc.assert(
		fc.property(words, fc.nat(), letters, (values, at, isUpper) => {
			const value = values[at % values.length];
			const written = [...value]
				.map((letter, index) => (isUpper[index] ? letter.toUpperCase() : letter.toLowerCase()))
				.join('');
			expect(asOffered(` ${written} `, menu(values))).toBe(value);
		}),
	);
});

it('and nothing else, whatever it is', () => {
	const anything = fc.oneof(
		fc.string(),
		fc.integer(),
		fc.boolean(),
		fc.object(),
		fc.array(fc.string()),
	);
	fc.assert(
		fc.property(words, anything, (values, value) => {
			const isOffered =
				typeof value === 'string' &&
				values.some((each) => each.toLowerCase() === value.trim().toLowerCase());
			fc.pre(!isOffered);
			expect(() => asOffered(value, menu(values))).toThrow(
				`The field Menu must be one of ${values.join(', ')}, but it is `,
			);
		}),
		{ numRuns: 1_000 },
	);
});

it('fields are found by the names that n8n uses', () => {
	const { fields } = resources
		.find(({ option }) => option.value === 'conversation')!
		.operations.find(({ option }) => option.value === 'update')!;
	expect(fieldOf(fields, 'metadataMode')).toMatchObject({ type: 'options' });
	expect(fieldOf(fields, 'metadataFields.field[3].type')).toMatchObject({ type: 'options' });
	expect(labelOf(fields, 'options.skipUnchanged')).toBe('Skip Unchanged');
	expect(labelOf(fields, 'options.messageLimit')).toBe('Message Limit');
	expect(fieldOf(fields, 'no.such.field')).toBeUndefined();
});
