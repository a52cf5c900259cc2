import type { Envelope } from '../api/webhook/events';

export type SampleName =
	| 'sampleMessage'
	| 'sampleGroupMessage'
	| 'sampleReaction'
	| 'sampleCallEnded'
	| 'sampleVoiceTurn';

const STATE = { stage: 'qualified', name: 'Ada' };
const HISTORY = [
	{
		messageId: 'msg_sample_1',
		content: 'Hi, do you have a table for tonight?',
		direction: 'inbound',
		channel: 'imessage',
		at: '2026-01-31T11:58:00Z',
	},
	{
		messageId: 'msg_sample_2',
		content: 'We do. For how many?',
		direction: 'outbound',
		channel: 'imessage',
		at: '2026-01-31T11:58:20Z',
	},
];
const CONTACT = {
	id: 'ct_sample',
	name: 'Ada Lovelace',
	email: 'ada@example.com',
	phoneNumber: '+15550100001',
};

/** One event of each kind, as AgentPhone sends it, so that a workflow can be built before the first real one. */
export const SAMPLES: Record<SampleName, Envelope> = {
	sampleMessage: {
		event: 'agent.message',
		channel: 'imessage',
		timestamp: '2026-01-31T12:00:00Z',
		agentId: 'agt_sample',
		data: {
			messageId: 'msg_sample_3',
			conversationId: 'conv_sample',
			numberId: 'num_sample',
			from: '+15550100001',
			to: '+15550100000',
			contact: CONTACT,
			message: 'For two, at eight please',
			mediaUrl: null,
			mediaUrls: [],
			direction: 'inbound',
			receivedAt: '2026-01-31T12:00:00Z',
		},
		conversationState: STATE,
		recentHistory: HISTORY,
	},
	sampleGroupMessage: {
		event: 'agent.message',
		channel: 'imessage',
		timestamp: '2026-01-31T12:05:00Z',
		agentId: 'agt_sample',
		data: {
			messageId: 'msg_sample_4',
			conversationId: 'conv_sample_group',
			numberId: 'num_sample',
			from: '+15550100001',
			to: '+15550100000',
			contact: CONTACT,
			message: 'Shall we all meet at eight?',
			mediaUrl: null,
			mediaUrls: [],
			direction: 'inbound',
			receivedAt: '2026-01-31T12:05:00Z',
			senderIdentifier: '+15550100001',
			group: {
				groupId: 'grp_sample',
				groupName: 'Dinner',
				participants: [
					{ identifier: '+15550100001', name: 'Ada Lovelace' },
					{ identifier: '+15550100002', name: 'Grace Hopper' },
				],
			},
		},
		conversationState: null,
		recentHistory: [],
	},
	sampleReaction: {
		event: 'agent.reaction',
		channel: 'imessage',
		timestamp: '2026-01-31T12:01:00Z',
		agentId: 'agt_sample',
		data: {
			conversationId: 'conv_sample',
			numberId: 'num_sample',
			reactionType: 'love',
			fromNumber: '+15550100001',
			direction: 'inbound',
			messageId: 'msg_sample_2',
			messageBody: 'We do. For how many?',
			messageMediaUrl: null,
			messageMediaUrls: [],
			createdAt: '2026-01-31T12:01:00Z',
		},
		conversationState: STATE,
		recentHistory: HISTORY,
	},
	sampleCallEnded: {
		event: 'agent.call_ended',
		channel: 'voice',
		timestamp: '2026-01-31T12:13:05Z',
		agentId: 'agt_sample',
		data: {
			callId: 'call_sample',
			numberId: 'num_sample',
			from: '+15550100001',
			to: '+15550100000',
			contact: CONTACT,
			direction: 'inbound',
			status: 'completed',
			startedAt: '2026-01-31T12:10:00Z',
			endedAt: '2026-01-31T12:13:05Z',
			durationSeconds: 185,
			disconnectionReason: 'user_hangup',
			transcript: [
				{ role: 'user', content: 'Can I move my table to nine?' },
				{ role: 'agent', content: 'Done. See you at nine.' },
			],
			summary: 'The caller moved the reservation to nine.',
			userSentiment: 'Positive',
			callSuccessful: true,
		},
		conversationState: null,
		recentHistory: [],
	},
	sampleVoiceTurn: {
		event: 'agent.message',
		channel: 'voice',
		timestamp: '2026-01-31T12:10:08Z',
		agentId: 'agt_sample',
		data: {
			callId: 'call_sample',
			numberId: 'num_sample',
			from: '+15550100001',
			to: '+15550100000',
			status: 'in-progress',
			transcript: 'Can I move my table to nine?',
			confidence: 0.97,
			direction: 'inbound',
		},
		conversationState: null,
		recentHistory: [],
	},
};
