import {
	findConversations,
	NotAPageError,
	readConversations,
	readMessages,
} from '../../../nodes/api/lists';
import type { ConversationSummary, Message } from '../../../nodes/api/model/types';

const row = (id: string, more: object = {}) =>
	({
		id,
		phoneNumber: '+15550100100',
		messageCount: 1,
		createdAt: '',
		...more,
	}) as ConversationSummary;
const message = (id: string, more: object = {}) =>
	({ id, body: id, direction: 'inbound', ...more }) as Message;
const pageOf =
	<Row>(data: Row[]) =>
	async ({ limit }: { limit: number }) => ({ data: data.slice(0, limit) });
const ids = (rows: Array<{ id: string }>) => rows.map(({ id }) => id);

describe('rows with missing fields', () => {
	it('of conversations come out, those without a time last', async () => {
		const rows = [
			row('a', { lastMessageAt: null, participant: null }),
			row('b', { lastMessageAt: '2026-01-02T00:00:00Z' }),
			row('c'),
		];
		const readPage = async ({ limit, offset }: { limit: number; offset: number }) => ({
			data: rows.slice(offset, offset + limit),
		});
		expect(ids(await readConversations(readPage)).sort()).toEqual(['a', 'b', 'c']);
		const since = await readConversations(readPage, { activeSince: '2026-01-01' });
		expect(ids(since)).toEqual(['b']);
		expect(await findConversations(readPage, ['+15550100001'])).toEqual(new Map());
	});

	it('of messages come out, those without a time where the newest are', async () => {
		const readPage = pageOf([
			message('a', { receivedAt: null }),
			message('b', { receivedAt: '2026-01-02T00:00:00Z' }),
			message('c', { receivedAt: '2026-01-01T00:00:00Z' }),
			message('d'),
		]);
		expect(ids(await readMessages(readPage, { sort: 'newestFirst' }))).toEqual([
			'a',
			'd',
			'b',
			'c',
		]);
		expect(ids(await readMessages(readPage, { sort: 'oldestFirst' }))).toEqual([
			'c',
			'b',
			'a',
			'd',
		]);
		const after = await readMessages(readPage, { sort: 'newestFirst', after: '2026-01-01' });
		expect(ids(after)).toEqual(['b', 'c']);
	});

	it.each([[null], [{}], [{ items: [] }], [[]], ['<html>'], [{ data: null }], [{ data: [null] }]])(
		'are no page: %j is an error, not an empty list',
		async (answer) => {
			const readPage = async () => answer as never;
			await expect(readConversations(readPage)).rejects.toThrow(NotAPageError);
			await expect(readMessages(readPage, { sort: 'newestFirst' })).rejects.toThrow(NotAPageError);
		},
	);
});
