import { getConversation, listConversations } from '../../api/endpoints/conversations';
import { AdvisedError } from '../../api/errors/advised';
import { findConversations, lookUpInList } from '../../api/lists';
import { addressKey } from '../../api/model/address';
import type { Conversation, ConversationSummary, OffsetQuery } from '../../api/model/types';
import type { ConversationRef } from '../../fields/locators';
import { oncePerRun, type Run } from './operation';

export type { ConversationRef } from '../../fields/locators';

/** An input whose conversation is known by its ID. */
export type Located<Input> = Input & { conversationId: string };

/** Conversations that were looked up by who is in them, once per run. */
const lookups = new WeakMap<Run, Promise<Map<string, ConversationSummary>>>();

/**
 * Resolves the conversation of an input to its ID. All that a run's items name by participant are found with one read
 * of the list.
 *
 * @throws AdvisedError when there is no conversation with the participant.
 */
export async function resolveConversation<Input extends { conversation: ConversationRef }>(
	input: Input,
	run: Run,
	inputs: readonly Input[],
): Promise<Located<Input>> {
	const refs = () => inputs.map(({ conversation }) => conversation);
	return { ...input, conversationId: await conversationIdOf(input.conversation, run, refs) };
}

/**
 * The same, of one conversation.
 *
 * @param refs lists all that the run's items mean. Called once per run: a list for each of thousands of items would
 * take longer than all the rest.
 * @throws AdvisedError
 */
export async function conversationIdOf(
	ref: ConversationRef,
	run: Run,
	refs: () => readonly ConversationRef[],
): Promise<string> {
	if ('id' in ref) return ref.id;
	const lookup = lookups.get(run) ?? lookUp(refs(), run);
	lookups.set(run, lookup);
	const found = (await lookup).get(addressKey(ref.participant));
	if (found) return found.id;
	throw new AdvisedError(
		`There is no conversation with ${ref.participant}`,
		'Check the number, email address or group ID. A conversation begins with the first message: to write it, use Message: Send with To: Participant.',
	);
}

async function lookUp(refs: readonly ConversationRef[], run: Run) {
	return await findConversations(
		pagesOf(run),
		refs.flatMap((ref) => ('participant' in ref ? [ref.participant] : [])),
	);
}

/** Conversations that were looked up by their ID, once per run. */
const listed = new WeakMap<Run, Promise<Map<string, ConversationSummary>>>();

/**
 * The conversation as the list has it, if the list was worth reading for all that the run's items mean. It says only
 * whether there is anything to change.
 */
export async function listedConversation(
	ref: ConversationRef,
	run: Run,
	inputs: ReadonlyArray<{ conversation: ConversationRef }>,
): Promise<ConversationSummary | undefined> {
	if ('participant' in ref) return (await lookups.get(run))?.get(addressKey(ref.participant));
	const lookup =
		listed.get(run) ?? lookUpInList(pagesOf(run), new Set(idsOf(inputs)), run.concurrency);
	listed.set(run, lookup);
	return (await lookup).get(ref.id);
}

const idsOf = (inputs: ReadonlyArray<{ conversation: ConversationRef }>) =>
	inputs.flatMap(({ conversation }) => ('id' in conversation ? [conversation.id] : []));

const pagesOf =
	({ api }: Run) =>
	async (query: OffsetQuery) =>
		await listConversations(api, query);

/** A conversation, to be answered: who is in it does not change during a run, so one read serves all messages to it. */
export const fetchConversation = oncePerRun(
	async (id, { api }): Promise<Conversation> => (await getConversation(api, id, 1)) as Conversation,
);
