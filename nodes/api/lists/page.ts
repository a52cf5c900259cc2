import type { Page } from '../model/types';
import { NotAPageError } from './errors';

/**
 * What AgentPhone answered, if it is a page of rows.
 *
 * @throws NotAPageError when it is something else, which read as a page would be an empty one.
 */
export function requirePage<Row extends { id: string }>(answer: Page<Row>): Page<Row> {
	const { data, hasMore, total } = (answer ?? {}) as Partial<Page<Row>>;
	if (!Array.isArray(data) || !data.every((row) => typeof row?.id === 'string'))
		throw new NotAPageError();
	return {
		data,
		...(typeof hasMore === 'boolean' && { hasMore }),
		...(typeof total === 'number' && { total }),
	};
}
