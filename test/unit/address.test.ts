import fc from 'fast-check';

import {
	addressKey,
	cleanAddress,
	isCallable,
	isWithoutCountry,
	sameAddress,
	searchedAddress,
	toE164,
} from '../../nodes/api/model/address';

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
	['7ada@example.com', '7'],
	['extension (7)', '7'],
	['(7) at home', '7'],
])('%s and %s are not', (one, other) => {
	expect(sameAddress(one, other)).toBe(false);
});

it.each([
	[' +1\u00a0555–010—0199 ', '+1 555-010-0199'],
	['+1  555 \t 0100199', '+1 555 0100199'],
	['Ada  Lovelace', 'Ada Lovelace'],
	['+44(0)2079460395', '+44 2079460395'],
	['+44 (0) 20 7946 0395', '+44 20 7946 0395'],
	['0044 (0)20 7946 0958', '0044 20 7946 0958'],
	// In Italy it belongs to the number.
	['+39 (0)6 1234 5678', '+39 (0)6 1234 5678'],
	['+ 39 (0)6 1234 5678', '+ 39 (0)6 1234 5678'],
	// In its own country, it is dialled.
	['(0)20 7946 0059', '(0)20 7946 0059'],
	// A dash of any kind is a hyphen, in an email address too.
	['+1 415\u2013555\u20120117', '+1 415-555-0117'],
	['ada\u2010lovelace@example.com', 'ada-lovelace@example.com'],
	['00 (0) is no number', '00 (0) is no number'],
])('%s is written %s', (entered, written) => {
	expect(cleanAddress(entered)).toBe(written);
});

it.each([
	['Ada@Example.com', 'ada@example.com'],
	['GRP_7', 'grp_7'],
	['(555) 010-0199', '15550100199'],
	['0044 20 7946 0958', '442079460958'],
])('%s is known as %s', (address, key) => {
	expect(addressKey(address)).toBe(key);
});

it.each([
	['(555) 010-0199', '+15550100199'],
	['010-01', '010-01'],
	['Ada', 'Ada'],
])('for %s, %s is searched for', (text, searched) => {
	expect(searchedAddress(text)).toBe(searched);
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

it.each([
	['(555) 010-0199', '+15550100199'],
	['(415) 555-0117', '+14155550117'],
	['1 415 555 0117', '+14155550117'],
	['+44 (0)20 7946 0958', '+442079460958'],
	['0044 20 7946 0958', '+442079460958'],
	['+1 415 555 0117', '+14155550117'],
	// Whose country nobody says: a French mobile, a British number, a local one.
	['06 12 34 56 78', undefined],
	['442079460958', undefined],
	['442000460958', undefined],
	['4414155550117', undefined],
	['141555501171', undefined],
	['555-0117', undefined],
	['+12', undefined],
	['+1234567890123456', undefined],
	['ada@example.com', undefined],
	['grp_4155550117', undefined],
])('%s is in E.164 %s', (address, number) => {
	expect(toE164(address)).toBe(number);
});

it('a number in E.164 stays as it is, and means the same', () => {
	const numbers = fc.stringMatching(/^\+[1-9]\d{6,14}$/);
	fc.assert(
		fc.property(numbers, (number) => {
			expect(toE164(number)).toBe(number);
			expect(addressKey(number)).toBe(number.slice(1));
		}),
	);
});

it.each([
	['+15550100199', true],
	['(555) 010-0199', true],
	['06 12 34 56 78', true],
	['24273', false],
	['+1234567890123456', false],
	['ada@example.com', false],
	['grp_1', false],
	['tomorrow', false],
	['', false],
])('%s can be called: %s', (address, callable) => {
	expect(isCallable(address)).toBe(callable);
});

it.each([
	['020 7946 0958', true],
	['020 7946 0059', true],
	['(0)20 7946 0958', true],
	['06 12 34 56 78', true],
	['555-0117', true],
	['0044 20 7946 0958', false],
	['+44 20 7946 0958', false],
	['(415) 555-0117', false],
	['442079460958', false],
])('%s is without a country: %s', (number, isWithout) => {
	expect(isWithoutCountry(number)).toBe(isWithout);
});
