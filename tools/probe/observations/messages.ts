import type { Ask } from '../ask';
import { notSeen, seen, type Observations } from '../observation';
import { list, type Row } from '../sample';

const NO_MESSAGES = 'no conversation has messages of two times';
const LONG_AGO = '2000-01-01T00:00:00Z';
const SECOND = 1_000;

export const messageOrder: Observations['messageOrder'] = ({ longest }) =>
	orderOf(longest?.messages ?? []);

/**
 * Where the newest come first, `order` and `newest` are the same. So only that `nearest` differs can be seen there: it
 * gives the oldest of what follows a cursor.
 */
export const messagePage: Observations['messagePage'] = async ({ longest }, ask) => {
	if (!longest) return notSeen(NO_MESSAGES);
	const { path } = longest;
	const end = list(await ask(path, { limit: 2 })).data;
	const afterLongAgo = list(await ask(path, { limit: 2, after: LONG_AGO })).data;
	if (end.length === 0 || afterLongAgo.length === 0) return notSeen('a cursor gave no messages');
	if (oldest(afterLongAgo) < oldest(end)) return seen('nearest');
	const order = orderOf(longest.messages);
	if ('notSeen' in order) return order;
	if (order.value === 'newestFirst')
		return notSeen('“order” and “newest” are the same where the newest come first');
	if (await hasOther(ask, path, end, 'before')) return seen('newest');
	if (await hasOther(ask, path, end, 'after')) return seen('order');
	return notSeen('all messages fit on one page, whatever is asked for');
};

/** Asks for less than a second before and after a message, up to its very time. */
export const cursor: Observations['cursor'] = async ({ longest }, ask) => {
	const [message] = longest?.messages ?? [];
	if (!longest || !message) return notSeen('no conversation has messages');
	const at = String(message.receivedAt);
	const around = (shift: number) => new Date(Date.parse(at) + shift).toISOString();
	const before = list(await ask(longest.path, { limit: 200, after: around(-SECOND), before: at }));
	const after = list(await ask(longest.path, { limit: 200, after: at, before: around(SECOND) }));
	const included = [before, after].map(({ data }) =>
		data.some(({ receivedAt }) => receivedAt === at),
	);
	if (included.every(Boolean)) return seen('inclusive');
	if (before.hasMore || after.hasMore)
		return notSeen('more messages of one second than fit on a page');
	if (!included.some(Boolean)) return seen('exclusive');
	return notSeen('“before” and “after” differ');
};

function orderOf(messages: Row[]) {
	const times = messages.map(timeOf);
	const isFalling = times.every((time, index) => index === 0 || time <= times[index - 1]);
	const isRising = times.every((time, index) => index === 0 || time >= times[index - 1]);
	if (isFalling && isRising) return notSeen(NO_MESSAGES);
	if (isFalling) return seen('newestFirst');
	return isRising ? seen('oldestFirst') : notSeen('messages come in no order of time');
}

async function hasOther(ask: Ask, path: string, known: Row[], side: 'before' | 'after') {
	const edge = (side === 'before' ? known[0] : known.at(-1)!).receivedAt;
	const { data } = list(await ask(path, { limit: 2, [side]: String(edge) }));
	return data.some((row) =>
		side === 'before' ? timeOf(row) < oldest(known) : timeOf(row) > newest(known),
	);
}

/** Times of one precision and zone are compared as they are printed: a Date would cut them. */
const timeOf = ({ receivedAt }: Row) => String(receivedAt);
const oldest = (rows: Row[]) => rows.map(timeOf).toSorted()[0];
const newest = (rows: Row[]) => rows.map(timeOf).toSorted().at(-1)!;
