import { findConversations } from '../../../nodes/api/lists';
import type { ConversationSummary } from '../../../nodes/api/model/types';

/** A list, the newest first, in pages of a hundred. */
function listOf(rows: object[]) {
	const all = rows.map((row, at) => ({
		id: `c${at}`,
		messageCount: 1,
		lastMessageAt: new Date(Date.UTC(2026, 0, 31) - at * 1_000).toISOString(),
		...row,
	})) as unknown as ConversationSummary[];
	const offsets: number[] = [];
	let running = 0;
	const list = {
		offsets,
		mostRunning: 0,
		find: async (...addresses: string[]) =>
			await findConversations(async ({ limit, offset }) => {
				offsets.push(offset);
				list.mostRunning = Math.max(list.mostRunning, ++running);
				await new Promise((resolve) => setImmediate(resolve));
				running--;
				const data = all.slice(offset, offset + limit);
				return { data, total: all.length, hasMore: offset + data.length < all.length };
			}, addresses),
	};
	return list;
}

const idsOf = (found: Map<string, ConversationSummary>) =>
	Object.fromEntries([...found].map(([key, { id }]) => [key, id]));
const others = (count: number) =>
	Array.from({ length: count }, (_, at) => ({ participant: `+1415555${1_000 + at}` }));

it('finds people by number or email address in any spelling, and groups by their ID', async () => {
	const { find } = listOf([
		{ participant: '+15550100199' },
		{ participant: 'Ada@Example.com' },
		{ isGroup: true, groupId: 'grp_7', participant: '+15550100101' },
		{ isGroup: true, participant: 'grp_8' },
		{ participant: null },
	]);
	expect(
		idsOf(await find('(555) 010-0199', 'ada@example.com', 'GRP_7', 'grp_8', '+15550100100')),
	).toEqual({ '15550100199': 'c0', 'ada@example.com': 'c1', grp_7: 'c2', grp_8: 'c3' });
});

it('takes of several with one person the most recently active one, and none of the groups', async () => {
	const group = { isGroup: true, groupId: 'grp_7', participants: [{ identifier: '+15550100199' }] };
	const { find } = listOf([group, { participant: '+15550100199' }, { participant: '5550100199' }]);
	expect(idsOf(await find('+15550100199'))).toEqual({ '15550100199': 'c1' });
});

it('does not find what only looks like a group', async () => {
	const { find } = listOf([{ isGroup: false, groupId: 'grp_7', participant: '+15550100199' }]);
	expect(idsOf(await find('grp_7'))).toEqual({});
});

it('reads no further than to the last of them, a few pages at a time', async () => {
	const rows = [...others(120), { participant: '+15550100199' }, ...others(900)];
	const one = listOf(rows);
	expect(idsOf(await one.find('+14155551007', '+15550100199'))).toEqual({
		'14155551007': 'c7',
		'15550100199': 'c120',
	});
	expect(one.offsets.length).toBeLessThan(7);
	const near = listOf(rows);
	await near.find('+14155551007');
	expect(near.offsets).toEqual([0]);
	const none = listOf(rows);
	expect(idsOf(await none.find('+15550100100'))).toEqual({});
	expect(none.offsets).toHaveLength(11);
	expect(none.mostRunning).toBe(4);
});
