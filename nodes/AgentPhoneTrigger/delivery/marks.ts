import { MARK_LENGTH } from '../../api/model/mark';

/** Marks in the order in which they came, the oldest forgotten when there are too many. */
export class Marks {
	private readonly marks = new Set<string>();

	constructor(private readonly most: number) {}

	has(mark: string): boolean {
		return this.marks.has(mark);
	}

	add(mark: string) {
		this.marks.delete(mark);
		this.marks.add(mark);
		if (this.marks.size > this.most) this.marks.delete(this.marks.values().next().value!);
	}
}

/**
 * The same as one text, one mark after the other, the oldest first: what static data holds. It is read and written with
 * each delivery, so nothing is taken apart that need not be.
 */
export type WrittenMarks = string;

export function includesMark(marks: WrittenMarks, mark: string): boolean {
	let at = marks.indexOf(mark);
	// What is found across the edge of two marks is none.
	while (at % MARK_LENGTH > 0) at = marks.indexOf(mark, at + 1);
	return at >= 0;
}

/** The marks with another one at the end, unless it is among them; the oldest are forgotten when there are too many. */
export function addMark(marks: WrittenMarks, mark: string, most: number): WrittenMarks {
	return includesMark(marks, mark) ? marks : (marks + mark).slice(-most * MARK_LENGTH);
}

/**
 * The marks of both, each once. What is known that came after the last one that both have was not there yet when the
 * others were stored, so it is the latest. Of anything but a text of marks, what can be read.
 */
export function mergeMarks(known: WrittenMarks, stored: unknown, most: number): WrittenMarks {
	const ours: string[] = known.match(EACH_MARK) ?? [];
	const theirs = new Set(typeof stored === 'string' ? stored.match(EACH_MARK) : []);
	const common = ours.map((mark) => theirs.has(mark)).lastIndexOf(true);
	const split = common < 0 ? ours.length : common + 1;
	const all = new Set([...ours.slice(0, split), ...theirs, ...ours]);
	return [...all].slice(-most).join('');
}

const EACH_MARK = new RegExp(`.{${MARK_LENGTH}}`, 'gs');
