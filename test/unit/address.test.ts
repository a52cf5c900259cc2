import fc from 'fast-check';

import { addressKey, sameAddress } from '../../nodes/api/model/address';

it.each([
	['+15550100199', '(555) 010-0199'],
	['+15550100199', '1 555.010.0199'],
	['+15550100199', '001 555 010 0199'],
	['+442071838750', '+44 20 7183 8750'],
	['Ada@Example.com', ' ada@example.com '],
	['24273', '24273'],
	['grp_7', 'grp_7'],
])('%s and %s are the same', (one, other) => {
	expect(sameAddress(one, other)).toBe(true);
});

it.each([
	['+15550100199', '+15550100198'],
	['+5550100199', '+15550100199'],
	['24273', '242730'],
	['grp_7', '7'],
	['ada7@example.com', '7'],
])('%s and %s are not', (one, other) => {
	expect(sameAddress(one, other)).toBe(false);
});

it('punctuation never matters in a phone number', () => {
	const digits = fc.stringMatching(/^[1-9]\d{6,14}$/);
	const marks = fc.array(fc.constantFrom(' ', '-', '.', '(', ')'), { maxLength: 4 });
	fc.assert(
		fc.property(digits, fc.nat(14), marks, (number, at, between) => {
			const written = `+${number.slice(0, at + 1)}${between.join('')}${number.slice(at + 1)}`;
			expect(addressKey(written)).toBe(number);
		}),
	);
});
