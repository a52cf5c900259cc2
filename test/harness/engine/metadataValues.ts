import type { INodeParameters } from 'n8n-workflow';

/** What one update is given, and what is stored afterwards, or how it is refused. */
export interface ValueCase {
	name: string;
	parameters: INodeParameters;
	item?: object;
	stored?: object;
	/** Places that a hint names. */
	nothing?: string[];
	error?: string;
	/** QuickJS loses it on the way to n8n, or ends the process. */
	notInQuickJs?: boolean;
}

/** What the conversation has before. */
export const STORED = { name: 'Ada', stage: 'booked', crm: { id: 7, owner: 'Bo' } };

const json = (metadata: string, parameters: INodeParameters = {}): INodeParameters => ({
	metadataInput: 'json',
	metadata,
	...parameters,
});
const field = (type: string, value: string): INodeParameters => ({
	metadataFields: { field: [{ name: 'x', type, value }] },
});
const refused = (name: string, expression: string, error: string, notInQuickJs = false) => ({
	name,
	parameters: json(`={{ ${expression} }}`),
	error,
	notInQuickJs,
});
const TIME = '2026-01-31T12:00:00.000Z';

export const VALUES: ValueCase[] = [
	{
		name: 'nothing in a merge is left as it was',
		parameters: json('={{ { name: "Ada L.", stage: $json.stage, crm: { owner: $json.owner } } }}'),
		stored: { name: 'Ada L.', stage: 'booked', crm: { id: 7, owner: 'Bo' } },
		nothing: ['stage', 'crm.owner'],
	},
	{
		name: 'nothing in a merge at the top level is left as it was',
		parameters: json('={{ { name: "Ada L.", stage: $json.stage } }}', {
			metadataMode: 'mergeTopLevel',
		}),
		stored: { ...STORED, name: 'Ada L.' },
		nothing: ['stage'],
	},
	{
		name: 'nothing in a replacement is not in it',
		parameters: json('={{ { name: "Ada L.", stage: $json.stage, deep: [{ a: $json.no }] } }}', {
			metadataMode: 'replace',
		}),
		stored: { name: 'Ada L.', deep: [{}] },
		nothing: ['stage', 'deep[0].a'],
	},
	{
		name: 'nothing in a list is null, as in JSON',
		parameters: json('={{ { tags: ["a", $json.no, "c"] } }}'),
		stored: { ...STORED, tags: ['a', null, 'c'] },
		nothing: ['tags[1]'],
	},
	{
		name: 'null removes',
		parameters: json('={{ { stage: null } }}'),
		stored: { name: 'Ada', crm: STORED.crm },
	},
	{
		name: 'a value of JSON text that is one expression without a value is left as it was',
		parameters: json('={ "name": "{{ $json.name }} L.", "stage": "{{ $json.stage }}" }'),
		item: { name: 'Ada' },
		stored: { ...STORED, name: 'Ada L.' },
		nothing: ['stage'],
	},
	{
		name: 'an empty text in JSON text is an empty text',
		parameters: json('={ "stage": "{{ $json.stage }}" }'),
		item: { stage: '' },
		stored: { ...STORED, stage: '' },
	},
	{
		name: 'nothing in a JSON field is left as it was',
		parameters: {
			metadataFields: {
				field: [{ name: 'crm', type: 'json', value: '={{ { id: 8, owner: $json.no } }}' }],
			},
		},
		stored: { ...STORED, crm: { id: 8, owner: 'Bo' } },
		nothing: ['crm.owner'],
	},
	{
		name: 'times and durations at any depth are ISO text',
		parameters: json(
			`={{ { at: new Date("${TIME}"), deep: [{ for: Duration.fromObject({ hours: 2 }), day: DateTime.fromISO("2026-01-31", { zone: "utc" }) }] } }}`,
		),
		stored: {
			...STORED,
			at: TIME,
			deep: [{ for: 'PT2H', day: '2026-01-31T00:00:00.000Z' }],
		},
	},
	...['merge', 'mergeTopLevel', 'replace'].map((metadataMode) => ({
		name: `a time in the mode ${metadataMode}`,
		parameters: json(`={{ { at: new Date("${TIME}") } }}`, { metadataMode }),
		stored: metadataMode === 'replace' ? { at: TIME } : { ...STORED, at: TIME },
	})),
	...['string', 'json'].flatMap((type) => [
		{
			name: `a Date in a field of the type ${type}`,
			parameters: field(type, `={{ new Date("${TIME}") }}`),
			stored: { ...STORED, x: TIME },
		},
		{
			name: `a DateTime in a field of the type ${type}`,
			parameters: field(type, `={{ DateTime.fromISO("${TIME}", { zone: "utc" }) }}`),
			stored: { ...STORED, x: TIME },
		},
		{
			name: `a Duration in a field of the type ${type}`,
			parameters: field(type, '={{ Duration.fromObject({ hours: 2 }) }}'),
			stored: { ...STORED, x: 'PT2H' },
		},
	]),
	{
		name: 'a blank in a field of the type number',
		parameters: field('number', ' '),
		error: 'The metadata field "x" must be a number',
	},
	{
		name: 'a time in a field of the type number',
		parameters: field('number', `={{ new Date("${TIME}") }}`),
		error: 'The metadata field "x" must be a number',
	},
	{
		name: 'a type in another case',
		parameters: field('Number', '42'),
		stored: { ...STORED, x: 42 },
	},
	refused('a time as the whole value', '$now', 'The metadata must be a JSON object'),
	refused('a Date as the whole value', 'new Date()', 'The metadata must be a JSON object'),
	refused('a Map', '{ deep: { m: new Map([[1, 2]]) } }', 'in deep.m: a Map object'),
	refused('a Set', '{ m: [new Set([1])] }', 'in m[0]: a Set object'),
	refused('NaN', '{ n: NaN }', 'in n: NaN'),
	refused('Infinity', '{ n: [Infinity] }', 'in n[0]: Infinity', true),
	refused('a BigInt', '{ n: 5n }', 'in n: a BigInt', true),
	refused('bytes', '{ b: new Uint8Array(3) }', 'in b: binary data', true),
	refused('bytes as the whole value', 'new Uint8Array(3)', 'binary data', true),
	refused('an invalid Date', '{ d: new Date("x") }', 'in d: an invalid time'),
	refused('an invalid DateTime', '{ d: DateTime.fromISO("x") }', 'in d: an invalid time'),
	refused('a function', '{ f: () => 1 }', 'in f: a function'),
	refused('a symbol', '{ f: Symbol.iterator }', 'in f: a symbol', true),
	refused('an interval', '{ i: Interval.after(DateTime.now(), 1000) }', 'in i: a Interval object'),
	refused(
		'an object that contains itself',
		'(() => { const a = {}; a.a = a; return a })()',
		'contains itself',
		true,
	),
	refused(
		'5,000 levels',
		'Array.from({ length: 5000 }).reduce((inner) => ({ inner }), {})',
		'nested too deep',
		true,
	),
	refused(
		'1,000 levels',
		'Array.from({ length: 1000 }).reduce((inner) => ({ inner }), {})',
		'nested more than 500 levels deep',
		true,
	),
	{
		name: '5,000 levels of JSON text',
		parameters: json(`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`),
		error: 'nested more than 500 levels deep',
	},
];
