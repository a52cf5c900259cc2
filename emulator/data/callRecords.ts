import type { Call, CallRowDraft, CallTurn } from './model';
import type { Rows } from './rows';

/** The calls of an account, those under way and those that are over. */
export class CallRecords {
	private readonly rows = new Map<string, Call>();

	constructor(private readonly make: Rows) {}

	add(draft: CallRowDraft): Call {
		const row = this.make.call(draft);
		this.rows.set(row.id, row);
		return row;
	}

	get(id: string): Call | undefined {
		return this.rows.get(id);
	}

	/** Of an account, the newest first. */
	list(subAccountId: string | null = null): Call[] {
		return [...this.rows.values()].filter((row) => row.subAccountId === subAccountId).reverse();
	}

	say(call: Call, role: CallTurn['role'], content: string): void {
		call.turns.push({ role, content, at: this.make.time(undefined) });
	}

	clear(): void {
		this.rows.clear();
	}
}
