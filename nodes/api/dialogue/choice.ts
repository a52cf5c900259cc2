import { holds, plain, plainWords } from './plainWords';

/** The most choices of a question: more do not fit on a phone's screen. */
export const MOST_CHOICES = 20;

const ORDINALS = [
	...[
		'first',
		'second',
		'third',
		'fourth',
		'fifth',
		'sixth',
		'seventh',
		'eighth',
		'ninth',
		'tenth',
	],
	...['eleventh', 'twelfth', 'thirteenth', 'fourteenth', 'fifteenth', 'sixteenth', 'seventeenth'],
	...['eighteenth', 'nineteenth', 'twentieth'],
];
const CARDINALS = [
	...['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven'],
	...['twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen'],
	'twenty',
];
/** What may stand beside a number. */
const BESIDE_A_NUMBER = new Set([
	...['the', 'number', 'no', 'nr', 'option', 'choice', 'answer', 'one', 'please', 'pls', 'thanks'],
	...[
		'thank',
		'you',
		'ill',
		'take',
		'i',
		'want',
		'would',
		'like',
		'id',
		'lets',
		'do',
		'go',
		'with',
	],
	...['for', 'yes', 'ok', 'okay', 'its', 'it', 'is', 'mine', 'my', 'pick', 'choose'],
]);
/** With one of these, naming a choice may mean all but that. */
const NEGATIONS = new Set([
	...['not', 'no', 'dont', 'cant', 'wont', 'neither', 'nor', 'never', 'without', 'except', 'but'],
	...['cannot', 'isnt', 'nothing', 'none', 'or', 'instead', 'rather'],
]);

/** The choices as they are sent: numbered, a line each. */
export const listChoices = (choices: readonly string[]): string =>
	choices.map((choice, at) => `${at + 1}. ${choice}`).join('\n');

/** A choice that another one reads like, if there is one: they could not be told apart in an answer. */
export function findAlike(choices: readonly string[]): string | undefined {
	const known = new Set<string>();
	return choices.find((choice) => {
		const words = plain(choice);
		return !words || known.size === known.add(words).size;
	});
}

/**
 * Understands which of numbered choices an answer names: by its number, its text or an ordinal word. Whatever it can be
 * read as has to lead to the same choice.
 *
 * @returns `undefined` when it names none, or may name several
 */
export function understandChoice(text: string, choices: readonly string[]): string | undefined {
	const words = plainWords(text);
	if (asks(text) && !choices.some(asks)) return undefined;
	const readings = new Set([...byText(words, choices), ...byNumber(words, choices.length)]);
	const [at, ...others] = readings;
	return at === undefined || others.length ? undefined : choices[at];
}

/** The choices that an answer names by their text, or by a part of it that only one of them has. */
function byText(words: string[], choices: readonly string[]): number[] {
	const all = choices.map(plainWords);
	const indexes = all.map((_choice, at) => at);
	const exact = indexes.filter((at) => all[at]!.join(' ') === words.join(' '));
	if (exact.length) return exact;
	if (words.some((word) => NEGATIONS.has(word))) return [];
	const named = indexes.filter((at) => holds(words, all[at]!));
	// Of "Large" and "Extra large", an answer that names the longer one names the shorter one only by the way.
	const whole = named.filter(
		(at) => !named.some((other) => other !== at && holds(all[other]!, all[at]!)),
	);
	if (whole.length) return whole;
	const parts = words.filter((word) => !BESIDE_A_NUMBER.has(word));
	return indexes.filter((at) => holds(all[at]!, parts));
}

/** The choices that an answer names by number, if it does nothing else. */
function byNumber(words: string[], count: number): number[] {
	const numbers = words.flatMap((word, at) => {
		const isArticle = word === 'one' && words[at - 1] !== undefined && isNumber(words[at - 1]!);
		return isArticle ? [] : numberOf(word, count);
	});
	const rest = words.filter((word) => !isNumber(word) && !BESIDE_A_NUMBER.has(word));
	if (rest.length) return [];
	const inRange = numbers.filter((number) => number >= 1 && number <= count);
	return inRange.length === numbers.length ? inRange.map((number) => number - 1) : [];
}

const asks = (text: string) => /[?？]\s*$/.test(text);

const isNumber = (word: string) => numberOf(word, 1).length > 0;

/** What a word counts: `2`, `2nd`, `two`, `second`, `last`. */
function numberOf(word: string, count: number): number[] {
	const [, digits] = /^0*(\d{1,9})(?:st|nd|rd|th)?$/.exec(word) ?? [];
	if (digits !== undefined) return [Number(digits)];
	if (word === 'last') return [count];
	const at = Math.max(ORDINALS.indexOf(word), CARDINALS.indexOf(word));
	return at < 0 ? [] : [at + 1];
}
