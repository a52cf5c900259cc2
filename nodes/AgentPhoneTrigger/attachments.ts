import type { INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';

import { Api } from '../shared/api';
import { mapConcurrently } from '../shared/concurrency';
import { fetchMedia } from '../shared/media';
import { readMediaUrls, type Envelope } from './events';

const MEDIA_AT_ONCE = 4;
/** MMS and iMessage carry far less. */
const MAX_BYTES = 100 * 1024 * 1024;

/**
 * Puts an event's media into the item, as `data`, `data_1`, … A medium that cannot be had does not cost the event: the
 * item comes out with `mediaErrors`, a list of `{url, reason}`.
 */
export async function attachMedia(
	context: IWebhookFunctions,
	item: INodeExecutionData,
	envelope: Envelope,
	propertyName: string,
) {
	const urls = readMediaUrls(envelope);
	if (!urls.length) return;
	const api = await Api.for(context);
	const media = await mapConcurrently(urls, MEDIA_AT_ONCE, async (url) => {
		try {
			return { url, file: await fetchMedia(context, api, url, { maxBytes: MAX_BYTES }) };
		} catch (error) {
			return { url, reason: (error as Error).message };
		}
	});
	const files = media.flatMap(({ file }) => file ?? []);
	const failed = media.flatMap(({ url, reason }) => (reason === undefined ? [] : { url, reason }));
	if (files.length)
		item.binary = Object.fromEntries(
			files.map((file, at) => [at ? `${propertyName}_${at}` : propertyName, file]),
		);
	if (failed.length) item.json = { ...item.json, mediaErrors: failed };
}
