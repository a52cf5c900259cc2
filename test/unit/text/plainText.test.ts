import fc from 'fast-check';
import { lexer, type Token } from 'marked';

import { plainText } from '../../../nodes/api/text/plainText';

/** Milliseconds that work may take which grows with the text: what grows with its square takes hours. */
const LONG = 60_000;

it.each([
	['a heading', '## Your order ##', 'Your order'],
	['a heading and its text', '# Order\nThree tables', 'Order\nThree tables'],
	['an underlined heading', 'Order\n=====\n\nThree tables', 'Order\n\nThree tables'],
	[
		'bold and italics',
		'**bold** and *italic*, __bold__ and _italic_',
		'bold and italic, bold and italic',
	],
	['both at once', '***loud*** **_quiet_**', 'loud quiet'],
	['over a line break', '**one\ntwo**', 'one\ntwo'],
	['struck out', '~~10 €~~ 8 €', '10 € 8 €'],
	[
		'a link',
		'See [the menu](https://example.com/menu "Menu").',
		'See the menu (https://example.com/menu).',
	],
	['a link that shows its address', '[example.com](https://example.com/)', 'https://example.com/'],
	[
		'an address with brackets',
		'[A](https://example.com/a_(b)_c)',
		'A (https://example.com/a_(b)_c)',
	],
	['an address in brackets', '<https://example.com/a_b_c>', 'https://example.com/a_b_c'],
	['a mail address', '[Write to us](mailto:hi@example.com)', 'Write to us (hi@example.com)'],
	['a bold link', '**[Menu](https://example.com)**', 'Menu (https://example.com)'],
	[
		'a bare address',
		'https://example.com/my_own_page_ and _that_',
		'https://example.com/my_own_page_ and that',
	],
	[
		'an image',
		'![Our terrace](https://example.com/a.jpg)',
		'Our terrace (https://example.com/a.jpg)',
	],
	['bullets', '- one\n* two\n+ three\n  - inner', '• one\n• two\n• three\n  • inner'],
	['numbers', '1. one\n2) **two**', '1. one\n2) two'],
	['tasks', '- [ ] call\n- [x] book', '• ☐ call\n• ☑ book'],
	['code', 'Type `a*b*` and ``c`d``', 'Type a*b* and c`d'],
	[
		'a block of code',
		'Run:\n```bash\nnpm *run* it\n\n# not a heading\n```\nDone',
		'Run:\nnpm *run* it\n\n# not a heading\nDone',
	],
	['code without an end', '```\nhalf', 'half'],
	['the language of code', '~~~objective-c++\nid x;\n~~~', 'id x;'],
	['words after a fence', '~~~~![tea](https://x.io)~~~~', '![tea](https://x.io)~~~~'],
	[
		'a table',
		'| Size | Price |\n|:-----|------:|\n| **S** | 5 € |\n| M \\| L | 7 € |\n\nAsk us',
		'Size | Price\nS | 5 €\nM | L | 7 €\n\nAsk us',
	],
	['a quote', '> You *said*:\n> > **yes**', 'You said:\nyes'],
	['a rule', 'One\n\n---\n\nTwo', 'One\n\nTwo'],
	['escapes', '\\*not italic\\* 1\\. \\# C:\\dir', '*not italic* 1. # C:\\dir'],
	['entities', 'Fish &amp; chips &lt;3', 'Fish & chips <3'],
	['breaks', 'one  \ntwo\\\nthree<br>four', 'one\ntwo\nthree\nfour'],
	['Windows line ends', '**a**\r\n- b', 'a\n• b'],
])('%s', (_what, markdown, plain) => {
	expect(plainText(markdown)).toBe(plain);
});

it.each([
	'2*3*4 = 24, and 2 * 3',
	'my_own_file and your_other_one',
	'#1 is free, #tag too',
	'5 < 6 > 4',
	'Ask [me] (now)',
	'a ~ b, ~5 minutes, * for notes',
	'Dear Ada,\nthank you.\n\nBob',
	'(a) [b] {c} <d> | e',
	'',
])('leaves %j as it is', (text) => {
	expect(plainText(text)).toBe(text);
});

it.each([
	'[',
	'![',
	'*a ',
	'_',
	'`',
	'``` ',
	'> ',
	'| ',
	'\\',
	'<',
	'~~',
	'- ',
	'[a](',
	'&',
	'# ',
	'* * ',
])(
	'gets through a long text of nothing but %j',
	(mark) => {
		expect(plainText(mark.repeat(20_000)).length).toBeLessThanOrEqual(mark.length * 20_000);
	},
	LONG,
);

/** What a reader of the Markdown reads: the letters and digits, in their order. */
function readable(tokens: readonly Token[]): string {
	return tokens.map(readToken).join('');
}

function readToken(token: Token): string {
	if (token.type === 'link' || token.type === 'image') {
		const { href, text, tokens } = token as { href: string; text: string; tokens?: Token[] };
		const label = tokens ? readable(tokens) : text;
		return href.includes(label) ? href : label + href;
	}
	if (token.type === 'table') {
		const { header, rows } = token as unknown as Record<'header' | 'rows', never[]>;
		const cells: Array<{ tokens: Token[] }> = [header, ...rows].flat();
		return cells.map(({ tokens }) => readable(tokens)).join('');
	}
	if (token.type === 'list') return readable((token as unknown as { items: Token[] }).items);
	if ('tokens' in token && token.tokens) return readable(token.tokens);
	return token.type === 'html' || !('text' in token) ? '' : String(token.text);
}

const letters = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '');

function isContainedInOrder(part: string, whole: string): boolean {
	let at = 0;
	for (const letter of whole) if (letter === part[at]) at++;
	return at === part.length;
}

const word = fc.constantFrom('tea', 'Ana', 'über', '17', '寿司', 'q', 'Zoe9');
const address = fc.constantFrom('https://example.com', 'https://example.com/a_b_c?d=1');
const inline = fc.letrec<{ text: string; span: string }>((tie) => ({
	text: fc.array(tie('span'), { minLength: 1, maxLength: 4 }).map((spans) => spans.join(' ')),
	span: fc.oneof(
		{ depthSize: 'small' },
		word,
		tie('text').map((text) => `**${text}**`),
		tie('text').map((text) => `_${text}_`),
		tie('text').map((text) => `~~${text}~~`),
		word.map((text) => `\`${text}\``),
		fc.tuple(word, address).map(([text, url]) => `[${text}](${url})`),
		fc.tuple(word, address).map(([text, url]) => `![${text}](${url})`),
	),
})).text;
const lines = fc.array(inline, { minLength: 1, maxLength: 4 });
const block = fc.oneof(
	inline,
	inline.map((text) => `### ${text}`),
	lines.map((texts) => texts.map((text) => `> ${text}`).join('\n')),
	lines.map((texts) => texts.map((text) => `- ${text}`).join('\n')),
	lines.map((texts) => texts.map((text, at) => `${at + 1}. ${text}`).join('\n')),
	lines.map((texts) => `\`\`\`js\n${texts.join('\n')}\n\`\`\``),
	fc
		.array(fc.tuple(inline, inline), { minLength: 2, maxLength: 4 })
		.map(([head, ...rows]) =>
			[head!, ['---', ':-:'], ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n'),
		),
);
const document = fc
	.array(block, { minLength: 1, maxLength: 5 })
	.map((blocks) => blocks.join('\n\n'));

describe('against a Markdown parser', () => {
	it('loses no word of a document', () => {
		fc.assert(
			fc.property(document, (markdown) => {
				const read = letters(readable(lexer(markdown)));
				const plain = letters(plainText(markdown));
				if (!isContainedInOrder(read, plain)) throw new Error(`${read}\n${plain}`);
			}),
			{ numRuns: 500 },
		);
	});

	it('loses no word of anything that is typed', () => {
		const sign = fc.constantFrom(
			...['*', '_', '~', '`', '[', ']', '(', ')', '!', '#', '>', '-', '+', '|', '\\', '<', ':'],
			...[' ', ' ', '\n', '\n', '```\n', '**', '---', '1. ', 'a', 'b', '7', 'https://x.io/'],
		);
		fc.assert(
			fc.property(fc.string({ unit: sign, maxLength: 60 }), (typed) => {
				const read = letters(readable(lexer(typed)));
				const plain = letters(plainText(typed));
				if (!isContainedInOrder(read, plain)) throw new Error(`${read}\n${plain}`);
			}),
			{ numRuns: 3_000 },
		);
	});

	it('leaves no mark of a document behind', () => {
		const simple = fc
			.array(fc.tuple(fc.constantFrom('**', '_', '~~', '`', ''), word), { minLength: 1 })
			.map((spans) => spans.map(([mark, text]) => mark + text + mark).join(' '));
		fc.assert(
			fc.property(simple, (markdown) => {
				expect(plainText(`# ${markdown}`)).not.toMatch(/[*_~`#]/);
			}),
		);
	});
});
