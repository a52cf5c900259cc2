import type { INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';

import { Api } from '../../api/http/api';
import { mapConcurrently } from '../../api/http/concurrency';
import { fetchMedia } from '../../api/media/media';
import { registeredTimeout, type Settings } from '../settings';

const MEDIA_AT_ONCE = 4;
/** MMS and iMessage carry far less. */
const MAX_BYTES = 100 * 1024 * 1024;

/** Left of the time that AgentPhone waits for the answer, in milliseconds. */
const MARGIN = 2_000;

/**
 * Puts media into the item, as `data`, `data_1`, … A failed download never blocks the event: the item comes out
 * with `mediaErrors`, a list of `{url, reason}`. When the time is up, what is still coming in is stopped, and what has
 * not begun does not begin.
 */
export async function attachMedia(
	context: IWebhookFunctions,
	item: INodeExecutionData,
	urls: readonly string[],
	settings: Settings,
) {
	const { binaryPropertyName: name, waitForPause } = settings;
	const timeout = Math.floor(registeredTimeout(settings) - waitForPause);
	if (!urls.length) return;
	const api = await Api.for(context);
	const signal = AbortSignal.timeout(Math.max(timeout * 1_000 - MARGIN, MARGIN));
	const late = `It took longer than AgentPhone waits for an answer (${timeout} seconds). Download it with Message: Download Media.`;
	const media = await mapConcurrently(urls, MEDIA_AT_ONCE, async (url) => {
		try {
			const fetching = fetchMedia(context, api, url, { maxBytes: MAX_BYTES, signal });
			return { url, file: await Promise.race([fetching, untilAborted(signal)]) };
		} catch (error) {
			return { url, reason: signal.aborted ? late : (error as Error).message };
		}
	});
	const files = media.flatMap(({ file }) => file ?? []);
	const failed = media.flatMap(({ url, reason }) => (reason === undefined ? [] : { url, reason }));
	if (files.length)
		item.binary = Object.fromEntries(files.map((file, at) => [at ? `${name}_${at}` : name, file]));
	if (failed.length) item.json = { ...item.json, mediaErrors: failed };
}

/** Rejects when the signal is aborted: a host that never answers may not notice it at once. */
async function untilAborted(signal: AbortSignal): Promise<never> {
	return await new Promise((_resolve, reject) => {
		const abort = () => reject(signal.reason as Error);
		if (signal.aborted) abort();
		else signal.addEventListener('abort', abort, { once: true });
	});
}
