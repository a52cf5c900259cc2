import type { INodeParameters } from 'n8n-workflow';

import { itemsOf } from '../harness/engine/actionNode';
import type { Box } from './box';
import type { Chance } from './chance';
import type { Harm } from './harm';

export type Outcome =
	| { rows: Array<Record<string, unknown>> }
	| { error: Error & Record<string, unknown> };

/** One use of an operation: what is run while things go wrong, and what must be true afterwards. */
export interface Trial {
	run(): Promise<Array<Record<string, unknown>>>;
	judge?(outcome: Outcome, harm: Harm): void | Promise<void>;
}

export type Scenario = (box: Box, chance: Chance) => Trial;

export function runNode(
	box: Box,
	parameters: INodeParameters,
	rows: object[],
	continueOnFail = false,
) {
	return async () => {
		const items = await box.engine.execute(parameters, itemsOf(...rows), { continueOnFail });
		return items.map(({ json }) => json as Record<string, unknown>);
	};
}

/** How often something with this text was sent, and what the node said of it. */
export function judgeSends(
	texts: string[],
	timesOf: (text: string) => number,
	outcome: Outcome,
	harm: Harm,
	uncertainty = /may have been sent/,
) {
	for (const [at, text] of texts.entries()) {
		const times = timesOf(text);
		if (times > 1) harm.add('sends doubled', `${text}, ${times} times`);
		const isDone = 'rows' in outcome && !('error' in outcome.rows[at]);
		if (isDone && times === 0) harm.add('sends told wrongly', `${text} was not sent`);
		if (texts.length > 1 || isDone || times === 0) continue;
		const error = 'error' in outcome ? outcome.error : outcome.rows[at];
		const told = JSON.stringify([error.message, error.description, error.error]);
		if (!uncertainty.test(told))
			harm.add('sends told wrongly', `${text} was sent, the node says ${told}`);
	}
}

export function judgeRows(expected: string[], outcome: Outcome, harm: Harm) {
	if ('error' in outcome || outcome.rows.some((row) => 'error' in row)) return;
	const found = outcome.rows.map(({ id }) => String(id));
	if (JSON.stringify(found) !== JSON.stringify(expected))
		harm.add('rows lost or doubled', `${found.length} of ${expected.length}`);
}

export function judgeRowCount(rows: object[], harm: Harm) {
	if (rows.length !== 1) harm.add('rows lost or doubled', `${rows.length} items of one`);
}
