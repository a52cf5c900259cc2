import type { Ask } from '../ask';
import { notSeen, seen, type Finding, type Observations } from '../observation';
import { list } from '../sample';

export const pageSize: Observations['pageSize'] = async ({ conversations }, ask) =>
	await compare(ask, '/v1/conversations', conversations.length);

export const messagePageSize: Observations['messagePageSize'] = async ({ longest }, ask) =>
	longest
		? await compare(ask, longest.path, longest.count)
		: notSeen('no conversation has messages');

/** One limit says nothing: the fixed size may be the one that was asked for. */
async function compare(
	ask: Ask,
	path: string,
	count: number,
): Promise<Finding<'asAsked' | number>> {
	if (count < 4) return notSeen('there are too few rows: it takes four');
	const two = list(await ask(path, { limit: 2 })).data.length;
	const three = list(await ask(path, { limit: 3 })).data.length;
	if (two === 2 && three === 3) return seen('asAsked');
	if (two !== three || two === 0) return notSeen('pages differ, but not as asked for');
	return two < count ? seen(two) : notSeen('all rows fit on one page, whatever is asked for');
}
