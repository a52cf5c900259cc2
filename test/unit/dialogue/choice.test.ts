import fc from 'fast-check';

import { findAlike, listChoices, understandChoice } from '../../../nodes/api/dialogue/choice';

const DAYS = ['Tuesday', 'Wednesday at 3', 'Not this week'];

it.each([
	...[
		'1',
		'1.',
		'#1',
		'(1)',
		' 1 ',
		'1️⃣',
		'１',
		'one',
		'One please',
		'first',
		'the first one',
		'1st',
	],
	...[
		'No. 1',
		'option 1',
		'number one',
		'Tuesday',
		'tuesday!',
		'Tuesday please',
		'I would like Tuesday',
	],
	...['the first', "I'll take the first one, thanks", '01', 'Let’s go with 1'],
])('%j names the first', (text) => {
	expect(understandChoice(text, DAYS)).toBe('Tuesday');
});

it.each([
	['2', 'Wednesday at 3'],
	['second', 'Wednesday at 3'],
	['wednesday', 'Wednesday at 3'],
	['Wednesday at 3 please', 'Wednesday at 3'],
	['the last one', 'Not this week'],
	['third', 'Not this week'],
	['not this week.', 'Not this week'],
])('%j names %j', (text, choice) => {
	expect(understandChoice(text, DAYS)).toBe(choice);
});

it.each([
	...[
		'',
		'?',
		'4',
		'0',
		'-',
		'1 or 2',
		'1 and 2',
		'1 2',
		'not Tuesday',
		'not 1',
		'neither',
		'Tuesday?',
	],
	...[
		'1?',
		'both',
		'Tuesday or Wednesday at 3',
		'Friday',
		'one moment',
		'for 2 people',
		'yes',
		'the',
	],
	...['99999999999999999999', '1.5.2', 'any', '👍'],
])('%j names none, or several', (text) => {
	expect(understandChoice(text, DAYS)).toBeUndefined();
});

it('a number that is also the text of another choice names neither', () => {
	expect(understandChoice('1', ['2', '1'])).toBeUndefined();
	expect(understandChoice('2 tickets', ['2 tickets', '1 ticket'])).toBe('2 tickets');
	expect(understandChoice('2', ['2 tickets', '1 ticket'])).toBeUndefined();
	expect(understandChoice('2', ['1 ticket', '2 tickets'])).toBe('2 tickets');
});

it('an ordinal word that is also in the text of another choice names neither', () => {
	const floors = ['Second floor', 'First floor'];
	expect(understandChoice('second', floors)).toBeUndefined();
	expect(understandChoice('Second floor', floors)).toBe('Second floor');
});

it('the longer of two choices is not taken for the shorter one in it', () => {
	const sizes = ['Large', 'Extra large'];
	expect(understandChoice('extra large please', sizes)).toBe('Extra large');
	expect(understandChoice('large', sizes)).toBe('Large');
});

it('a question mark does no harm where a choice has one', () => {
	expect(understandChoice('Why?', ['Why?', 'How?'])).toBe('Why?');
});

it.each([
	[['Yes', 'No'], undefined],
	[['Yes', ' yes! '], ' yes! '],
	[['A', 'B', 'a'], 'a'],
	[['A', '…'], '…'],
	[['café', 'Cafe'], 'Cafe'],
	[['की', 'कि'], undefined],
])('among %j, %j is alike or empty', (choices, alike) => {
	expect(findAlike(choices)).toBe(alike);
});

it('lists them as numbered lines', () => {
	expect(listChoices(['A', 'B'])).toBe('1. A\n2. B');
});

const choices = fc
	.uniqueArray(fc.stringMatching(/^[a-z]{1,6}( [a-z]{1,6})?$/), { minLength: 2, maxLength: 9 })
	.filter((all) => findAlike(all) === undefined);

it('each choice is understood by its own text, in any case', () => {
	fc.assert(
		fc.property(choices, fc.nat(), (all, pick) => {
			const choice = all[pick % all.length]!;
			const understood = understandChoice(`${choice.toUpperCase()}.`, all);
			// "first" may be the text of the second.
			expect([choice, undefined]).toContain(understood);
		}),
	);
});

it('each choice is understood by its number, unless a number is a choice', () => {
	fc.assert(
		fc.property(choices, fc.nat(), (all, pick) => {
			const at = pick % all.length;
			expect(understandChoice(`${at + 1}`, all)).toBe(all[at]);
		}),
	);
});

it('whatever is written, only a choice comes out', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme' }), choices, (text, all) => {
			expect([...all, undefined]).toContain(understandChoice(text, all));
		}),
	);
});
