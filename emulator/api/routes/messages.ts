import type { AgentPhone } from 'agentphone';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

import type { Box } from '../../box';
import { truncate, type Microseconds } from '../../data/clock';
import type { Dialect } from '../../dialect';
import type { Message } from '../../data/model';
import { send, sendMessageRequest } from '../sending';
import { read, timestamp, wholeNumber } from '../validation';
import { findConversation } from './scope';

const messagesQuery = z.object({
	limit: wholeNumber({ min: 1, max: 200, otherwise: 50 }),
	before: timestamp,
	after: timestamp,
});
type MessagesQuery = z.output<typeof messagesQuery>;

export function messageRoutes(app: FastifyInstance, { store, wire, dialect, events }: Box): void {
	app.get<{ Params: { id: string } }>('/conversations/:id/messages', async (request) => {
		const { id } = findConversation(store, request.params.id, request);
		const query = read('query', messagesQuery, request.query);
		const limit = dialect.messagePageSize === 'asAsked' ? query.limit : dialect.messagePageSize;
		const matching = between(store.messages(id), query, dialect);
		const page = isFromOldest(query, dialect) ? matching.slice(0, limit) : matching.slice(-limit);
		return {
			data: wire.inOrder(page).map((message) => wire.message(message)),
			hasMore: matching.length > limit,
		} satisfies AgentPhone.MessagesListResponse;
	});

	app.post('/messages', async ({ body, subAccountId }) => {
		const request = read('body', sendMessageRequest, body);
		const { messages, conversation, number, parentUnresolved } = send(
			store,
			dialect,
			subAccountId,
			request,
		);
		if (dialect.outboundEvents)
			for (const message of messages) void events.message(conversation, message);
		const [first] = messages;
		return {
			id: first.id,
			status: 'sent',
			channel: first.channel,
			from_number: number.phoneNumber,
			to_number: conversation.participant,
			conversation_id: conversation.id,
			media_urls: messages.flatMap(({ mediaUrls }) => mediaUrls),
			reply_to_message_id: first.replyToMessageId,
			reply_parent_unresolved: request.reply_to_message_id ? parentUnresolved : null,
		} satisfies AgentPhone.SendMessageResponse;
	});
}

/** The messages that the cursors let through, oldest first. Times count by what is shown of them. */
function between(
	messages: Message[],
	{ before, after }: MessagesQuery,
	{ timestampPrecision, cursor }: Dialect,
): Message[] {
	/** How many messages are older than a time, or of just that time as well. */
	const count = (time: Microseconds, isIncluded: boolean) =>
		partition(messages, ({ receivedAt }) => {
			const shown = truncate(receivedAt, timestampPrecision);
			return shown < time || (isIncluded && shown === time);
		});
	const start = after === undefined ? 0 : count(after, cursor === 'exclusive');
	const end = before === undefined ? messages.length : count(before, cursor === 'inclusive');
	return messages.slice(start, end);
}

/** How many rows of a list belong to its first part, by halving. */
function partition<Row>(rows: Row[], isInFirst: (row: Row) => boolean): number {
	let [low, high] = [0, rows.length];
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (isInFirst(rows[middle])) low = middle + 1;
		else high = middle;
	}
	return low;
}

function isFromOldest({ before, after }: MessagesQuery, dialect: Dialect): boolean {
	const { messagePage, messageOrder } = dialect;
	if (messagePage === 'nearest') return after !== undefined && before === undefined;
	return messagePage === 'order' && messageOrder === 'oldestFirst';
}
