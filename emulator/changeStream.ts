import { PassThrough, type Readable } from 'node:stream';

import type { Change, Changes } from './data/changes';

/** Milliseconds after which who lost the stream asks for it again. */
const RETRY = 500;

/**
 * Every change from now on as server-sent events (HTML Living Standard, 9.2), one JSON {@link Change} each. What
 * happened before, or while the stream was lost, is not told: read that anew.
 */
export function changeStream(changes: Changes): Readable {
	const stream = new PassThrough();
	const tell = (change: Change) => stream.write(`data: ${JSON.stringify(change)}\n\n`);
	changes.on('change', tell);
	stream.once('close', () => changes.off('change', tell));
	stream.write(`retry: ${RETRY}\n\n`);
	return stream;
}
