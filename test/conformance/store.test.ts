/** The list of conversations: in order whatever happens to it, and cheap however long it is. */
import fc from 'fast-check';

import { ActivityOrder, type Active } from '../../emulator/data/activityOrder';
import { normalise } from '../../emulator/data/addresses';
import { parseTimestamp, printTimestamp } from '../../emulator/data/clock';
import { Store } from '../../emulator/data/store';

it('is sorted by activity, the later made first among equals', () => {
	const row = fc.record({ lastMessageAt: fc.integer({ min: 0, max: 5 }), keep: fc.boolean() });
	fc.assert(
		fc.property(fc.array(row), fc.nat(10), fc.nat(10), (drafts, offset, limit) => {
			const order = new ActivityOrder<Active>();
			const rows = drafts.map(({ lastMessageAt }, sequence) => ({ lastMessageAt, sequence }));
			for (const each of rows) order.insert(each);
			for (const [index, each] of rows.entries()) if (!drafts[index].keep) order.remove(each);
			const kept = rows
				.filter((_, index) => drafts[index].keep)
				.sort((a, b) => b.lastMessageAt - a.lastMessageAt || b.sequence - a.sequence);
			expect(order.length).toBe(kept.length);
			expect(order.page(offset, limit)).toEqual(kept.slice(offset, offset + limit));
		}),
	);
});

it('moves a conversation to the front: touched, or by a message', () => {
	const store = new Store();
	const seeded = store.seed({ conversations: 5 });
	const front = () => store.conversations()[0].id;
	store.touch(seeded[3].id);
	expect(front()).toBe(seeded[3].id);
	store.addMessage(seeded[4].id);
	expect(front()).toBe(seeded[4].id);
	store.addMessage(seeded[2].id, { receivedAt: '2001-01-01T00:00:00Z' });
	expect(front()).toBe(seeded[4].id);
	store.touch(seeded[1].id, '2099-01-01T00:00:00Z');
	store.touch(seeded[0].id);
	expect(front()).toBe(seeded[0].id);
});

it('holds 100,000 conversations, and moves hundreds of them, in a few seconds at most', () => {
	const store = new Store();
	const before = process.cpuUsage();
	const seeded = store.seed({ conversations: 100_000, agents: 3 });
	for (const { id } of seeded.slice(50_000, 50_500)) store.touch(id);
	const page = store.conversations({ subAccountId: null }, { offset: 99_900, limit: 100 });
	const { user, system } = process.cpuUsage(before);
	expect((user + system) / 1_000_000).toBeLessThan(5);
	expect(page).toEqual(seeded.slice(-100));
	expect(store.conversations()[0]).toBe(seeded[50_499]);
});

it('has time standing still when told to: times tie, the order does not', () => {
	const store = new Store();
	store.clock.now = () => Date.parse('2026-01-01T00:00:00Z');
	const { id } = store.addConversation();
	const [first, second] = [store.addMessage(id), store.addMessage(id)];
	expect(second.receivedAt - first.receivedAt).toBeLessThan(100);
	expect(store.messages(id)).toEqual([first, second]);
});

it.each([
	['+1 (415) 555-0100', '+14155550100'],
	['415.555.0100', '+14155550100'],
	['14155550100', '+14155550100'],
	['+49 30 901820', '+4930901820'],
	['72323', '72323'],
	['Ada@Example.com', 'ada@example.com'],
	['grp_abc', 'grp_abc'],
])('knows %s as %s', (text, normalised) => {
	expect(normalise(text)).toBe(normalised);
});

it('reads every time that it prints, to the microsecond', () => {
	const time = fc.integer({ min: 0, max: 4_102_444_800_000_000 });
	fc.assert(
		fc.property(time, fc.constantFrom('Z', '+00:00'), (microseconds, zone) => {
			const printed = printTimestamp(microseconds, 'microseconds', zone as 'Z');
			expect(parseTimestamp(printed)).toBe(microseconds);
		}),
	);
});
