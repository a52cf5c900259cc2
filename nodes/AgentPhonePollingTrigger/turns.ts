import type { IDataObject } from 'n8n-workflow';

import { markOf } from '../api/model/mark';

/** What one poll began with and left behind: marks of what n8n keeps. */
interface Turn {
	before: string;
	after?: string;
	/** In milliseconds since the epoch; `undefined` while it is under way. */
	endedAt?: number;
}

/** n8n stores what a poll gave a moment after it; what is not stored by then never will be. In milliseconds. */
const STORED_WITHIN = 30_000;
/** Nodes remembered. */
const MOST_NODES = 1_000;

const turns = new Map<string, Turn>();

/**
 * Lets one poll of a node look at a time, and none before n8n has stored what the last one gave: from the same memory it
 * would give the same again. That happens where polls follow each other within seconds, or one takes longer than the
 * time to the next. Whoever has no turn gives nothing; the next poll finds what it would have found.
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
