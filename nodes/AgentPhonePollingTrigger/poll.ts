import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { resumeQuestion } from '../api/dialogue/resume';
import { toNodeError } from '../api/errors/nodeError';
import { Api } from '../api/http/api';
import { readHeard, takeWaiting, type Envelope } from '../api/webhook/events';
import { findActive, findChanged } from './find/changed';
import { beginning } from './find/conversations';
import type { Look } from './find/look';
import { findMessages, type Taken } from './find/messages';
import { findReactions } from './find/reactions';
import { eventOfMessage, eventOfReaction, itemOf, itemOfConversation } from './items';
import { readerOf } from './reader';
import { newestItem } from './sample';
import { readSettings, type Settings } from './settings';
import { readState, writeState, type State } from './state';
import { takeTurn } from './turns';

/** n8n gives a poll up after 45 seconds; so much of it is for looking, the rest for what was begun. */
const BUDGET = 45_000;
const FOR_LOOKING = 0.5;
/** What AgentPhone asks to wait for longer is left for the next poll. */
const PATIENCE = { attempts: 2, answer: 10_000, longestRetryAfter: 10_000 };

/**
 * Looks at AgentPhone once. What was found is remembered together with the items, so that each event starts the workflow
 * once: n8n stores both.
 *
 * @returns `null` when there is nothing new
 */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	try {
		const settings = readSettings(context);
		const began = Date.now();
		const limit = context.getPollBudgetMs?.();
		const budget = Math.min(limit ?? BUDGET, BUDGET);
		const look: Look = {
			reader: readerOf(await Api.for(context, PATIENCE)),
			filters: settings.filters,
			hasTime: () => Date.now() - began < budget * FOR_LOOKING,
		};
		const isGivenUp = () => limit !== undefined && Date.now() - began >= limit;
		if (context.getMode() === 'manual') return asOutput(await newestItem(look, settings));

		const data = context.getWorkflowStaticData('node');
		const node = `${context.getWorkflow().id}/${context.getNode().id}`;
		const endTurn = takeTurn(node, data, Date.now());
		if (!endTurn) return null;
		try {
			return asOutput(
				// What n8n has given up it stores nothing of, so nothing may come of it.
				await goOn(look, settings, data, async (event) =>
					isGivenUp() ? 'later' : await answer(context, event),
				),
			);
		} finally {
			endTurn(data, Date.now());
		}
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

/** Finds what is new since the last poll, and remembers it. The first poll only remembers where things stand. */
async function goOn(
	look: Look,
	settings: Settings,
	data: IDataObject,
	take: (event: Envelope) => Promise<Taken>,
): Promise<INodeExecutionData[]> {
	const kind = kindOf(settings);
	const before = readState(data, kind);
	const found = before
		? await find(look, settings, before, take)
		: await find(look, settings, await beginning(look), async () => 'done');
	writeState(data, kind, found.state);
	return before ? found.items : [];
}

/** What is remembered is of one kind of thing: of another, it would say nothing. */
const kindOf = ({ event, metadataChanges }: Settings) =>
	event === 'conversation' && metadataChanges ? 'conversationOrMetadata' : event;

const asOutput = (items: INodeExecutionData[]) => (items.length ? [items] : null);

/** Finds what is new, and makes items of it. */
async function find(
	look: Look,
	settings: Settings,
	before: State,
	take: (event: Envelope) => Promise<Taken>,
): Promise<{ items: INodeExecutionData[]; state: State }> {
	switch (settings.event) {
		case 'message': {
			const { things, state } = await findMessages(
				look,
				before,
				async (found) => await take(eventOfMessage(found, settings)),
			);
			const items = things.map((found) => itemOf(eventOfMessage(found, settings), settings));
			return { items, state };
		}
		case 'reaction': {
			const { things, state } = await findReactions(
				look,
				before,
				async (found) => await take(eventOfReaction(found, settings)),
			);
			const items = things.map((found) => itemOf(eventOfReaction(found, settings), settings));
			return { items, state };
		}
		case 'conversation': {
			const found = settings.metadataChanges
				? await findChanged(look, before)
				: await findActive(look, before);
			return { items: found.things.map(itemOfConversation), state: found.state };
		}
	}
}

/** Hands an answer to the execution that waits for it; everything else starts the workflow. */
async function answer(context: IPollFunctions, event: Envelope): Promise<Taken> {
	const { waiting } = takeWaiting(event);
	const heard = waiting.open.length ? readHeard(event, '') : undefined;
	if (!heard) return 'given';
	const resumption = await resumeQuestion(context, waiting, heard, context.getInstanceBaseUrl());
	if (resumption === 'resumed') return 'done';
	return resumption === 'later' ? 'later' : 'given';
}
