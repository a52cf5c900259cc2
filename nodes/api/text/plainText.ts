import { plainInline } from './plainInline';

interface Block {
	/** What stands before the text: the indentation and the bullet of a list's entry. */
	prefix: string;
	lines: string[];
	/** Code is left as it is. */
	isCode?: boolean;
	/** A heading is a block of one line. */
	isClosed?: boolean;
}

const QUOTE = /^( {0,3}> ?)+/;
const FENCE = /^\s*(`{3,}(?!.*`)|~{3,})(.*)$/;
const LANGUAGE = /^[\w+#.-]*$/;
const HEADING = /^ {0,3}#{1,6}\s+(.+?)(\s+#+)?\s*$/;
/** A rule across the page, or what underlines a heading. */
const RULE = /^ {0,3}(={2,}|(\*\s*){3,}|(-\s*){3,}|(_\s*){3,})\s*$/;
const ENTRY = /^(\s*)(?:[-*+]|(\d{1,9}[.)]))\s+(?:\[([ xX])\]\s+)?(.*)$/;
const TABLE_RULE = /^\s*\|?(\s*:?-+:?\s*\|)+(\s*:?-+:?)?\s*$/;

/**
 * Makes plain text of what a language model writes in Markdown. A phone shows Markdown as it is typed, with its stars
 * and brackets. Only marks are taken away, never a word: a link becomes "text (address)", an entry of a list starts
 * with a bullet, a row of a table is a line. Line breaks stay where they are.
 */
export function plainText(markdown: string): string {
	return blocksOf(markdown.replace(/\r\n?/g, '\n').split('\n'))
		.map(({ prefix, lines, isCode }) => {
			const text = lines.join('\n');
			return prefix + (isCode ? text : plainInline(text));
		})
		.join('\n')
		.replace(/[ \t]+$/gm, '')
		.replace(/\n{3,}/g, '\n\n')
		.replace(/^\n+|\n+$/g, '');
}

function blocksOf(lines: readonly string[]): Block[] {
	const blocks: Block[] = [];
	const add = (prefix: string, line: string, rest: Partial<Block> = {}) => {
		blocks.push({ prefix, lines: [line], ...rest });
	};
	for (let at = 0; at < lines.length; at++) {
		const line = withoutQuote(lines[at]!);
		const fence = FENCE.exec(line);
		if (fence) {
			const end = endOfCode(lines, at + 1, fence[1]!);
			const code = lines.slice(at + 1, end).map(withoutQuote);
			const afterFence = fence[2]!.trim();
			// The name of a language is for programs; anything else was meant to be read.
			if (!LANGUAGE.test(afterFence)) code.unshift(afterFence);
			if (code.length) blocks.push({ prefix: '', lines: code, isCode: true, isClosed: true });
			at = end;
			continue;
		}
		if (isTableHead(line, lines[at + 1])) {
			const end = endOfTable(lines, at + 2);
			for (const row of [line, ...lines.slice(at + 2, end)])
				add('', plainRow(withoutQuote(row)), { isClosed: true });
			at = end - 1;
			continue;
		}
		const heading = HEADING.exec(line);
		const entry = ENTRY.exec(line);
		const open = blocks.at(-1);
		if (!line.trim() || RULE.test(line)) add('', '', { isClosed: true });
		else if (heading) add('', heading[1]!, { isClosed: true });
		else if (entry) {
			const [, indent, number, box, text] = entry;
			add(`${indent}${number ?? '•'} ${boxOf(box)}`, text!);
		} else if (open && !open.isClosed) open.lines.push(line);
		else add('', line);
	}
	return blocks;
}

const withoutQuote = (line: string) => line.replace(QUOTE, '');

const boxOf = (box: string | undefined) => (box === undefined ? '' : box === ' ' ? '☐ ' : '☑ ');

/** Where the code ends that a fence has opened: at one as long, or with the text. */
function endOfCode(lines: readonly string[], from: number, fence: string): number {
	let at = from;
	while (at < lines.length && !closes(withoutQuote(lines[at]!).trim(), fence)) at++;
	return at;
}

const closes = (line: string, fence: string) =>
	line.length >= fence.length && line === fence.charAt(0).repeat(line.length);

const isTableHead = (line: string, next: string | undefined) =>
	line.includes('|') && next !== undefined && TABLE_RULE.test(withoutQuote(next));

function endOfTable(lines: readonly string[], from: number): number {
	let at = from;
	while (at < lines.length && withoutQuote(lines[at]!).includes('|')) at++;
	return at;
}

/** A bar in a cell is written `\|`. */
const plainRow = (row: string) =>
	row
		.trim()
		.replace(/^\||(?<!\\)\|$/g, '')
		.split(/(?<!\\)\|/)
		.map((cell) => cell.trim())
		.join(' | ');
