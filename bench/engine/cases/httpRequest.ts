/** The ways in which n8n's HTTP Request node is set up for many items. */
import type { IDataObject } from 'n8n-workflow';

import type { RunOptions } from '../../../test/harness/engine/engine';
import type { Contender } from '../../measure';

/** Makes a contender that does the job with the HTTP Request node. */
export type MakeHttpRequest = (
	name: string,
	options?: IDataObject,
	runOptions?: RunOptions,
) => Contender;

/**
 * The HTTP Request node's option Batching as n8n fills it in: 50 items, then a second's pause. Without it the node
 * makes the requests of all items at the same moment.
 */
export const batching = { batching: { batch: { batchSize: 50, batchInterval: 1000 } } };

/** A contender that goes on with the next item where one fails. */
export const continuing = (
	make: MakeHttpRequest,
	name: string,
	options?: IDataObject,
): Contender => ({
	...make(`${name}, On Error: Continue`, options, { continueOnFail: true }),
	mayLose: true,
});
