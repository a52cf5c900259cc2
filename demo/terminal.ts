/** How the demo looks: headings, a chat, a table, a list of checks. Colours only where they are shown. */
import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

const colours = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (style: Style, text: string) => (colours ? styleText(style, text) : text);

export const write = (line = '') => process.stdout.write(`${line}\n`);
export const dim = (text: string) => paint('dim', text);
export const bold = (text: string) => paint('bold', text);

export function heading(text: string) {
	write(`\n${paint(['bold', 'cyan'], text)}`);
	write(dim('─'.repeat(Math.max(text.length, 60))));
}

/** One message of a chat: the customer's on the left, ours set in. */
export function bubble(who: string, text: string, ours: boolean, reactions: string[] = []) {
	const indent = ours ? ' '.repeat(16) : '  ';
	const name = paint(ours ? ['bold', 'green'] : ['bold', 'magenta'], who);
	write(`${indent}${name}  ${text}`);
	for (const reaction of reactions) write(`${indent}${' '.repeat(who.length)}  ${dim(reaction)}`);
}

/** Values of one kind under each other. */
export function table(columns: string[], rows: unknown[][]) {
	const cells = rows.map((row) => row.map((cell) => String(cell ?? '')));
	const widths = columns.map((column, index) =>
		Math.max(column.length, ...cells.map((row) => row[index].length)),
	);
	const line = (row: string[]) =>
		row
			.map((cell, index) => cell.padEnd(widths[index]))
			.join('  ')
			.trimEnd();
	write(`  ${bold(line(columns))}`);
	write(`  ${dim(widths.map((width) => '─'.repeat(width)).join('  '))}`);
	for (const row of cells) write(`  ${line(row)}`);
}

/** What must be true of what was seen. */
export interface Check {
	what: string;
	holds: boolean;
	/** What was found instead; shown when it does not hold. */
	found?: unknown;
}

/** @returns whether all of them hold */
export function showChecks(checks: Check[]): boolean {
	for (const { what, holds, found } of checks) {
		const mark = holds ? paint('green', '✓') : paint('red', '✗');
		write(`  ${mark} ${what}${holds ? '' : paint('red', `; found: ${JSON.stringify(found)}`)}`);
	}
	return checks.every(({ holds }) => holds);
}
