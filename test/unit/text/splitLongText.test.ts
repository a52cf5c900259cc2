import fc from 'fast-check';

import { LONGEST_TEXT, splitLongText } from '../../../nodes/api/text/splitLongText';

const words = (count: number, word = 'word') => Array.from({ length: count }, () => word).join(' ');

it('leaves a text that is short enough as it is', () => {
	const text = ` ${'a'.repeat(LONGEST_TEXT - 2)} `;
	expect(splitLongText(text)).toEqual([text]);
});

it('divides between paragraphs', () => {
	const [one, two] = [words(300), words(200)];
	expect(splitLongText(`${one}\n\n${two}`)).toEqual([one, two].map((text) => text.trim()));
});

it.each([
	['lines', '\n', '\n'],
	['sentences', '. ', '.'],
	['words', ' ', ''],
])('divides between %s where there is nothing better', (_what, between, end) => {
	const [one, two] = ['a'.repeat(1_000), 'b'.repeat(1_000)];
	const parts = splitLongText(`${one}${between}${two}`);
	expect(parts.map((part) => part.trim())).toEqual([`${one}${end === '.' ? '.' : ''}`, two]);
});

it('does not end a part early for the sake of a greeting', () => {
	const parts = splitLongText(`Hi Ada,\n\n${words(400)}`);
	expect(parts).toHaveLength(2);
	expect(parts[0]!.length).toBeGreaterThan(1_500);
});

it('keeps a family together', () => {
	const family = '👨‍👩‍👧‍👦';
	const parts = splitLongText(`a${family.repeat(300)}`);
	expect(parts.join('')).toBe(`a${family.repeat(300)}`);
	for (const part of parts) expect(part.replace(/^a/, '').replaceAll(family, '')).toBe('');
});

it('divides even what is one character to a reader', () => {
	const parts = splitLongText(`e${'\u0301'.repeat(4_000)}`);
	expect(parts.map(({ length }) => length)).toEqual([1_600, 1_600, 801]);
});

it.each(['.', '!"', ' ', '\n', '\n ', 'a', '。'])(
	'gets through a long text of %j',
	(sign) => {
		const parts = splitLongText(`x${sign.repeat(200_000)}y`);
		expect(parts.join('').replace(/\s/g, '')).toBe(`x${sign.trim().repeat(200_000)}y`);
	},
	// What grows with the square of the text would take hours.
	60_000,
);

it('loses nothing, and no part is too long, empty or cut inside a character', () => {
	const unit = fc.oneof(
		fc.constantFrom(...['a', 'bc', ' ', ' ', '. ', '\n', '\n\n', '\r\n', '!', '。']),
		fc.constantFrom(...['👍🏽', '👨‍👩‍👧', '🇩🇪', 'é', 'x\u0301', ' \u0301', '\u200d', '🏽']),
	);
	fc.assert(
		fc.property(
			fc.string({ unit, minLength: 1, maxLength: 400 }),
			fc.integer({ min: 30, max: 80 }),
			(text, longest) => {
				const parts = splitLongText(text, longest);
				const bare = (said: string) => said.replace(/\s/g, '');
				expect(bare(parts.join(''))).toBe(bare(text));
				for (const part of parts) {
					expect(part.length).toBeLessThanOrEqual(longest);
					expect(part).not.toMatch(/\p{Surrogate}/u);
				}
				if (parts.length === 1) return;
				const seen = new Set([...new Intl.Segmenter().segment(text)].map(({ index }) => index));
				let at = 0;
				for (const part of parts) {
					expect(part).not.toBe('');
					at = text.indexOf(part, at);
					expect(seen.has(at)).toBe(true);
					at += part.length;
					expect(at === text.length || seen.has(at)).toBe(true);
				}
			},
		),
		{ numRuns: 1_000 },
	);
});
