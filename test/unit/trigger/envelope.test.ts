import { messageEnvelope, reactionEnvelope } from '../../../nodes/api/webhook/envelope';
import type { Conversation, Message, Reaction } from '../../../nodes/api/model/types';

const CONVERSATION = {
	id: 'conv_1',
	agentId: 'agt_1',
	phoneNumberId: 'num_1',
	channel: 'imessage',
	metadata: { stage: 'booked' },
} as unknown as Conversation;
const MESSAGE = {
	id: 'msg_2',
	body: 'For two, please',
	fromNumber: '+15550100001',
	toNumber: '+15550100000',
	direction: 'inbound',
	channel: 'sms',
	receivedAt: '2026-01-31T12:00:00Z',
} as Message;
const EARLIER = [
	{
		id: 'msg_0',
		body: 'Hello',
		direction: 'inbound',
		channel: 'sms',
		receivedAt: '2026-01-31T11:00:00Z',
	},
	{ id: 'msg_1', body: 'For how many?', direction: 'outbound' },
] as Message[];
const HISTORY = [
	{
		messageId: 'msg_0',
		content: 'Hello',
		direction: 'inbound',
		channel: 'sms',
		at: '2026-01-31T11:00:00Z',
	},
	{ messageId: 'msg_1', content: 'For how many?', direction: 'outbound', channel: null, at: null },
];
const GROUP = {
	...CONVERSATION,
	isGroup: true,
	groupId: 'grp_1',
	groupName: 'Dinner',
	participants: [{ identifier: '+15550100001', name: 'Ada' }],
} as unknown as Conversation;

describe('a message read from the API is the event that a delivery would have been', () => {
	it('with all that AgentPhone shows', () => {
		expect(messageEnvelope(CONVERSATION, MESSAGE, EARLIER)).toStrictEqual({
			event: 'agent.message',
			channel: 'sms',
			timestamp: '2026-01-31T12:00:00Z',
			agentId: 'agt_1',
			data: {
				conversationId: 'conv_1',
				numberId: 'num_1',
				contact: null,
				messageId: 'msg_2',
				from: '+15550100001',
				to: '+15550100000',
				message: 'For two, please',
				mediaUrl: null,
				mediaUrls: [],
				direction: 'inbound',
				receivedAt: '2026-01-31T12:00:00Z',
			},
			conversationState: { stage: 'booked' },
			recentHistory: HISTORY,
		});
	});

	it('with null for what it does not show', () => {
		const bare = { id: 'conv_1' } as Conversation;
		const message = { id: 'msg_2', body: '', direction: 'inbound' } as Message;
		const envelope = messageEnvelope(bare, message, []);
		expect(envelope).toMatchObject({
			channel: null,
			agentId: null,
			conversationState: null,
			recentHistory: [],
		});
		expect(envelope).not.toHaveProperty('timestamp');
		expect(envelope.data).toMatchObject({ numberId: null, receivedAt: null });
		expect(envelope.data).not.toHaveProperty('group');
		expect(envelope.data).not.toHaveProperty('senderIdentifier');
	});

	it('on the channel of the conversation, where the message has none', () => {
		expect(messageEnvelope(CONVERSATION, { ...MESSAGE, channel: undefined }, []).channel).toBe(
			'imessage',
		);
	});

	it.each([
		[{ mediaUrl: 'a' }, 'a', ['a']],
		[{ mediaUrls: ['a', 'b'] }, 'a', ['a', 'b']],
		[{ mediaUrl: 'b', mediaUrls: ['a', 'b'] }, 'b', ['a', 'b']],
		[{ mediaUrl: 'a', mediaUrls: [] }, 'a', ['a']],
		[{}, null, []],
	])('with its media %j', (media, one, all) => {
		const message = { ...MESSAGE, ...media } as Message;
		expect(messageEnvelope(CONVERSATION, message, []).data).toMatchObject({
			mediaUrl: one,
			mediaUrls: all,
		});
		expect(reactionEnvelope(CONVERSATION, message, {} as Reaction, []).data).toMatchObject({
			messageMediaUrl: one,
			messageMediaUrls: all,
		});
	});

	it('with the group and the member of it who wrote', () => {
		const message = {
			...MESSAGE,
			fromNumber: 'grp_1',
			senderIdentifier: '+15550100001',
		} as Message;
		expect(messageEnvelope(GROUP, message, []).data).toMatchObject({
			from: '+15550100001',
			group: {
				groupId: 'grp_1',
				groupName: 'Dinner',
				participants: [{ identifier: '+15550100001', name: 'Ada' }],
			},
			senderIdentifier: '+15550100001',
		});
		const unnamed = { ...GROUP, groupId: undefined, groupName: undefined, participants: null };
		expect(messageEnvelope(unnamed as Conversation, MESSAGE, []).data).toMatchObject({
			from: '+15550100001',
			group: { groupId: null, groupName: null, participants: [] },
			senderIdentifier: null,
		});
	});
});

describe('a reaction read from the API', () => {
	const reaction = {
		reactionType: 'love',
		fromNumber: '+15550100001',
		direction: 'inbound',
		createdAt: '2026-01-31T12:01:00Z',
	} as Reaction;

	it('is the event that a delivery would have been', () => {
		expect(reactionEnvelope(CONVERSATION, MESSAGE, reaction, EARLIER)).toStrictEqual({
			event: 'agent.reaction',
			channel: 'sms',
			timestamp: '2026-01-31T12:01:00Z',
			agentId: 'agt_1',
			data: {
				conversationId: 'conv_1',
				numberId: 'num_1',
				contact: null,
				messageId: 'msg_2',
				reactionType: 'love',
				fromNumber: '+15550100001',
				direction: 'inbound',
				messageBody: 'For two, please',
				messageMediaUrl: null,
				messageMediaUrls: [],
				createdAt: '2026-01-31T12:01:00Z',
			},
			conversationState: { stage: 'booked' },
			recentHistory: HISTORY,
		});
	});

	it('to a message without text, in a group', () => {
		const { data } = reactionEnvelope(GROUP, { ...MESSAGE, body: '' }, reaction, []);
		expect(data).toMatchObject({ messageBody: null, senderIdentifier: '+15550100001' });
	});
});
