/** The README as a newcomer reads it: its passages, and in them the words that they look for in n8n. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { projectFolder } from '../../../n8n/folders';

/** A paragraph or a step. What it holds is asked for in the order of the text, from 0. */
export class Passage {
	constructor(private readonly text: string) {}

	/** In bold: what n8n calls its buttons, menus and pages. */
	label(index: number): string {
		return this.find(/\*\*(.+?)\*\*/g, index);
	}

	/** In italics: what nodes and tables are called, and what n8n says. */
	name(index: number): string {
		return this.find(/\b_(.+?)_\b/g, index);
	}

	/** The full path of a file of `examples/` that it links to. */
	example(index: number): string {
		return join(projectFolder, this.find(/\]\((examples\/[^)]+\.json)\)/g, index));
	}

	private find(pattern: RegExp, index: number): string {
		const found = [...this.text.matchAll(pattern)][index];
		if (!found) throw new Error(`The README no longer has ${index + 1} of these: ${this.text}`);
		return found[1];
	}
}

const readme = readFileSync(join(projectFolder, 'README.md'), 'utf8');

/** The numbered steps of a section. */
export const readSteps = (heading: string): Passage[] =>
	readSection(heading)
		.filter((line) => /^\d+\. /.test(line))
		.map((line) => new Passage(line));

/** A section's paragraph, by the words that it begins with. */
export function readParagraph(heading: string, beginning: string): Passage {
	const found = readSection(heading).find((line) => line.startsWith(beginning));
	if (!found) throw new Error(`Nothing under "${heading}" begins with "${beginning}"`);
	return new Passage(found);
}

/** A section's lines: Prettier keeps a paragraph on one. */
function readSection(heading: string): string[] {
	const section = readme.split(/^## /m).find((each) => each.startsWith(`${heading}\n`));
	if (!section) throw new Error(`The README has no section "${heading}"`);
	return section.split('\n').slice(1);
}
