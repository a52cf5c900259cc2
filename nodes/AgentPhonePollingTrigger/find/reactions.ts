import { readConversations } from '../../api/lists';
import { isWantedConversation } from '../../api/model/conversationFilters';
import { markOf } from '../../api/model/mark';
import { parseTimestamp } from '../../api/model/timestamps';
import type { Conversation, Message, Reaction } from '../../api/model/types';
import type { State } from '../state';
import type { Found, Look } from './look';
import type { Taken } from './messages';

/** A reaction that nobody was told of. */
export interface NewReaction {
	conversation: Conversation;
	message: Message;
	reaction: Reaction;
}

/** How many conversations are watched: nothing in AgentPhone's list says that somebody reacted. */
const WATCHED = 20;
/** How many reactions are remembered: more than those conversations show. The oldest are forgotten. */
const MOST_REMEMBERED = 5_000;

/**
 * Finds the reactions of people since polling began, to the newest hundred messages of each of the most recently active
 * conversations. A poll costs a request for each of them.
 */
export async function findReactions(
	look: Look,
	before: State,
	take: (found: NewReaction) => Promise<Taken>,
): Promise<Found<NewReaction>> {
	const handed = new Map(before.handed);
	const things: NewReaction[] = [];
	const rows = await readConversations(look.reader.listConversations, {
		limit: WATCHED,
		accept: (row) => isWantedConversation(row, look.filters),
	});
	for (const { id } of rows) {
		if (!look.hasTime()) break;
		const conversation = await look.reader.conversation(id);
		for (const message of conversation?.messages ?? [])
			for (const reaction of message.reactions ?? []) {
				const mark = markOf(reaction.id);
				const at = parseTimestamp(reaction.createdAt);
				const isNews = reaction.direction === 'inbound' && !(at < before.start);
				if (!isNews || handed.has(mark)) continue;
				const taken = await take({ conversation: conversation!, message, reaction });
				if (taken !== 'later') handed.set(mark, at);
				if (taken === 'given') things.push({ conversation: conversation!, message, reaction });
			}
	}
	things.sort(
		(one, other) =>
			parseTimestamp(one.reaction.createdAt) - parseTimestamp(other.reaction.createdAt),
	);
	return { things, state: { ...before, handed: new Map([...handed].slice(-MOST_REMEMBERED)) } };
}
