import { requireConversation } from '../../../api/conversation/requireConversation';
import { getConversation, updateConversation } from '../../../api/endpoints/conversations';
import { keepWaiting, WAITING_KEY, withoutWaiting } from '../../../api/dialogue/waiting';
import { AdvisedError } from '../../../api/errors/advised';
import { conversationLocator } from '../../../fields/locators';
import type { Conversation, ConversationSummary, JsonObject } from '../../../api/model/types';
import { optionsField } from '../../fields';
import {
	listedConversation,
	resolveConversation,
	type ConversationRef,
	type Located,
} from '../../run/conversationRef';
import { defineOperation } from '../../run/defineOperation';
import { output, type Output, type Run } from '../../run/operation';
import { requireExactNumbers } from '../../../api/model/exactNumbers';
import {
	changesMetadata,
	isMerge,
	MetadataDraft,
	sameJson,
	type MetadataChange,
} from '../../../api/model/metadata';
import { metadataFields, readMetadataInput } from './metadataInput';

/** How many places a hint names. */
const MOST_PLACES_NAMED = 10;

interface Update {
	conversation: ConversationRef;
	change: MetadataChange;
	/** What expressions gave nothing for, and so is left out: places in the metadata such as `crm.owner`. */
	nothing: string[];
	/** The new name; `undefined` leaves it alone. */
	groupName?: string;
	skipUnchanged: boolean;
}

/** The same, once its conversation is known. */
interface Resolved extends Located<Update> {
	/** The conversation as the list has it, where the list was read. */
	listed?: ConversationSummary;
}

/** What an update can change. */
interface State {
	metadata: JsonObject | null;
	groupName: string | null;
}

/** What a conversation has of that, wherever it was read. */
type Stored = Pick<ConversationSummary, 'metadata' | 'groupName'>;

/** Whether a run looks up what is stored in the list: of no use where some item is written in any case. */
const lookUps = new WeakMap<Run, boolean>();

/**
 * Changes a conversation's metadata and its group's name. All items of one conversation are applied in their order
 * to what is stored, and written once.
 */
export const update = defineOperation<Update, Resolved>({
	option: {
		name: 'Update',
		value: 'update',
		action: 'Update a conversation',
		description: 'Update the metadata (state) of a conversation, or rename its group',
	},
	effect: 'writes',
	fields: [
		conversationLocator({ description: 'The conversation to update' }),
		...metadataFields,
		{
			displayName: 'Update Fields',
			name: 'updateFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [
				{
					displayName: 'Group Name',
					name: 'groupName',
					type: 'string',
					default: '',
					placeholder: 'e.g. Moving to Lisbon',
					description:
						'The new name of the iMessage group, seen by everybody in it. Empty leaves the name alone.',
				},
			],
		},
		optionsField([
			{
				displayName: 'Skip Unchanged',
				name: 'skipUnchanged',
				type: 'boolean',
				default: true,
				description:
					'Whether to write nothing when the conversation already is as asked. The output field "changed" tells for each item whether it changed something. Off writes always, and reads only what a merge needs.',
			},
		]),
	],
	read(parameters) {
		const conversation = parameters.conversation('conversationId');
		const { change, nothing } = readMetadataInput(parameters);
		if (change.mode === 'keep' && parameters.raw('updateFields.groupName') === undefined)
			throw new AdvisedError(
				'There is nothing to update: the metadata is kept, and there is no group name',
				'Add the Group Name under Update Fields, or choose another Metadata Mode.',
			);
		return {
			conversation,
			change,
			nothing,
			groupName: parameters.text('updateFields.groupName').trim() || undefined,
			skipUnchanged: parameters.flag('options.skipUnchanged') ?? true,
		};
	},
	async resolve(update, run, updates) {
		const located = await resolveConversation(update, run, updates);
		const isWorthIt = lookUps.get(run) ?? updates.every(({ skipUnchanged }) => skipUnchanged);
		lookUps.set(run, isWorthIt);
		if (!isWorthIt) return located;
		return { ...located, listed: await listedConversation(update.conversation, run, updates) };
	},
	orderedBy: ({ conversationId }) => conversationId,
	async executeTogether(updates, run) {
		const { conversationId, listed } = updates[0]!;
		const applied = listed && applyInOrder(listed, updates);
		if (listed && applied && !bodyOf(listed, applied.state, updates)) {
			const conversation = withoutMessages(listed);
			return updates.map((_update, at) => [
				output({ ...conversation, changed: applied.changed[at] }),
			]);
		}
		const isToBeRead = updates.some(needsToRead);
		const mayDropQuestions = updates.some(({ change }) => changesMetadata(change));
		let stored: Conversation | undefined;
		let written: State | undefined;
		// A write whose answer was lost may be found done when it is read again, and is a change all the same.
		const changed = updates.map(() => false);
		const answer = await updateConversation(run.api, conversationId, async () => {
			if (isToBeRead) stored = await fetchConversation(conversationId, run);
			else if (mayDropQuestions) stored = await lookForQuestions(conversationId, run);
			const applied = applyInOrder(stored, updates);
			applied.changed.forEach((isChange, at) => {
				changed[at] ||= isChange || !stored;
			});
			const body = bodyOf(stored, applied.state, updates);
			written = body && applied.state;
			return body;
		});
		// An answer that is not the conversation does not undo what was written.
		const conversation = withoutMessages(
			answer?.id === conversationId ? answer : { ...stored, ...written, id: conversationId },
		);
		return updates.map((_update, at) => [output({ ...conversation, changed: changed[at] })]);
	},
	hint(outputs, updates) {
		return [hintOfUnchanged(outputs), hintOfNothing(updates)].filter(Boolean).join(' ');
	},
});

function hintOfUnchanged(outputs: Output[][]): string {
	const unchanged = outputs.filter(([item]) => item?.json.changed === false).length;
	return unchanged
		? `${unchanged} of ${outputs.length} items changed nothing, so nothing was written for them. Their output says "changed": false.`
		: '';
}

function hintOfNothing(updates: Update[]): string {
	const places = [...new Set(updates.flatMap(({ nothing }) => nothing))];
	return places.length
		? `Expressions gave nothing for ${places.slice(0, MOST_PLACES_NAMED).join(', ')}${places.length > MOST_PLACES_NAMED ? ' and others' : ''}. These values were left as they are. To remove a value, give null.`
		: '';
}

/** The conversation without its messages and what is ours: only some come along, and how many depends on what was done. */
function withoutMessages(conversation: Partial<Conversation | ConversationSummary>) {
	const rest: Partial<Conversation & ConversationSummary> = {
		...conversation,
		...stateOf(conversation),
	};
	delete rest.messages;
	delete rest.lastMessagePreview;
	return rest;
}

/** A merge starts from what is stored, and only what is known can be seen to stay the same. */
const needsToRead = ({ change, groupName, skipUnchanged }: Update) =>
	skipUnchanged ||
	isMerge(change.mode) ||
	// Nothing to write, but the output is the conversation all the same.
	(change.mode === 'keep' && groupName === undefined);

async function fetchConversation(id: string, { api }: Run): Promise<Conversation> {
	return requireConversation(await getConversation(api, id, FEWEST_MESSAGES), id);
}

/** Whatever becomes of the metadata, the questions that wait in the conversation stay in it, where it can be read. */
async function lookForQuestions(id: string, { api }: Run): Promise<Conversation | undefined> {
	const answer = await getConversation(api, id, FEWEST_MESSAGES);
	return answer?.id === id ? answer : undefined;
}

/** The messages are of no use here, and one is the fewest that come. */
const FEWEST_MESSAGES = 1;

/** What the builder can change, which is not what waits in the conversation. */
const stateOf = ({ metadata, groupName }: Stored): State => ({
	metadata: withoutWaiting(metadata),
	groupName: groupName ?? null,
});

/** The state after all of the updates, and whether each changed it. */
function applyInOrder(stored: Stored | undefined, updates: Update[]) {
	const before: State = stored ? stateOf(stored) : { metadata: null, groupName: null };
	const draft = new MetadataDraft(before.metadata);
	let { groupName } = before;
	const changed = updates.map((update) => {
		const isRenamed = update.groupName !== undefined && update.groupName !== groupName;
		groupName = update.groupName ?? groupName;
		return draft.apply(withoutOurs(update.change)) || isRenamed;
	});
	return { state: { metadata: draft.metadata, groupName }, changed };
}

/** What waits in a conversation is not written by hand. */
const withoutOurs = (change: MetadataChange): MetadataChange => {
	const { metadata } = change;
	if (typeof metadata !== 'object' || metadata === null || !(WAITING_KEY in metadata))
		return change;
	return { ...change, metadata: withoutWaiting({ ...metadata }) ?? {} };
};

/** What is to be written: only what some update means, and by choice only what differs. `undefined`: nothing. */
function bodyOf(stored: Stored | undefined, wanted: State, updates: Update[]) {
	const always = updates.some(({ skipUnchanged }) => !skipUnchanged);
	const known = stored && !always ? stateOf(stored) : undefined;
	const body: JsonObject = {};
	if (updates.some(({ change }) => changesMetadata(change)))
		if (!known || !sameJson(known.metadata, wanted.metadata)) {
			requireExactNumbers(wanted.metadata);
			body.metadata = keepWaiting(stored?.metadata, wanted.metadata);
		}
	if (updates.some(({ groupName }) => groupName !== undefined))
		if (!known || known.groupName !== wanted.groupName) body.group_name = wanted.groupName;
	return Object.keys(body).length ? body : undefined;
}
