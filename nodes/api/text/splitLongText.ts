/** The longest text of an SMS, in UTF-16 units, as carriers count. */
export const LONGEST_TEXT = 1_600;

/** How far beyond a part to look, for what belongs to its last character. */
const MARGIN = 200;

/** Where a text may be divided, the best first. What is captured stays, and the rest of the match is left out. */
const BREAKS: Array<{ between: RegExp; earliest: number }> = [
	{ between: /()\n[^\S\n]*\n\s*/g, earliest: 0.25 },
	{ between: /()\n\s*/g, earliest: 0.25 },
	{ between: /([.!?…]+["'”’)\]]*)\s+|([。！？]+)/g, earliest: 0.25 },
	{ between: /()\s+/g, earliest: 0 },
];

/**
 * Divides a text into parts of at most `longest` UTF-16 units: at a paragraph, else a line, a sentence, a word, and
 * where there is none of them, between two characters as a reader sees them. Blanks around a part are left out. A text
 * that is short enough stays as it is.
 */
export function splitLongText(text: string, longest = LONGEST_TEXT): string[] {
	if (text.length <= longest) return [text];
	const parts: string[] = [];
	let rest = text;
	while (rest.length > longest) {
		const { end, next } = bestCut(rest, longest);
		const part = rest.slice(0, end).trimEnd();
		if (part) parts.push(part);
		rest = rest.slice(next);
	}
	if (rest.trim()) parts.push(rest.trimEnd());
	return parts;
}

/** A part ends at `end`, and the next one begins at `next`. */
interface Cut {
	end: number;
	next: number;
}

function bestCut(text: string, longest: number): Cut {
	const near = text.slice(0, longest + MARGIN);
	const seen = edges(near);
	for (const { between, earliest } of BREAKS) {
		const cut = lastCut(near, longest, between);
		if (cut && cut.end > longest * earliest && seen.has(cut.end)) return cut;
	}
	const edge =
		Math.max(0, ...[...seen].filter((at) => at <= longest)) || insideCharacter(text, longest);
	return { end: edge, next: edge };
}

/** The last break whose part is short enough. A sign that joins what is before it stays with that. */
function lastCut(text: string, longest: number, between: RegExp): Cut | undefined {
	let last: Cut | undefined;
	for (const match of text.matchAll(between)) {
		const end = match.index + (match[1] ?? match[2] ?? '').length;
		const next = match.index + match[0].length;
		if (end > longest) break;
		if (end > 0 && !/^[\p{M}\p{EMod}\u200c\u200d]/u.test(text.slice(next, next + 2)))
			last = { end, next };
	}
	return last;
}

/** Where one character ends and the next begins, as a reader sees them: a family of emojis is one. */
const edges = (text: string) =>
	new Set([...new Intl.Segmenter().segment(text)].map(({ index }) => index));

/** One character that is longer than a part: nothing but its code points can be kept whole. */
function insideCharacter(text: string, longest: number): number {
	return /[\uDC00-\uDFFF]/.test(text[longest] ?? '') && longest > 1 ? longest - 1 : longest;
}
