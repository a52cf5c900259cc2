import type { Page } from '../../../nodes/api/model/types';

export interface Row {
	id: string;
	lastMessageAt: string;
	messageCount: number;
}

export interface ListDialect {
	/** The page size, whatever is asked for; the asked one without it. */
	pageSize?: number;
	/** Whether each page may be shorter than that. */
	pagesVary?: boolean;
	/** Whether there is `hasMore`, and whether it is right. */
	hasMore: boolean | 'always';
	/** Whether there is `total`, and by how much it is too high. */
	total: boolean | number;
	/** How much the clock moves with each activity, in ms, and how it is printed. */
	tick: number;
	printed: 'seconds' | 'milliseconds';
}

export type Movement =
	| { kind: 'jump'; at: number }
	| { kind: 'add' }
	| { kind: 'remove'; at: number }
	/** A message came in with a time that has passed, or the newest one was deleted: the row goes to any other place. */
	| { kind: 'shift'; at: number; to: number };

/** A list of conversations as AgentPhone has it: sorted by activity, and never at rest. */
export class MovingList {
	rows: Row[] = [];
	requests: Array<{ limit: number; offset: number }> = [];
	/** IDs of rows that were there before the first request, and still are. */
	readonly stayed = new Set<string>();
	/** Called before each request is answered. */
	beforeAnswer: (request: number) => void = () => {};
	/** Gives random numbers: rows of one printed time then come in another order in each answer. */
	shuffleTies?: () => number;
	private clock = Date.UTC(2026, 0, 1);
	private made = 0;

	constructor(
		size: number,
		readonly dialect: ListDialect,
	) {
		for (let made = 0; made < size; made++) this.stayed.add(this.insert().id);
	}

	readonly readPage = async (request: { limit: number; offset: number }): Promise<Page<Row>> => {
		// Requests that run together arrive in any order.
		await Promise.resolve();
		this.beforeAnswer(this.requests.length);
		this.requests.push(request);
		const { pageSize = request.limit, pagesVary, hasMore, total } = this.dialect;
		const rows = this.shuffleTies ? this.shuffled(this.shuffleTies) : this.rows;
		const shorter = pagesVary ? (this.requests.length * 7) % Math.max(1, pageSize - 1) : 0;
		const end = request.offset + pageSize - shorter;
		return {
			data: rows.slice(request.offset, end).map((row) => ({ ...row })),
			...(hasMore && { hasMore: hasMore === 'always' || end < rows.length }),
			...(total !== false && { total: rows.length + Number(total === true ? 0 : total) }),
		};
	};

	move(movement: Movement) {
		if (movement.kind === 'add') return void this.insert();
		if (this.rows.length === 0) return;
		const [row] = this.rows.splice(movement.at % this.rows.length, 1);
		if (movement.kind === 'remove') this.stayed.delete(row.id);
		else if (movement.kind === 'jump')
			this.rows.unshift({ ...row, ...this.activity(), messageCount: row.messageCount + 1 });
		else this.shift(row, movement.to);
	}

	/** Gives some of the rows from a place on one time. */
	tie(from: number, count: number) {
		for (const row of this.rows.slice(from, from + count))
			row.lastMessageAt = this.rows[from].lastMessageAt;
	}

	/** Puts a row beside another one, with its time. */
	private shift(row: Row, to: number) {
		const place = to % (this.rows.length + 1);
		const beside = this.rows[place] ?? this.rows[place - 1] ?? row;
		const isUp = beside.lastMessageAt > row.lastMessageAt;
		this.rows.splice(place, 0, {
			...row,
			lastMessageAt: beside.lastMessageAt,
			messageCount: row.messageCount + (isUp ? 1 : -1),
		});
	}

	private insert(): Row {
		const row = { id: `c${this.made++}`, messageCount: 1, ...this.activity() };
		this.rows.unshift(row);
		return row;
	}

	private activity() {
		this.clock += this.dialect.tick;
		const printed = new Date(this.clock).toISOString();
		return {
			lastMessageAt: this.dialect.printed === 'seconds' ? `${printed.slice(0, 19)}Z` : printed,
		};
	}

	private shuffled(random: () => number): Row[] {
		const keys = new Map(this.rows.map((row) => [row, random()]));
		return [...this.rows].sort(
			(one, other) =>
				other.lastMessageAt.localeCompare(one.lastMessageAt) || keys.get(one)! - keys.get(other)!,
		);
	}
}
