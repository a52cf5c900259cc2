import { UnsettledListError } from './errors';
import { requirePage } from './page';
import type { Page } from '../model/types';

/** Reads one page of a list. */
export type ReadByOffset<Row> = (query: { limit: number; offset: number }) => Promise<Page<Row>>;

export interface OffsetQuery {
	/** The first so many rows; all of them without it. */
	limit?: number;
	/** The most rows that AgentPhone gives at once. */
	pageSize: number;
	/** What the rows are, for errors. */
	what: string;
}

/** How often a list is read from its beginning before it counts as unsettled. */
const MOST_READS = 5;

/**
 * Reads a list whose rows keep their order, while rows are added and removed: contacts and calls. Each page shares a row
 * with the one before, so that rows that moved up past the edge are noticed, and the page before is read again. What has
 * fewer rows than AgentPhone counts is read again from the beginning, until it is whole or two reads agree.
 *
 * @throws UnsettledListError when the list moves faster than it can be read.
 */
export async function readByOffset<Row extends { id: string }>(
	readPage: ReadByOffset<Row>,
	{ limit = Infinity, pageSize, what }: OffsetQuery,
): Promise<Row[]> {
	const seen = new Map<string, Row>();
	for (let reads = 1; reads <= MOST_READS; reads++) {
		const before = seen.size;
		const count = await readOnce(readPage, seen, { limit, pageSize, what });
		const isWhole = seen.size >= Math.min(limit, count ?? 0);
		if (isWhole || (reads > 1 && seen.size === before)) return [...seen.values()].slice(0, limit);
	}
	throw new UnsettledListError(seen.size, undefined, what);
}

/** @returns how many rows AgentPhone counted, if it did: as few as at the beginning, or at the end */
async function readOnce<Row extends { id: string }>(
	readPage: ReadByOffset<Row>,
	seen: Map<string, Row>,
	{ limit, pageSize, what }: Required<OffsetQuery>,
): Promise<number | undefined> {
	let offset = 0;
	let previous: Set<string> | undefined;
	let stepsBack = 0;
	let count: number | undefined;
	for (;;) {
		// One more than is wanted shows whether the page hangs together with the one before.
		const wanted = Math.min(pageSize, limit - offset + 1);
		const page = requirePage(await readPage({ limit: Math.max(wanted, 2), offset }));
		const { data, total } = page;
		if (total !== undefined) count = Math.min(count ?? total, total);
		const hangsTogether = !previous || data.some(({ id }) => previous!.has(id));
		if (!hangsTogether && data.length) {
			if (++stepsBack > 20) throw new UnsettledListError(seen.size, total, what);
			offset = Math.max(0, offset - data.length);
			previous = offset === 0 ? undefined : previous;
			continue;
		}
		for (const row of data) seen.set(row.id, row);
		const next = offset + data.length;
		const hasMore = page.hasMore ?? (total === undefined || next < total);
		if (!data.length || !hasMore || next >= limit) return count;
		previous = new Set(data.map(({ id }) => id));
		// A page of one row cannot share it with the next.
		offset = data.length > 1 ? next - 1 : next;
		if (data.length === 1) previous = undefined;
	}
}
