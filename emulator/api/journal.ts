import type { IncomingHttpHeaders } from 'node:http';

/** A request that the API got, whether or not it was carried out. */
export interface RecordedRequest {
	method: string;
	/** Without the query. */
	path: string;
	query: Record<string, string>;
	headers: IncomingHttpHeaders;
	/** Parsed JSON; `undefined` when there was none. */
	body: unknown;
	/** Milliseconds since the epoch. */
	at: number;
	/** `null` while it is not answered, and when it never was. */
	status: number | null;
}

/** The latest requests, oldest first. */
export class Journal extends Array<RecordedRequest> {
	private static readonly LONGEST = 50_000;

	/** What `filter` and `map` give is a plain array. */
	static get [Symbol.species]() {
		return Array;
	}

	record(request: RecordedRequest): void {
		this.push(request);
		if (this.length > Journal.LONGEST) this.splice(0, Journal.LONGEST / 10);
	}

	clear(): void {
		this.length = 0;
	}
}
