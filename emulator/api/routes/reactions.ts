import type { AgentPhone } from 'agentphone';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

import type { Box } from '../../box';
import { badRequest } from '../errors';
import { read } from '../validation';
import { findMessage } from './scope';

const TAPBACKS = ['love', 'like', 'dislike', 'laugh', 'emphasize', 'question'];
const reactionRequest = z.object({ reaction: z.string().min(1) });

export function reactionRoutes(app: FastifyInstance, { store, dialect, events }: Box): void {
	app.post<{ Params: { id: string } }>('/messages/:id/reactions', async (request) => {
		const { message, conversation } = findMessage(store, request.params.id, request);
		const { reaction: reactionType } = read('body', reactionRequest, request.body);
		const number = store.number(conversation.phoneNumberId)!;
		const channel = dialect.reactionNeeds === 'iMessageMessage' ? message.channel : number.type;
		if (channel !== 'imessage' && message.channel !== 'whatsapp')
			throw badRequest('Reactions are only supported for iMessage messages');
		if (!TAPBACKS.includes(reactionType)) {
			if (!/\p{Extended_Pictographic}|\p{Emoji_Presentation}/u.test(reactionType))
				throw badRequest(`Unknown reaction: use ${TAPBACKS.join(', ')}, or an emoji`);
			if (!number.supportsEmojiReactions)
				throw badRequest('This line does not support custom emoji reactions; upgrade the line');
		}
		const reaction = store.addReaction(message.id, { reactionType, direction: 'outbound' });
		if (dialect.outboundEvents) void events.reaction(conversation, message, reaction);
		return {
			id: reaction.id,
			reaction_type: reaction.reactionType,
			message_id: message.id,
			channel: message.channel === 'whatsapp' ? 'whatsapp' : 'imessage',
		} satisfies AgentPhone.SendReactionResponse;
	});
}
