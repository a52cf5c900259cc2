import type { Dialect } from '../../dialect';
import { page, read } from '../validation';

export interface PageAsked {
	offset: number;
	/** How many rows the page may have: what was asked for, or what the dialect fixes. */
	limit: number;
}

/** @throws ApiError 422 */
export function readPage(query: unknown, { pageSize }: Dialect, schema = page): PageAsked {
	const { limit, offset } = read('query', schema, query);
	return { offset, limit: pageSize === 'asAsked' ? limit : pageSize };
}

/** Whether more rows follow a page. */
export const hasMore = ({ offset, limit }: PageAsked, total: number) => offset + limit < total;

/** A page of rows that are few enough to be held in one array. */
export function slice<Row>(rows: Row[], asked: PageAsked) {
	const data = rows.slice(asked.offset, asked.offset + asked.limit);
	return { data, hasMore: hasMore(asked, rows.length), total: rows.length };
}
