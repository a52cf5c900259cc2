import type { IDataObject } from 'n8n-workflow';

import { markOf } from '../api/model/mark';

/** What one poll began with and left behind: marks of what n8n keeps. */
interface Turn {
	before: string;
	after?: string;
	/** In milliseconds since the epoch; `undefined` while it is under way. */
	endedAt?: number;
}

/** n8n stores what a poll returned a moment later. If it has not by this time, in milliseconds, it failed to. */
const STORED_WITHIN = 30_000;
/** Nodes remembered. */
const MOST_NODES = 1_000;

const turns = new Map<string, Turn>();

/**
 * Lets one poll of a node run at a time, and none before n8n has stored what the last one returned. Starting from the
 * same memory, it would return the same events again. That happens when polls follow each other within seconds, or when
 * one takes longer than the time to the next. A poll without a turn returns nothing; the next poll finds those events.
 *
 * @param node whose polls they are
 * @param kept what n8n has kept since the last poll
 * @param now in milliseconds since the epoch
 * @returns ends the turn, with what is to be kept now; `undefined` where it is not this poll's turn
 */
export function takeTurn(
	node: string,
	kept: IDataObject,
	now: number,
): ((kept: IDataObject, now: number) => void) | undefined {
	const before = markOf(JSON.stringify(kept));
	const last = turns.get(node);
	if (last && (last.endedAt === undefined || isOutdated(before, last, now))) return undefined;
	const turn: Turn = { before };
	turns.delete(node);
	turns.set(node, turn);
	if (turns.size > MOST_NODES) turns.delete(turns.keys().next().value!);
	return (left, endedAt) => {
		turn.after = markOf(JSON.stringify(left));
		turn.endedAt = endedAt;
	};
}

const isOutdated = (before: string, last: Turn, now: number) =>
	before === last.before && before !== last.after && now < last.endedAt! + STORED_WITHIN;

/** Forgets everything, as a restart does. */
export function forgetTurns() {
	turns.clear();
}
