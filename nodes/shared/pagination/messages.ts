import type { Message } from '../types';
import { MessageWalk, type MessageOrder, type ReadMessages } from './messageWalk';
import { isAtOrAfter, isBefore, parseTimestamp, readFilterTime } from './timestamps';

export type { ReadMessages } from './messageWalk';

export interface MessagesQuery {
	/** The first so many accepted messages in the order of `sort`; all of them without it. */
	limit?: number;
	/** Only messages of this time (ISO 8601) or later. */
	after?: Date | string;
	/** Only messages earlier than this time (ISO 8601). */
	before?: Date | string;
	sort: MessageOrder;
	accept?: (message: Message) => boolean;
}

/**
 * Reads the messages of a conversation. Each message that is there for the whole read comes out exactly once, in the
 * order asked for, whichever order AgentPhone lists them in and whether or not its cursors include their own time.
 * With a limit, the messages are the first ones of that order.
 *
 * @throws TieTooLargeError when more messages share one time than a page holds.
 * @throws InvalidTimeError when `after` or `before` is no time.
 */
export async function readMessages(
	readPage: ReadMessages,
	{ limit = Infinity, after, before, sort, accept }: MessagesQuery,
): Promise<Message[]> {
	if (limit <= 0) return [];
	const from = after === undefined ? -Infinity : readFilterTime(after);
	const to = before === undefined ? Infinity : readFilterTime(before);
	const isWanted = (message: Message) =>
		isAtOrAfter(message.receivedAt, from) &&
		isBefore(message.receivedAt, to) &&
		(accept?.(message) ?? true);

	const walk = new MessageWalk(readPage, { from, to, isWanted, wanted: accept ? Infinity : limit });
	await walk.begin();
	const [start, end] = sort === 'newestFirst' ? NEWEST_TO_OLDEST : OLDEST_TO_NEWEST;
	// AgentPhone does not say at which end a page begins. Newest first leaves no doubt; oldest first might also be
	// the newest page printed upwards.
	if (walk.order !== 'newestFirst' || start === 'older') await walk.readOn(start);
	if (walk.order !== 'newestFirst' || end === 'older') await walk.readOn(end, limit);

	const messages = [...walk.messages.values()].filter(isWanted);
	return sortByTime(messages, sort, walk.order).slice(0, limit);
}

const NEWEST_TO_OLDEST = ['newer', 'older'] as const;
const OLDEST_TO_NEWEST = ['older', 'newer'] as const;

/** Messages of one time keep AgentPhone's order, turned where it is the other one. */
function sortByTime(messages: Message[], sort: MessageOrder, listed: MessageOrder | undefined) {
	const times = new Map(messages.map((message) => [message, parseTimestamp(message.receivedAt)]));
	const sign = sort === 'newestFirst' ? -1 : 1;
	if (listed && listed !== sort) messages.reverse();
	return messages.sort((one, other) => sign * (times.get(one)! - times.get(other)!));
}
