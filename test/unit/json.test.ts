import fc from 'fast-check';

import { carryAsJson } from '../../nodes/api/model/json';

const carry = (value: unknown) => carryAsJson(value, 'It');

/** What an expression can give: JSON, with nothing and times anywhere in it. */
const { value: values } = fc.letrec<{ value: unknown }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 4 },
		fc.constantFrom(undefined, null, true, 0, -1.5, '', 'text', new Date(0)),
		fc.array(tie('value'), { maxLength: 3 }),
		fc.dictionary(fc.constantFrom('a', 'b', '__proto__', 'toJSON2'), tie('value'), { maxKeys: 3 }),
	),
}));

it('carries what JSON carries, and nothing else', () => {
	fc.assert(
		fc.property(values, (value) => {
			const text = JSON.stringify(value) as string | undefined;
			expect(carry(value).json).toEqual(text === undefined ? undefined : JSON.parse(text));
		}),
		{ numRuns: 2_000 },
	);
});

it('names each place that has nothing, once', () => {
	fc.assert(
		fc.property(values, (value) => {
			let count = 0;
			const visit = (each: unknown) => {
				if (each === undefined) count++;
				else if (typeof each === 'object' && each !== null) Object.values(each).forEach(visit);
			};
			visit(value);
			const { nothing } = carry(value);
			expect(nothing).toHaveLength(count);
			expect(new Set(nothing).size).toBe(count);
		}),
	);
});

it('does not change what it is given', () => {
	const value = { a: undefined, b: [undefined, { c: new Date(0) }] };
	carry(value);
	expect(value).toEqual({ a: undefined, b: [undefined, { c: new Date(0) }] });
	expect('a' in value).toBe(true);
});

it('takes the same object twice, but not inside itself', () => {
	const shared = { a: 1 };
	expect(carry([shared, shared]).json).toEqual([shared, shared]);
	const self: Record<string, unknown> = {};
	self.deep = [{ self }];
	expect(() => carry(self)).toThrow('in deep[0].self: an object that contains itself');
});

it.each<[unknown, string]>([
	[Buffer.from('x'), 'binary data'],
	[{ a: new ArrayBuffer(1) }, 'in a: binary data'],
	[[Symbol('x')], 'in [0]: a symbol'],
	[{ a: Promise.resolve() }, 'in a: a Promise object'],
	[{ a: /x/ }, 'in a: a RegExp object'],
	[{ a: new Error('x') }, 'in a: a Error object'],
	[{ a: new Date(NaN) }, 'in a: an invalid time'],
])('refuses %p', (value, message) => {
	expect(() => carry(value)).toThrow(message);
});
