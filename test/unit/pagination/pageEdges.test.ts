import { CollectedMessages } from '../../../nodes/api/lists/collectedMessages';
import {
	edgeOf,
	hasEdgeOf,
	isPast,
	isTimed,
	orderOf,
	overlap,
	type MessagePage,
	type TimedMessage,
} from '../../../nodes/api/lists/pageEdges';
import type { Message } from '../../../nodes/api/model/types';

const at = (second: number) => `2026-01-31T12:00:${String(second).padStart(2, '0')}Z`;
/** A page of messages, each named by a letter and a second: `a1`. */
const page = (...names: string[]): MessagePage => ({
	count: names.length,
	fresh: names.length,
	isShort: false,
	data: names.map((id) => ({ id, receivedAt: at(Number(id.slice(1))) }) as TimedMessage),
});

it.each([
	[at(1), true],
	['soon', false],
	['', false],
	[null, false],
	[undefined, false],
])('a message of %p has a time: %p', (receivedAt, is) => {
	expect(isTimed({ id: 'a', receivedAt } as Message)).toBe(is);
});

it('the edges of a page are its oldest and newest times, in whichever order it is', () => {
	for (const some of [page('a1', 'b3', 'c2'), page('b3', 'c2', 'a1'), page('a1', 'c2', 'b3')]) {
		expect(edgeOf(some, 'older')).toBe(at(1));
		expect(edgeOf(some, 'newer')).toBe(at(3));
	}
});

it('a time is past another one in a direction, and never itself', () => {
	expect(isPast(at(1), at(2), 'older')).toBe(true);
	expect(isPast(at(2), at(1), 'older')).toBe(false);
	expect(isPast(at(2), at(1), 'newer')).toBe(true);
	expect(isPast(at(1), at(2), 'newer')).toBe(false);
	for (const direction of ['older', 'newer'] as const)
		expect(isPast(at(1), at(1).replace('Z', '+00:00'), direction)).toBe(false);
});

it('pages overlap where they share a message, not only a time', () => {
	expect(overlap(page('a1', 'b2'), page('b2', 'c3'))).toBe(true);
	expect(overlap(page('a1', 'b2'), page('c2', 'd3'))).toBe(false);
	expect(overlap(page('a1'), page())).toBe(false);
	expect(overlap(page(), page('a1'))).toBe(false);
});

it('a page has the edge of another one where it has all messages of that time', () => {
	const some = page('a1', 'b2', 'c2');
	expect(hasEdgeOf(some, page('c2', 'b2', 'd3'), 'newer')).toBe(true);
	expect(hasEdgeOf(some, page('c2', 'd3'), 'newer')).toBe(false);
	expect(hasEdgeOf(some, page('a1'), 'older')).toBe(true);
	expect(hasEdgeOf(some, page('b2', 'c2'), 'older')).toBe(false);
});

it('the order of a page shows in its first and last times', () => {
	expect(orderOf(page('a1', 'b3', 'c2'))).toBe('oldestFirst');
	expect(orderOf(page('c2', 'b3', 'a1'))).toBe('newestFirst');
	expect(orderOf(page('a1', 'b2', 'c1'))).toBeUndefined();
	expect(orderOf(page('a1'))).toBeUndefined();
	expect(orderOf(page())).toBeUndefined();
});

describe('messages that are collected', () => {
	const ids = ({ wanted }: CollectedMessages) => wanted.map(({ id }) => id);
	const isWanted = ({ id }: TimedMessage) => id !== 'c3';

	it('are put in the order of the list, each once, wherever they were found', () => {
		const messages = new CollectedMessages(isWanted);
		messages.add(page('d4', 'c3'));
		messages.add(page('c3', 'b2', 'a1'), 'older');
		messages.add(page('f6', 'e5', 'd4'), 'newer');
		expect(ids(messages)).toEqual(['f6', 'e5', 'd4', 'b2', 'a1']);
		expect(messages.wantedCount).toBe(5);
		expect(messages.order).toBe('newestFirst');
		expect([messages.has('c3'), messages.has('g7')]).toEqual([true, false]);
	});

	it('of a list that begins with the oldest go the other way round', () => {
		const messages = new CollectedMessages(isWanted);
		messages.add(page('c3', 'd4'));
		messages.add(page('a1', 'b2'), 'older');
		messages.add(page('e5', 'f6'), 'newer');
		expect(ids(messages)).toEqual(['a1', 'b2', 'd4', 'e5', 'f6']);
		expect(messages.order).toBe('oldestFirst');
	});

	it('keep the order that was seen first, or is known', () => {
		const messages = new CollectedMessages(() => true, 'oldestFirst');
		messages.add(page('d4', 'c3'));
		expect(messages.order).toBe('oldestFirst');
		const tied = new CollectedMessages(() => true);
		tied.add(page('a1', 'b1'));
		expect(tied.order).toBeUndefined();
		tied.add(page('c2', 'd1'), 'newer');
		expect(tied.order).toBe('newestFirst');
	});

	it('are given as they were last seen', () => {
		const messages = new CollectedMessages(() => true);
		messages.add(page('a1'));
		const [seen] = page('a1').data;
		const later = { ...seen, body: 'edited' } as TimedMessage;
		messages.add({ data: [later], count: 1, fresh: 0, isShort: false });
		expect(messages.wanted).toEqual([later]);
	});
});
