import type { INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';

import { Api } from '../../api/http/api';
import { mapConcurrently } from '../../api/http/concurrency';
import { fetchMedia } from '../../api/media/media';
import { after } from './after';
import { readMediaUrls, type Envelope } from '../../api/webhook/events';
import type { Settings } from '../settings';

const MEDIA_AT_ONCE = 4;
/** MMS and iMessage carry far less. */
const MAX_BYTES = 100 * 1024 * 1024;

/** Left of the time that AgentPhone waits for the answer, in milliseconds. */
const MARGIN = 2_000;

/**
 * Puts an event's media into the item, as `data`, `data_1`, … A medium that cannot be had does not cost the event: the
 * item comes out with `mediaErrors`, a list of `{url, reason}`.
 */
export async function attachMedia(
	context: IWebhookFunctions,
	item: INodeExecutionData,
	envelope: Envelope,
	{ binaryPropertyName: name, timeout }: Settings,
) {
	const urls = readMediaUrls(envelope);
	if (!urls.length) return;
	const api = await Api.for(context);
	const late = after(Math.max(timeout * 1_000 - MARGIN, MARGIN)).then(() => {
		throw new Error(
			`It took longer than AgentPhone waits for an answer (${timeout} seconds). Download it with Message: Download Media.`,
		);
	});
	late.catch(() => undefined);
	const media = await mapConcurrently(urls, MEDIA_AT_ONCE, async (url) => {
		try {
			const fetching = fetchMedia(context, api, url, { maxBytes: MAX_BYTES });
			return { url, file: await Promise.race([fetching, late]) };
		} catch (error) {
			return { url, reason: (error as Error).message };
		}
	});
	const files = media.flatMap(({ file }) => file ?? []);
	const failed = media.flatMap(({ url, reason }) => (reason === undefined ? [] : { url, reason }));
	if (files.length)
		item.binary = Object.fromEntries(files.map((file, at) => [at ? `${name}_${at}` : name, file]));
	if (failed.length) item.json = { ...item.json, mediaErrors: failed };
}
