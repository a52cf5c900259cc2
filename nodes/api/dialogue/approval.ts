import { plainWords, startsWith } from './plainWords';

/** What an answer to a yes-or-no question says. */
export interface Decision {
	approved: boolean;
	/** What was said beside a no: why, or what to do first. */
	feedback?: string;
}

/** The words that the builder added to the usual ones. Theirs win. */
export interface OwnWords {
	approveWords: readonly string[];
	declineWords: readonly string[];
}

const YES = [
	...['yes', 'y', 'yep', 'yup', 'yeah', 'yea', 'ya', 'yess', 'aye', 'ok', 'okay', 'okey', 'k'],
	...['sure', 'sure thing', 'of course', 'certainly', 'absolutely', 'definitely', 'by all means'],
	...['go', 'go ahead', 'go for it', 'do it', 'do that', 'do so', 'please do', 'proceed'],
	...['approve', 'approved', 'i approve', 'accept', 'accepted', 'i accept', 'agree', 'agreed'],
	...[
		'i agree',
		'confirm',
		'confirmed',
		'i confirm',
		'granted',
		'fine',
		'fine by me',
		'thats fine',
	],
	...['sounds good', 'looks good', 'lgtm', 'all good', 'correct', 'right', 'thats right', 'true'],
	...[
		'si',
		'oui',
		'ja',
		'jawohl',
		'sim',
		'da',
		'tak',
		'hai',
		'да',
		'はい',
		'是',
		'好',
		'हाँ',
		'نعم',
	],
	...['👍', '👌', '✅', '✔', '☑', '🆗', '💯'],
];

const NO = [
	...['no', 'n', 'nope', 'nah', 'naw', 'nay', 'no way', 'no thanks', 'no thank you', 'not now'],
	...['not yet', 'not today', 'never', 'negative', 'absolutely not', 'definitely not'],
	...['certainly not', 'of course not', 'please dont', 'please do not', 'dont', 'do not'],
	...['dont do it', 'do not do it', 'i dont think so', 'id rather not', 'rather not'],
	...['decline', 'declined', 'i decline', 'deny', 'denied', 'reject', 'rejected', 'i reject'],
	...['refuse', 'refused', 'disapprove', 'disapproved', 'disagree', 'i disagree', 'cancel'],
	...['stop', 'abort', 'wrong', 'incorrect', 'false', 'non', 'nein', 'nao', 'nee', 'nej', 'nie'],
	...['нет', 'いいえ', '不', '不是', 'नहीं', 'لا', '👎', '❌', '✖', '🚫', '🙅'],
];

/** They begin like a no, and are none, or may be either. */
const NEITHER = [
	...['no problem', 'no problems', 'no worries', 'no objection', 'no objections', 'no issue'],
	...['no issues', 'no doubt', 'no idea', 'no clue', 'no matter', 'no one', 'no more', 'no need'],
	...['no rush', 'no hurry', 'no pressure', 'no question', 'no questions', 'no kidding'],
	...['dont worry', 'do not worry', 'dont know', 'do not know', 'dont mind', 'do not mind'],
	...['dont care', 'do not care', 'stop by', 'wrong number', 'never mind'],
];

/** What people begin with, or say between a no and a yes. */
const HESITATIONS = new Set([
	...['sorry', 'oh', 'hm', 'hmm', 'um', 'uh', 'er', 'ah', 'well', 'wait', 'actually', 'mean'],
	...['hi', 'hello', 'hey', 'so', 'and'],
]);

/** What may stand beside a yes or a no and changes nothing. */
const POLITENESS = [
	...['please', 'pls', 'plz', 'thanks', 'thank you', 'thx', 'ty', 'cheers', 'many thanks'],
	...['so much', 'very much', 'a lot', 'sir', 'madam', 'maam', 'great', 'perfect', 'cool', 'nice'],
	...['good', 'lovely', 'awesome', '🙏', '😊', '🙂', '😀', '😄', '👏', '🎉', '❤'],
];

/**
 * Understands the answer to a yes-or-no question. A yes has to be nothing but a yes: "yes, but call her first" is left
 * open, because it must not set off what was not approved. A no may have more to it, and that is handed on as feedback.
 *
 * @returns `undefined` when it is neither, or may be either
 */
export function understandApproval(text: string, own: OwnWords): Decision | undefined {
	const words = withoutHesitation(plainWords(text));
	const [yes, no] = [own.approveWords, own.declineWords].map(asPhrases) as [Phrases, Phrases];
	const isOwn = phraseSet([...yes, ...no]);
	const others = (phrases: Phrases) => phrases.filter((phrase) => !isOwn.has(phrase.join(' ')));
	const approving = [...yes, ...others(USUAL.yes)];
	const declining = [...no, ...others(USUAL.no)];
	const unclear = others(USUAL.neither);

	const isQuestion = /[?？]\s*$/.test(text);
	if (isQuestion && consists(words, [...approving, ...declining])) return undefined;
	if (consists(words, approving)) return { approved: true };
	if (consists(words, declining)) return { approved: false };
	const opening = longestAt(words, [...declining, ...unclear, ...approving]);
	if (!opening || !declining.includes(opening)) return undefined;
	// "No, wait, yes": who changes their mind in one text is asked again.
	if (consists(withoutHesitation(words.slice(opening.length)), approving)) return undefined;
	return { approved: false, feedback: text.trim() };
}

/** Whether a tapback or an emoji says yes or no. @returns `undefined` when it says something else */
export function understandThumb(reaction: string): Decision | undefined {
	const [thumb = ''] = plainWords(reaction);
	if (['like', '👍'].includes(thumb)) return { approved: true };
	if (['dislike', '👎'].includes(thumb)) return { approved: false };
	return undefined;
}

/** The words that mean both, as they were entered: they decide nothing. */
export function inBoth({ approveWords, declineWords }: OwnWords): string[] {
	const declining = phraseSet(asPhrases(declineWords));
	return approveWords.filter((word) => declining.has(plainWords(word).join(' ')));
}

type Phrases = string[][];

const asPhrases = (texts: readonly string[]): Phrases =>
	texts.map(plainWords).filter((words) => words.length);
const phraseSet = (phrases: Phrases) => new Set(phrases.map((phrase) => phrase.join(' ')));

const USUAL = {
	yes: asPhrases(YES),
	no: asPhrases(NO),
	neither: asPhrases(NEITHER),
};
const POLITE = asPhrases(POLITENESS);

/** Whether words are made of some of the phrases, and politeness. */
function consists(words: string[], phrases: Phrases): boolean {
	// How far the words can be made of phrases, and whether of one that is not mere politeness.
	const reached = new Map([[0, new Set([false])]]);
	for (let at = 0; at < words.length; at++)
		for (const isMeant of reached.get(at) ?? [])
			for (const [all, counts] of [
				[phrases, true],
				[POLITE, false],
			] as const)
				for (const phrase of all)
					if (startsWith(words.slice(at), phrase)) {
						const next = at + phrase.length;
						reached.set(next, (reached.get(next) ?? new Set()).add(isMeant || counts));
					}
	return reached.get(words.length)?.has(true) ?? false;
}

/** The words from the first one on that says something. All of them where none does. */
function withoutHesitation(words: string[]): string[] {
	const at = words.findIndex((word) => !HESITATIONS.has(word));
	return at < 0 ? words : words.slice(at);
}

/** The longest phrase that the words begin with. */
function longestAt(words: string[], phrases: Phrases): string[] | undefined {
	return phrases
		.filter((phrase) => startsWith(words, phrase))
		.sort((one, other) => other.length - one.length)[0];
}
