import type { IDataObject } from 'n8n-workflow';

import type { Microseconds } from '../api/model/timestamps';

/** What is remembered from one poll to the next. */
export interface State {
	/** The newest activity when polling began: what is older is not news. */
	start: Microseconds;
	/** The newest activity that was looked at completely. */
	newest: Microseconds;
	/** What a conversation looked like when it was last looked at, by its mark: see {@link file://../api/model/mark.ts}. */
	looked: Map<string, string>;
	/** What was handed on, by its mark, with its time. */
	handed: Map<string, Microseconds>;
	/** Up to when what was handed on may be forgotten, so that nothing of that time is news any more; 0: none is. */
	forgotten: Microseconds;
	/** Where the next poll goes on with the rows of the list of which only a part is looked at each time. */
	turn: number;
}

/**
 * Reads what n8n kept. `undefined` before the first poll, and when another kind of thing was looked for then: polling
 * begins anew.
 */
export function readState({ polled }: IDataObject, kind: string): State | undefined {
	if (typeof polled !== 'object' || polled === null) return undefined;
	const { start, newest, looked, handed, forgotten, turn, kind: before } = polled as IDataObject;
	if (before !== kind || typeof start !== 'number' || typeof newest !== 'number') return undefined;
	return {
		start,
		newest,
		looked: new Map(pairs(looked)),
		handed: new Map(pairs(handed).map(([mark, time]) => [mark, Number(time)])),
		forgotten: Number(forgotten ?? 0),
		turn: Number(turn ?? 0),
	};
}

/** Writes it in few bytes: n8n stores all of it each time. */
export function writeState(data: IDataObject, kind: string, { looked, handed, ...rest }: State) {
	data.polled = { kind, ...rest, looked: join(looked), handed: join(handed) };
}

const pairs = (text: unknown): Array<[string, string]> =>
	typeof text !== 'string' || text === ''
		? []
		: text.split(' ').map((pair) => {
				const [mark = '', value = ''] = pair.split(':');
				return [mark, value];
			});

const join = (map: ReadonlyMap<string, unknown>) =>
	[...map].map(([mark, value]) => `${mark}:${String(value)}`).join(' ');
