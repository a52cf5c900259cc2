import type { Hint } from '../../http/hints';

export const reactionHints: Hint[] = [
	{
		status: [400, 422],
		text: /emoji|custom/i,
		hint: 'This line is too old for custom emoji. Choose one of the six tapbacks instead.',
	},
	{
		status: [400],
		hint: 'Only iMessage and WhatsApp messages can be reacted to. Check the channel of the message before this node, for example with an If node.',
	},
];
