import { readMessages } from '../../api/lists';
import { markOf } from '../../api/model/mark';
import {
	MICROSECOND,
	parseTimestamp,
	printTimestamp,
	type Microseconds,
} from '../../api/model/timestamps';
import type { Conversation, ConversationSummary, Message } from '../../api/model/types';
import type { State } from '../state';
import { appearance, readActivity, since } from './conversations';
import type { Found, Look } from './look';
import { lookInto } from './lookInto';

/** A message that nobody was told of, and what came before it, the oldest first. */
export interface NewMessage {
	conversation: Conversation;
	message: Message;
	earlier: Message[];
}

/** What becomes of something that was found: `later` leaves it for the next poll. */
export type Taken = 'given' | 'done' | 'later';

/**
 * Finds the messages that people wrote since the poll before. A conversation is read when its row in the list has changed,
 * so a poll that finds nothing costs one request. A poll that is cut off goes on next time: what was read is remembered,
 * and the time from which on polls look stays as it is until everything was. So does one in which a conversation cannot be
 * read: the others are not held up.
 *
 * @throws what went wrong, when nothing else was found
 */
export async function findMessages(
	look: Look,
	before: State,
	take: (found: NewMessage) => Promise<Taken>,
): Promise<Found<NewMessage>> {
	const from = since(before);
	const { changed, whole } = await readActivity(look, before);
	const { found, failures } = await lookInto(
		look,
		changed,
		async (row) => await newMessages(look, row, from),
	);
	const looked = new Map(before.looked);
	const handed = new Map(before.handed);
	const things: NewMessage[] = [];
	let left = changed.length;
	// Only once everything is read: an execution that was resumed cannot be told of again, should n8n end meanwhile.
	for (const { row, value } of found) {
		let isDone = true;
		for (const each of value) {
			const mark = markOf(each.message.id);
			if (handed.has(mark)) continue;
			const taken = await take(each);
			if (taken === 'later') isDone = false;
			else handed.set(mark, receivedAt(each.message));
			if (taken === 'given') things.push(each);
		}
		if (!isDone) continue;
		looked.set(markOf(row.id), appearance(row));
		left--;
	}
	// What was taken may have resumed an execution already, so it is not given up for a conversation that failed.
	const isTaken = left < changed.length || handed.size > before.handed.size;
	if (failures.length && !isTaken) throw failures[0];
	things.sort((one, other) => receivedAt(one.message) - receivedAt(other.message));
	if (left > 0) return { things, state: { ...before, looked, handed } };
	const to = since({ ...before, ...whole });
	return {
		things,
		state: {
			...before,
			...whole,
			handed: new Map([...handed].filter(([, time]) => time >= to)),
		},
	};
}

/** The messages of people since then, the oldest first, each with what came before it. */
async function newMessages(
	{ reader }: Look,
	row: ConversationSummary,
	from: Microseconds,
): Promise<NewMessage[]> {
	const conversation = await reader.conversation(row.id);
	if (!conversation) return [];
	const messages = await messagesSince(reader, conversation, from);
	return messages.flatMap((message, index) =>
		message.direction === 'inbound' && receivedAt(message) >= from
			? { conversation, message, earlier: messages.slice(0, index) }
			: [],
	);
}

/** All messages since then, and those before them that came along, the oldest first. */
async function messagesSince(
	reader: Look['reader'],
	conversation: Conversation,
	from: Microseconds,
): Promise<Message[]> {
	const { id, messageCount } = conversation;
	const messages = conversation.messages ?? [];
	const isWhole =
		messages.length >= messageCount || messages.some((message) => receivedAt(message) < from);
	if (isWhole) return oldestFirst(messages);
	return await readMessages(async (page) => await reader.listMessages(id, page), {
		after: printTimestamp(from, MICROSECOND),
		sort: 'oldestFirst',
	});
}

/** Messages as AgentPhone lists them, the oldest first. Where all are of one time, it lists the newest first. */
export function oldestFirst(messages: readonly Message[]): Message[] {
	const [first, last] = [messages.at(0), messages.at(-1)];
	const isNewestFirst = first && last && receivedAt(first) >= receivedAt(last);
	return (isNewestFirst ? [...messages].reverse() : [...messages]).sort(
		(one, other) => receivedAt(one) - receivedAt(other),
	);
}

/** What has no time yet is not there yet. */
function receivedAt({ receivedAt: time }: Message): Microseconds {
	const at = parseTimestamp(time ?? '');
	return Number.isNaN(at) ? -Infinity : at;
}
