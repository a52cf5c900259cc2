import { execFileSync } from 'node:child_process';

import fc from 'fast-check';

import { projectFolder } from '../../n8n/folders';
import { schemaOf, type Schema } from '../../tools/previews/schema';

describe('the output previews', () => {
	// n8n's engine is loaded, to ask the nodes for samples.
	jest.setTimeout(120_000);

	it('are what the nodes give (npm run previews writes them)', () => {
		const command = [require.resolve('tsx/cli'), 'tools/previews/main.ts', '--check'];
		execFileSync(process.execPath, command, { cwd: projectFolder, stdio: 'pipe' });
	});
});

describe('the schema of several values', () => {
	it('has the properties of all of them', () => {
		expect(schemaOf([{ id: 'a' }, { id: 'b', total: 2 }])).toEqual({
			type: 'object',
			properties: { id: { type: 'string' }, total: { type: 'number' } },
		});
	});

	it('names the other type before null, because the editor shows the first', () => {
		expect(schemaOf([null, 'text'])).toEqual({ type: ['string', 'null'] });
	});

	it('is plainly an object or an array where some are null, because the editor opens no other', () => {
		expect(schemaOf([null, { id: 'a' }])).toMatchObject({ type: 'object' });
		expect(schemaOf([null, ['a']])).toEqual({ type: 'array', items: { type: 'string' } });
	});

	it('leaves out the keys of metadata, which are those of the sample', () => {
		const { properties } = schemaOf([{ metadata: { stage: 'new' }, state: { stage: 'new' } }]);
		expect(properties).toEqual({
			metadata: { type: 'object', properties: {} },
			state: { type: 'object', properties: {} },
		});
	});

	it('fits each of them', () => {
		fc.assert(
			fc.property(fc.array(item, { minLength: 1 }), (items) => {
				const schema = schemaOf(items);
				expect(items.flatMap((each) => misfits(schema, each))).toEqual([]);
			}),
		);
	});
});

/** An answer as AgentPhone's are: anything may be missing or null, but nothing is now an object and now a text. */
const plain = fc.oneof(fc.string(), fc.boolean(), fc.integer());
const sometimes = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const reply = fc.record({ id: sometimes(plain), at: sometimes(plain) }, { requiredKeys: [] });
const item = fc.record(
	{
		id: plain,
		text: sometimes(plain),
		reply: sometimes(reply),
		replies: sometimes(fc.array(reply)),
		tags: sometimes(fc.array(plain)),
	},
	{ requiredKeys: [] },
);

/** The places at which a value is not as the schema says. */
function misfits(schema: Schema, value: unknown, at = '$'): string[] {
	if (value === null && ['object', 'array'].includes(schema.type as string)) return [];
	if (Array.isArray(value))
		return schema.type === 'array'
			? value.flatMap((entry, index) => misfits(schema.items!, entry, `${at}[${index}]`))
			: [at];
	if (typeof value === 'object' && value !== null)
		return schema.type === 'object'
			? Object.entries(value).flatMap(([name, each]) => {
					const property = schema.properties?.[name];
					return property ? misfits(property, each, `${at}.${name}`) : [`${at}.${name}`];
				})
			: [at];
	const type = value === null ? 'null' : typeof value;
	return [schema.type].flat().includes(type) ? [] : [at];
}
