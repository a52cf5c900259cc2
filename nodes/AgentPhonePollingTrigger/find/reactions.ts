import { isWantedConversation } from '../../api/model/conversationFilters';
import { markOf } from '../../api/model/mark';
import { parseTimestamp, type Microseconds } from '../../api/model/timestamps';
import type { Conversation, ConversationSummary, Message, Reaction } from '../../api/model/types';
import type { State } from '../state';
import { appearance, readActivity } from './conversations';
import { readRows } from './listedRows';
import type { Found, Look } from './look';
import { lookInto } from './lookInto';
import type { Taken } from './messages';

/** A reaction that nobody was told of. */
export interface NewReaction {
	conversation: Conversation;
	message: Message;
	reaction: Reaction;
}

/**
 * Nothing in AgentPhone's list says that somebody reacted. So besides the conversations in which something was written,
 * each poll looks into so many of the most recently active ones, and into so many of all others, in turn.
 */
export const WATCHED = 20;
export const IN_TURN = 20;
/** How many reactions are remembered. Those that are older than what was forgotten are not news any more. */
export const MOST_REMEMBERED = 5_000;

/**
 * Finds the reactions of people since polling began, to the newest hundred messages of each conversation: in the most
 * recently active ones at once, in the others when it is their turn. A poll costs a request for each conversation that it
 * looks into.
 *
 * @throws what went wrong, when nothing else was found
 */
export async function findReactions(
	look: Look,
	before: State,
	take: (found: NewReaction) => Promise<Taken>,
): Promise<Found<NewReaction>> {
	const { changed, whole } = await readActivity(look, before);
	const { rows, turn } = await rowsToWatch(look, before);
	const toRead = [...new Map([...changed, ...rows].map((row) => [row.id, row])).values()];
	const { found, failures } = await lookInto(
		look,
		toRead,
		async ({ id }) => await look.reader.conversation(id),
	);
	const looked = new Map(before.looked);
	const handed = new Map(before.handed);
	const things: NewReaction[] = [];
	const left = new Set(changed.map(({ id }) => id));
	let isTaken = false;
	for (const { row, value } of found) {
		let isDone = true;
		for (const each of reactionsIn(value)) {
			const { reaction } = each;
			const mark = markOf(reaction.id);
			const at = parseTimestamp(reaction.createdAt);
			const isNews =
				reaction.direction === 'inbound' && !(at < before.start) && !(at <= before.forgotten);
			if (!isNews || handed.has(mark)) continue;
			const taken = await take(each);
			if (taken === 'later') isDone = false;
			else handed.set(mark, Number.isNaN(at) ? whole.newest : at);
			if (taken === 'given') things.push(each);
			isTaken = true;
		}
		if (!isDone) continue;
		looked.set(markOf(row.id), appearance(row));
		left.delete(row.id);
	}
	if (failures.length && !isTaken && !found.length) throw failures[0];
	things.sort(
		(one, other) =>
			parseTimestamp(one.reaction.createdAt) - parseTimestamp(other.reaction.createdAt),
	);
	const isCutOff = found.length + failures.length < toRead.length;
	return {
		things,
		state: {
			...before,
			...(left.size ? { looked } : whole),
			...remembered(handed, before.forgotten),
			turn: isCutOff ? before.turn : turn,
		},
	};
}

/** The conversations that are looked into though nothing was written in them, and where the next poll goes on. */
async function rowsToWatch(
	{ reader, filters }: Look,
	{ turn }: State,
): Promise<{ rows: ConversationSummary[]; turn: number }> {
	const isWanted = (row: ConversationSummary) => isWantedConversation(row, filters);
	const head = await readRows(reader, 0);
	const watched = head.rows.filter(isWanted).slice(0, WATCHED);
	const last = watched.length < WATCHED ? undefined : watched.at(-1);
	const afterHead = last ? head.rows.indexOf(last) + 1 : head.rows.length;
	const from = Math.max(turn, afterHead);
	const isInHead = from < head.rows.length;
	if (!isInHead && head.isEnd) return { rows: watched, turn: 0 };
	const page = isInHead
		? { rows: head.rows.slice(from), isEnd: head.isEnd }
		: await readRows(reader, from);
	const others = page.rows.filter(isWanted).slice(0, IN_TURN);
	const lastOther = others.length < IN_TURN ? undefined : others.at(-1);
	const passed = lastOther ? page.rows.indexOf(lastOther) + 1 : page.rows.length;
	const isAtEnd = page.isEnd && passed === page.rows.length;
	return { rows: [...watched, ...others], turn: isAtEnd ? 0 : from + passed };
}

const reactionsIn = (conversation: Conversation | undefined): NewReaction[] =>
	(conversation?.messages ?? []).flatMap((message) =>
		(message.reactions ?? []).map((reaction) => ({
			conversation: conversation!,
			message,
			reaction,
		})),
	);

/** The newest of what was handed on, and up to when all else was forgotten. */
function remembered(
	handed: Map<string, Microseconds>,
	forgotten: Microseconds,
): Pick<State, 'handed' | 'forgotten'> {
	if (handed.size <= MOST_REMEMBERED) return { handed, forgotten };
	const newestFirst = [...handed].sort(([, one], [, other]) => other - one);
	const [, time] = newestFirst[MOST_REMEMBERED]!;
	return {
		handed: new Map(newestFirst.filter(([, each]) => each > time)),
		forgotten: Math.max(forgotten, time),
	};
}
