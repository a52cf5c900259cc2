/** Marks of emphasis that belong together are taken away; what is left over was meant as it stands. */
interface Marks {
	sign: string;
	count: number;
	opens: boolean;
	closes: boolean;
}

type Piece = string | Marks;

const ENTITIES: Record<string, string> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	'#39': "'",
	nbsp: ' ',
};

/** Longer brackets are no link: so a text of nothing but brackets is read in one pass. */
const LONGEST_LINK = 2_000;
/** How deep a link's text may nest. */
const DEEPEST = 8;

/** Each rule reads what it knows at its place, and gives what is to be shown for it. */
const RULES: Array<[RegExp, (match: RegExpExecArray, depth: number) => Piece]> = [
	[/\\([!-/:-@[-`{-~])/y, ([, sign]) => sign!],
	// At the end of a line it breaks the line, which is broken anyway.
	[/\\(?=\n)/y, () => ''],
	[/(?<!`)(`+)(?!`)([^]*?[^`])\1(?!`)/y, ([, , code]) => withoutPadding(code!)],
	[/`+/y, ([ticks]) => ticks],
	[/<((?:https?:\/\/|mailto:|tel:)[^\s<>]+)>/iy, ([, address]) => shown(address!)],
	[/<br\s*\/?>\n?/iy, () => '\n'],
	[/&(amp|lt|gt|quot|#39|nbsp);/y, ([, name]) => ENTITIES[name!]!],
	// The signs in an address mean nothing.
	[/https?:\/\/[^\s<>*`[\]()]*[^\s<>*`[\]()_~.,;:!?'"\\]/iy, ([address]) => address],
	[/\*+|_+|~~/y, marksOf],
];

/** Plain text of a paragraph in Markdown: without emphasis, code marks and escapes, and with links spelled out. */
export function plainInline(text: string, depth = 0): string {
	const pieces: Piece[] = [];
	let at = 0;
	while (at < text.length) {
		const link = depth < DEEPEST ? linkAt(text, at, depth) : undefined;
		const read = link ?? ruleAt(text, at, depth) ?? plainUntilNext(text, at);
		pieces.push(read.piece);
		at = read.end;
	}
	takeAwayPairs(pieces);
	return pieces
		.map((piece) => (typeof piece === 'string' ? piece : piece.sign.repeat(piece.count)))
		.join('');
}

interface Read {
	piece: Piece;
	end: number;
}

function ruleAt(text: string, at: number, depth: number): Read | undefined {
	for (const [rule, show] of RULES) {
		rule.lastIndex = at;
		const match = rule.exec(text);
		if (match) return { piece: show(match, depth), end: at + match[0].length };
	}
	return undefined;
}

function plainUntilNext(text: string, at: number): Read {
	const next = /[\\`<&*_~[!]|https?:/gi;
	next.lastIndex = at + 1;
	const end = next.exec(text)?.index ?? text.length;
	return { piece: text.slice(at, end), end };
}

const withoutPadding = (code: string) => (/^ .*[^ ].* $/s.test(code) ? code.slice(1, -1) : code);

/** `[text](address "title")`, and an image, which has a `!` before it. */
function linkAt(text: string, at: number, depth: number): Read | undefined {
	const start = text[at] === '!' && text[at + 1] === '[' ? at + 1 : at;
	const middle = text[start] === '[' ? closing(text, start, '[', ']') : undefined;
	if (middle === undefined || text[middle + 1] !== '(') return undefined;
	const end = closing(text, middle + 1, '(', ')');
	if (end === undefined) return undefined;
	const target = /^\s*(?:<([^<>\n]*)>|(\S*?))(?:\s+(?:"[^"]*"|'[^']*'))?\s*$/.exec(
		text.slice(middle + 2, end),
	);
	if (!target) return undefined;
	const label = plainInline(text.slice(start + 1, middle), depth + 1).trim();
	return { piece: linkText(label, target[1] ?? target[2] ?? ''), end: end + 1 };
}

function linkText(label: string, target: string): string {
	const address = shown(target.replace(/\\([!-/:-@[-`{-~])/g, '$1'));
	if (!label || !address) return label || address;
	const bare = (text: string) => text.replace(/^https?:\/\//i, '').replace(/\/$/, '');
	return bare(label) === bare(address) ? address : `${label} (${address})`;
}

/** A number or mail address is dialled and written to without its scheme. */
const shown = (address: string) => address.replace(/^(mailto|tel):/i, '');

function closing(text: string, start: number, open: string, close: string): number | undefined {
	let depth = 0;
	const end = Math.min(text.length, start + LONGEST_LINK);
	for (let at = start; at < end; at++) {
		if (text[at] === '\\') at++;
		else if (text[at] === open) depth++;
		else if (text[at] === close && --depth === 0) return at;
	}
	return undefined;
}

/**
 * As in CommonMark, marks open before a word and close after one. A star between digits is a product, and a line
 * between letters part of a name.
 */
function marksOf({ 0: marks, input, index }: RegExpExecArray): Piece {
	const sign = marks[0]!;
	const before = input.slice(Math.max(0, index - 2), index).match(/.$/su)?.[0] ?? ' ';
	const after = input.slice(index + marks.length).match(/^./su)?.[0] ?? ' ';
	const isWord = (character: string) => !/[\s\p{P}\p{S}]/u.test(character);
	const opens = !/\s/.test(after) && (isWord(after) || !isWord(before));
	const closes = !/\s/.test(before) && (isWord(before) || !isWord(after));
	const isBetween = sign === '*' ? /^\d\d$/.test(before + after) : isWord(before) && isWord(after);
	if (isBetween && sign !== '~') return marks;
	return { sign, count: marks.length, opens, closes };
}

/** Takes each closing mark away together with the nearest one that opens. */
function takeAwayPairs(pieces: readonly Piece[]) {
	const open: Record<string, Marks[]> = {};
	for (const marks of pieces) {
		if (typeof marks === 'string') continue;
		const opened = (open[marks.sign] ??= []);
		if (marks.closes)
			for (let before = opened.at(-1); before && marks.count; before = opened.at(-1)) {
				const taken = Math.min(before.count, marks.count);
				before.count -= taken;
				marks.count -= taken;
				if (!before.count) opened.pop();
			}
		if (marks.opens && marks.count) opened.push(marks);
	}
}
