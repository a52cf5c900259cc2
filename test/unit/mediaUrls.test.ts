import { mediaUrlsOf } from '../../nodes/api/model/mediaUrls';
import type { Message } from '../../nodes/api/model/types';

it.each([
	[{ mediaUrls: ['a', 'b'], mediaUrl: 'a' }, ['a', 'b']],
	[{ mediaUrls: [], mediaUrl: 'a' }, ['a']],
	[{ mediaUrl: 'a' }, ['a']],
	[{ mediaUrls: null, mediaUrl: null }, []],
	[{}, []],
])('the media of a message with %j are %j', (media, urls) => {
	expect(mediaUrlsOf(media as Message)).toEqual(urls);
});
