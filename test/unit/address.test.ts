import fc from 'fast-check';

import { addressKey, cleanAddress, sameAddress } from '../../nodes/api/model/address';

it.each([
	['+15550100199', '(555) 010-0199'],
	['+15550100199', '1 555.010.0199'],
	['+15550100199', '001 555 010 0199'],
	['+442071838750', '+44 20 7183 8750'],
	['Ada@Example.com', ' ada@example.com '],
	['24273', '24273'],
	['grp_7', 'grp_7'],
	['+442079460958', '+44 (0)20 7946 0958'],
	['+442079460958', '0044 (0)20 7946 0958'],
	['+390612345678', '+39 (0)6 1234 5678'],
	['+15550100199', '\u202a+1 555 010 0199\u202c'],
	['+15550100199', '+1\u00a0555\u2011010\u20110199'],
	['+15550100199', '+1 555–010—0199'],
	['+15550100199', '＋１　５５５　０１０　０１９９'],
	['+15550100199', '+١٥٥٥٠١٠٠١٩٩'],
	['ada@example.com', '\u200eAda@example.com\u200f'],
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

it('what cannot be seen never matters, and is not sent', () => {
	const digits = fc.stringMatching(/^[1-9]\d{6,14}$/);
	const invisible = fc.constantFrom(
		...'\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u00ad',
	);
	const marks = fc.constantFrom(
		...' -\u00a0\u2007\u2009\u202f\u2010\u2011\u2012\u2013\u2014\u2212\uff0d',
	);
	fc.assert(
		fc.property(
			digits,
			fc.array(fc.oneof(invisible, marks), { minLength: 15, maxLength: 15 }),
			fc.boolean(),
			(number, between, isWide) => {
				const wide = (digit: string) =>
					isWide ? String.fromCodePoint(0xff10 + Number(digit)) : digit;
				const written = [...number].map((digit, at) => between[at] + wide(digit)).join('');
				const copied = `+${written}`;
				expect(addressKey(copied)).toBe(number);
				expect(cleanAddress(copied)).toMatch(/^\+[\d -]+$/);
				expect(cleanAddress(cleanAddress(copied))).toBe(cleanAddress(copied));
			},
		),
	);
});
