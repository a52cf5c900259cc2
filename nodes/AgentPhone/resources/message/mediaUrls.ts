import type { Message } from '../../../shared/types';

/** All media of a message: the list, or the single one of older messages. */
export function mediaUrlsOf({ mediaUrls, mediaUrl }: Message): string[] {
	if (mediaUrls?.length) return mediaUrls;
	return mediaUrl ? [mediaUrl] : [];
}
