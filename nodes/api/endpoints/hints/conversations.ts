import type { Hint } from '../../http/hints';

export const renameHints: Hint[] = [
	{
		status: [400],
		text: /group/i,
		hint: 'Only iMessage groups have a name. Check isGroup of the conversation before this node, for example with an If node.',
	},
];

/** Of what only an iMessage conversation shows. */
export const iMessageHints: Hint[] = [
	{
		status: [400],
		hint: 'Typing indicators and backgrounds exist only in iMessage conversations.',
	},
];

export const backgroundHints: Hint[] = [
	{
		status: [400, 422],
		text: /image|JPEG|MB/,
		hint: 'The background must be a public HTTPS address of a JPEG, PNG, GIF, WebP or HEIC image of at most 10 MB.',
	},
	...iMessageHints,
];
