import type { Microseconds } from './clock';

export interface Active {
	lastMessageAt: Microseconds;
	/** Decides between rows of the same time: the later made is the newer. */
	sequence: number;
}

/**
 * Rows by latest activity. They lie oldest first in one array, so that the usual move, to the newest end, is
 * found in O(log n) and costs one shift of memory, and a page is a slice.
 */
export class ActivityOrder<Row extends Active> {
	private readonly rows: Row[] = [];

	get length(): number {
		return this.rows.length;
	}

	/** A page, newest first. */
	page(offset: number, limit: number): Row[] {
		const end = Math.max(0, this.rows.length - offset);
		return this.rows.slice(Math.max(0, end - limit), end).reverse();
	}

	insert(row: Row): void {
		this.rows.splice(this.position(row), 0, row);
	}

	/** Takes a row out; it must not have been changed since it was inserted. */
	remove(row: Row): void {
		const position = this.position(row);
		if (this.rows[position] === row) this.rows.splice(position, 1);
	}

	private position(row: Row): number {
		let [low, high] = [0, this.rows.length];
		if (high > 0 && compare(this.rows[high - 1], row) < 0) return high;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (compare(this.rows[middle], row) < 0) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}

const compare = (one: Active, other: Active) =>
	one.lastMessageAt - other.lastMessageAt || one.sequence - other.sequence;
