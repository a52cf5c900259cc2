import { normalise } from './addresses';
import type { Contact, ContactDraft, ContactRow } from './model';
import type { Rows } from './rows';

/** The account's address book: one entry for a number. */
export class Contacts {
	private readonly rows = new Map<string, ContactRow>();

	constructor(private readonly make: Rows) {}

	add(draft: ContactDraft = {}): ContactRow {
		const row = this.make.contact(draft);
		if (this.of(row.phoneNumber, row.subAccountId))
			throw new Error(`There is already a contact ${row.phoneNumber}`);
		this.rows.set(row.id, row);
		return row;
	}

	/** Changes what is given. */
	change(id: string, changes: Partial<ContactRow>): void {
		Object.assign(this.rows.get(id)!, changes, { updatedAt: this.make.time(undefined) });
	}

	remove(id: string): void {
		this.rows.delete(id);
	}

	get(id: string): ContactRow | undefined {
		return this.rows.get(id);
	}

	/** Of an account, in the order of their making. */
	list(subAccountId: string | null = null): ContactRow[] {
		return [...this.rows.values()].filter((row) => row.subAccountId === subAccountId);
	}

	/** By name or number, as the reference says; a number with or without its punctuation. */
	search(text: string, subAccountId: string | null = null): ContactRow[] {
		const wanted = text.trim().toLowerCase();
		const number = normalise(text);
		return this.list(subAccountId).filter(
			({ name, phoneNumber }) =>
				name.toLowerCase().includes(wanted) ||
				phoneNumber.includes(wanted) ||
				phoneNumber === number,
		);
	}

	/** Who has a number. */
	of(phoneNumber: string, subAccountId: string | null = null): ContactRow | undefined {
		return this.list(subAccountId).find((row) => row.phoneNumber === phoneNumber);
	}

	/** As events and the phone show it. */
	shownFor(phoneNumber: string, subAccountId: string | null): Contact | undefined {
		const row = this.of(phoneNumber, subAccountId);
		return row && { id: row.id, name: row.name, email: row.email, phoneNumber: row.phoneNumber };
	}

	clear(): void {
		this.rows.clear();
	}
}
