import type { AgentPhone } from 'agentphone';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

import type { Box } from '../../box';
import type { Dialect } from '../../dialect';
import { badRequest, malformed } from '../errors';
import { length } from '../../media';
import type { Conversation } from '../../data/model';
import { httpsUrl, read, wholeNumber } from '../validation';
import { hasMore, readPage } from './pages';
import { findConversation } from './scope';

interface OneConversation {
	Params: { id: string };
}

const detailQuery = z.object({ message_limit: wholeNumber({ min: 1, max: 100, otherwise: 50 }) });
const updateRequest = z.object({
	metadata: z.record(z.unknown()).nullish(),
	group_name: z.string().nullish(),
});
const backgroundRequest = z.object({ image_url: httpsUrl });

const BACKGROUND_TYPES = ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/heic'];
const LARGEST_BACKGROUND = 10 * 1024 * 1024;

export function conversationRoutes(app: FastifyInstance, box: Box): void {
	const { store, wire, dialect } = box;

	app.get('/conversations', async ({ query, subAccountId }) => {
		const asked = readPage(query, dialect);
		const total = store.countConversations({ subAccountId });
		const rows =
			dialect.conversationTies === 'stable'
				? store.conversations({ subAccountId }, asked)
				: inAnotherOrder(store.conversations({ subAccountId }), ({ lastMessageAt }) =>
						wire.time(lastMessageAt),
					).slice(asked.offset, asked.offset + asked.limit);
		return withoutAbsent(dialect, {
			data: rows.map((row) => wire.summary(row)),
			hasMore: hasMore(asked, total),
			total: dialect.conversationTotal === 'tooHigh' ? total + 3 : total,
		} satisfies AgentPhone.AppRoutesConversationsConversationListResponse);
	});

	app.get<OneConversation>('/conversations/:id', async (request) => {
		const conversation = findConversation(store, request.params.id, request);
		return wire.detail(conversation, read('query', detailQuery, request.query).message_limit);
	});

	app.patch<OneConversation>('/conversations/:id', async (request) => {
		const conversation = findConversation(store, request.params.id, request);
		const update = read('body', updateRequest, request.body);
		const { group_name: groupName, metadata } = update;
		const isGroup = conversation.groupId !== null;
		if (groupName !== undefined && !isGroup && dialect.renameOfNoGroup === 'refused')
			throw badRequest('Only iMessage groups have a name');
		if (groupName !== undefined && isGroup) store.renameGroup(conversation.id, groupName);
		if (metadata !== undefined) store.setMetadata(conversation.id, metadata);
		return wire.detail(conversation, 50);
	});

	app.post<OneConversation>('/conversations/:id/typing', async (request) => {
		const { id, channel } = onlyIMessage(findConversation(store, request.params.id, request));
		store.changes.tell({ type: 'typing', conversationId: id });
		return {
			conversationId: id,
			channel,
			status: 'sent',
		} satisfies AgentPhone.SendTypingResponse;
	});

	app.post<OneConversation>('/conversations/:id/background', async (request) => {
		const conversation = onlyIMessage(findConversation(store, request.params.id, request));
		const { image_url } = read('body', backgroundRequest, request.body);
		checkImage(box, image_url);
		const changed = store.setBackground(conversation.id, image_url);
		return {
			conversationId: conversation.id,
			channel: conversation.channel,
			hasBackground: true,
			backgroundId: conversation.background?.id ?? null,
			backgroundVersion: conversation.background?.version ?? null,
			changed,
		} satisfies AgentPhone.SetBackgroundResponse;
	});

	app.delete<OneConversation>('/conversations/:id/background', async (request, reply) => {
		const { id } = onlyIMessage(findConversation(store, request.params.id, request));
		store.setBackground(id, null);
		return await reply.code(204).send();
	});
}

/** Leaves out what the dialect says is not there. */
function withoutAbsent<List extends { hasMore: boolean; total: number }>(
	{ conversationTotal, conversationListHasMore }: Dialect,
	{ hasMore, total, ...list }: List,
) {
	return {
		...list,
		...(conversationListHasMore && { hasMore }),
		...(conversationTotal !== 'absent' && { total }),
	};
}

/** Rows of one time in an order that differs from answer to answer; the others stay where they are. */
function inAnotherOrder<Row>(rows: Row[], timeOf: (row: Row) => string): Row[] {
	const times = [...new Set(rows.map(timeOf))];
	const places = new Map(times.map((time, place) => [time, place]));
	return rows
		.map((row) => ({ row, place: places.get(timeOf(row))!, chance: Math.random() }))
		.sort((one, other) => one.place - other.place || one.chance - other.chance)
		.map(({ row }) => row);
}

function onlyIMessage(conversation: Conversation): Conversation {
	if (conversation.channel !== 'imessage')
		throw badRequest('This is only available in iMessage conversations');
	return conversation;
}

/** Looks at the image if it lies on the emulator's own media host; any other is believed to be fine. */
function checkImage({ media }: Box, url: string): void {
	const image = media.find(url);
	if (!image) return;
	if (!BACKGROUND_TYPES.includes(image.type ?? ''))
		throw badRequest('Background images must be JPEG, PNG, GIF, WebP or HEIC');
	if (length(image) > LARGEST_BACKGROUND)
		throw malformed(['body', 'image_url'], 'Background images hold at most 10 MB');
}
