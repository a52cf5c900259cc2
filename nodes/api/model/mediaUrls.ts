import type { Message } from './types';

/** All media of a message: the list, or the single one of older messages. */
export function mediaUrlsOf({ mediaUrls, mediaUrl }: Message): string[] {
	if (mediaUrls?.length) return mediaUrls;
	return mediaUrl ? [mediaUrl] : [];
}
