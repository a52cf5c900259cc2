import { notSeen, seen, type Observations } from '../observation';
import { list } from '../sample';

/** How likely it may be that rows of a varying order came in the same one each time. */
const CHANCE = 1e-5;
const FEWEST_REPETITIONS = 4;

/**
 * Asks for the same page again and again, the more often the fewer rows have the same time: two come in the same order
 * half the time. A tie whose rows were active in between is none any more.
 */
export const conversationTies: Observations['conversationTies'] = async (
	{ conversations },
	ask,
) => {
	const times = conversations.map(({ lastMessageAt }) => lastMessageAt);
	const offset = times.findIndex((time, index) => time && time === times[index + 1]);
	if (offset < 0) return notSeen('no two conversations have the same time');
	const orders: string[][] = [];
	for (let repetition = 0; repetition < repetitions(orders[0]?.length); repetition++) {
		const { data } = list(await ask('/v1/conversations', { limit: 100, offset }));
		const tied = data.filter(({ lastMessageAt }) => lastMessageAt === times[offset]);
		orders.push(tied.map(({ id }) => String(id)));
		if (orders.some((order) => isReversed(order, orders.at(-1)!))) return seen('varying');
	}
	if (orders[0].length < 2) return notSeen('a page does not hold two conversations of one time');
	const isSame = orders.every((order) => order.join() === orders[0].join());
	return isSame ? seen('stable') : notSeen('the list moved while it was read');
};

/** `total` is held against the places of a whole read. */
export const conversationTotal: Observations['conversationTotal'] = ({
	pages,
	conversations,
	isWhole,
}) => {
	const totals = pages.map(({ total }) => total);
	if (totals.every((total) => total === undefined)) return seen('absent');
	if (new Set(totals).size > 1) return notSeen('the total changed while the list was read');
	if (!isWhole) return notSeen('the list is too long to be counted');
	const excess = Number(totals[0]) - conversations.length;
	if (excess < 0) return notSeen('the total is too low');
	return seen(excess === 0 ? 'exact' : 'tooHigh');
};

export const conversationListHasMore: Observations['conversationListHasMore'] = ({ pages }) =>
	seen(pages[0].hasMore !== undefined);

export const agentListHasMore: Observations['agentListHasMore'] = ({ agents }) =>
	agents ? seen(agents.hasMore !== undefined) : notSeen('the agents may not be listed');

function repetitions(rows = 2): number {
	const orders = Array.from({ length: rows }, (_, index) => index + 1).reduce((a, b) => a * b, 1);
	return Math.max(FEWEST_REPETITIONS, 1 + Math.ceil(Math.log(1 / CHANCE) / Math.log(orders)));
}

/** Whether two answers have any two rows the other way round. */
function isReversed(one: string[], other: string[]): boolean {
	const common = one.filter((id) => other.includes(id));
	return common.join() !== other.filter((id) => one.includes(id)).join();
}
