import { MARK_LENGTH } from '../delivery';

/** Marks in the order in which they came, the oldest forgotten when there are too many. */
export class Marks {
	private readonly marks = new Set<string>();

	constructor(
		private readonly most: number,
		marks: Iterable<string> = [],
	) {
		for (const mark of marks) this.add(mark);
	}

	/** Reads what {@link toString} wrote; of anything else, what can be read. */
	static parse(text: unknown, most: number): Marks {
		const written = typeof text === 'string' ? text : '';
		return new Marks(most, written.match(EACH_MARK) ?? []);
	}

	has(mark: string | undefined): boolean {
		return mark !== undefined && this.marks.has(mark);
	}

	add(mark: string) {
		this.marks.delete(mark);
		this.marks.add(mark);
		if (this.marks.size > this.most) this.marks.delete(this.marks.values().next().value!);
	}

	/** The marks that came last, the oldest of them first. */
	latest(most: number): string[] {
		return [...this.marks].slice(-most);
	}

	/** The marks one after the other, the oldest first. They are all of one length. */
	toString(): string {
		return [...this.marks].join('');
	}
}

const EACH_MARK = new RegExp(`.{${MARK_LENGTH}}`, 'g');
