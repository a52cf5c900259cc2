import fc from 'fast-check';

import {
	isKnownChannel,
	isVoiceTurn,
	isWanted,
	readEnvelope,
	readMediaUrls,
	simplify,
	type Envelope,
	type Wanted,
} from '../../../nodes/api/webhook/events';
import { SAMPLES } from '../../../nodes/AgentPhoneTrigger/samples';

const everything: Wanted = {
	events: ['agent.message', 'agent.reaction', 'agent.call_ended'],
	channels: ['sms', 'mms', 'imessage', 'whatsapp'],
	from: undefined,
	includeOutbound: false,
};
const { sampleMessage, sampleGroupMessage, sampleReaction, sampleCallEnded, sampleVoiceTurn } =
	SAMPLES;
const changed = (envelope: Envelope, data: object, rest: object = {}): Envelope => ({
	...envelope,
	...rest,
	data: { ...envelope.data, ...data },
});

describe('isWanted', () => {
	it.each<[string, Envelope, Partial<Wanted>, boolean]>([
		['a message', sampleMessage, {}, true],
		['a message, of no wanted event', sampleMessage, { events: ['agent.reaction'] }, false],
		['no event at all', sampleMessage, { events: [] }, false],
		['a message on another channel', sampleMessage, { channels: ['sms'] }, false],
		[
			'a message whose channel is not known',
			changed(sampleMessage, {}, { channel: null }),
			{},
			true,
		],
		['a reaction on another channel', sampleReaction, { channels: ['sms'] }, false],
		['an ended call, though voice is not wanted', sampleCallEnded, {}, true],
		['a voice turn', sampleVoiceTurn, {}, false],
		['a voice turn, with voice', sampleVoiceTurn, { channels: ['voice'] }, true],
		['our own message', changed(sampleMessage, { direction: 'outbound' }), {}, false],
		[
			'our own message, with outbound',
			changed(sampleMessage, { direction: 'outbound' }),
			{ includeOutbound: true },
			true,
		],
		['our own reaction', changed(sampleReaction, { direction: 'outbound' }), {}, false],
		[
			'a voice turn in an outbound call',
			changed(sampleVoiceTurn, { direction: 'outbound' }),
			{ channels: ['voice'] },
			true,
		],
		[
			'from nobody, where senders were asked for and none was named',
			sampleMessage,
			{ from: [] },
			false,
		],
		['a text message', changed(sampleMessage, {}, { channel: 'sms' }), {}, true],
		['a text message with media', changed(sampleMessage, {}, { channel: 'mms' }), {}, true],
		['a message by WhatsApp', changed(sampleMessage, {}, { channel: 'whatsapp' }), {}, true],
		[
			'a message on a channel of the future',
			changed(sampleMessage, {}, { channel: 'rcs' }),
			{},
			false,
		],
		[
			'a message on a channel of the future, with other events',
			changed(sampleMessage, {}, { channel: 'rcs' }),
			{ events: ['agent.message', 'other'] },
			true,
		],
		[
			'an event of the future',
			changed(sampleMessage, {}, { event: 'agent.contact_shared' }),
			{},
			false,
		],
		[
			'an event of the future, with other events',
			changed(sampleMessage, {}, { event: 'agent.contact_shared' }),
			{ events: ['other'] },
			true,
		],
		['from the sender', sampleMessage, { from: ['+1 555 010 0001'] }, true],
		['from the sender, without a country code', sampleMessage, { from: ['555 010 0001'] }, true],
		['from another sender', sampleMessage, { from: ['+1 555 010 0002'] }, false],
		['of the reacting person', sampleReaction, { from: ['15550100001'] }, true],
		[
			'of a member of a group',
			changed(sampleGroupMessage, { from: 'grp_sample', senderIdentifier: 'Ada@Example.com' }),
			{ from: ['ada@example.com'] },
			true,
		],
		[
			'of the one who was called',
			changed(sampleCallEnded, { direction: 'outbound', from: '+15550100000', to: '+15550100001' }),
			{ from: ['+15550100001'] },
			true,
		],
	])('%s', (_case, envelope, wanted, expected) => {
		expect(isWanted(envelope, { ...everything, ...wanted })).toBe(expected);
	});
});

it.each<[string, Envelope, boolean]>([
	['somebody speaks in a call', sampleVoiceTurn, true],
	['a call has ended', sampleCallEnded, false],
	['somebody writes', sampleMessage, false],
])('%s: a voice turn %p', (_what, envelope, is) => {
	expect(isVoiceTurn(envelope)).toBe(is);
});

it.each<[unknown, boolean]>([
	['sms', true],
	['mms', true],
	['imessage', true],
	['whatsapp', true],
	['voice', true],
	[null, true],
	[undefined, true],
	['rcs', false],
	['', false],
	[7, false],
])('a channel %p is known: %p', (channel, is) => {
	expect(isKnownChannel(channel)).toBe(is);
});

describe('simplify', () => {
	it('gives all that AgentPhone says of a message', () => {
		const { data, conversationState, recentHistory } = sampleMessage;
		expect(simplify(sampleMessage)).toStrictEqual({
			event: 'agent.message',
			channel: 'imessage',
			conversationId: 'conv_sample',
			messageId: 'msg_sample_3',
			agentId: 'agt_sample',
			numberId: 'num_sample',
			from: '+15550100001',
			to: '+15550100000',
			replyTo: '+15550100001',
			text: 'For two, at eight please',
			mediaUrls: [],
			reaction: null,
			direction: 'inbound',
			receivedAt: '2026-01-31T12:00:00Z',
			contact: data.contact,
			state: conversationState,
			history: recentHistory,
		});
	});

	it('gives null for what AgentPhone does not say, and for what is not of the event', () => {
		const nothing = { event: 'agent.message', data: { reactionType: 'love', message: 7 } };
		expect(simplify(nothing as unknown as Envelope)).toStrictEqual({
			event: 'agent.message',
			channel: null,
			conversationId: null,
			messageId: null,
			agentId: null,
			numberId: null,
			from: null,
			to: null,
			replyTo: null,
			text: '',
			mediaUrls: [],
			reaction: null,
			direction: null,
			receivedAt: null,
			contact: null,
			state: null,
			history: [],
		});
	});

	it('takes the time of the event that says most exactly when it was', () => {
		const times = { receivedAt: 'received', createdAt: 'created', endedAt: 'ended' };
		const at = (data: object) =>
			simplify(changed(sampleMessage, { ...times, ...data }, { timestamp: 'sent' })).receivedAt;
		expect(at({})).toBe('received');
		expect(at({ receivedAt: null })).toBe('created');
		expect(at({ receivedAt: null, createdAt: null })).toBe('ended');
		expect(at({ receivedAt: null, createdAt: null, endedAt: null })).toBe('sent');
	});

	it('takes the ID of a message from its delivery only where it is the delivery of a message', () => {
		const id = 'del_msg_8f2a_num_61c0';
		const unnamed = { messageId: undefined };
		expect(simplify(changed(sampleMessage, unnamed), id).messageId).toBe('msg_8f2a');
		expect(simplify(changed(sampleReaction, unnamed), id).messageId).toBeNull();
		expect(simplify(sampleCallEnded, id).messageId).toBeNull();
		const test = changed(sampleMessage, unnamed, { conversationState: { testMode: true } });
		expect(simplify(test, id).messageId).toBeNull();
	});

	it('names a group of which only the ID is known', () => {
		expect(simplify(changed(sampleMessage, { groupId: 'grp_9' }))).toMatchObject({
			replyTo: 'grp_9',
			groupId: 'grp_9',
			groupName: null,
			participants: [],
		});
	});

	it('gives the same fields for each event, and what only groups and calls have on top', () => {
		const always = Object.keys(simplify(sampleMessage));
		const more = (envelope: Envelope) =>
			Object.keys(simplify(envelope)).filter((field) => !always.includes(field));
		for (const sample of Object.values(SAMPLES))
			expect(Object.keys(simplify(sample))).toEqual(expect.arrayContaining(always));
		expect(more(sampleReaction)).toEqual([]);
		expect(more(sampleGroupMessage)).toEqual(['groupId', 'groupName', 'participants']);
		expect(more(sampleCallEnded)).toEqual(['call']);
		expect(more(sampleVoiceTurn)).toEqual(['call']);
	});

	it('answers a group in the group, and our own message to its recipient', () => {
		expect(simplify(sampleGroupMessage)).toMatchObject({
			from: '+15550100001',
			replyTo: 'grp_sample',
			groupId: 'grp_sample',
		});
		const own = { direction: 'outbound', from: '+15550100000', to: '+15550100001' };
		expect(simplify(changed(sampleMessage, own))).toMatchObject({
			from: '+15550100000',
			replyTo: '+15550100001',
		});
	});

	it('names the group and who is in it', () => {
		expect(simplify(sampleGroupMessage)).toMatchObject({
			groupName: 'Dinner',
			participants: [
				{ identifier: '+15550100001', name: 'Ada Lovelace' },
				{ name: 'Grace Hopper' },
			],
		});
	});

	it('does not answer a group privately when its ID is missing', () => {
		const group = { name: 'Dinner', participants: [] };
		expect(simplify(changed(sampleGroupMessage, { group })).replyTo).toBeNull();
	});

	it('of our own reaction answers nobody but the person', () => {
		const own = { direction: 'outbound', fromNumber: '+15550100000' };
		expect(simplify(changed(sampleReaction, own)).replyTo).toBeNull();
		expect(simplify(changed(sampleReaction, { ...own, to: '+15550100001' })).replyTo).toBe(
			'+15550100001',
		);
	});

	it('marks a test delivery, and only that', () => {
		const test = changed(
			sampleMessage,
			{ messageId: undefined },
			{ conversationState: { testMode: true } },
		);
		expect(simplify(test).isTest).toBe(true);
		expect(
			simplify(changed(sampleMessage, {}, { conversationState: { testMode: true } })),
		).not.toHaveProperty('isTest');
	});

	it.each([
		['del_cmq0ho43a02mx8xzadsqzhrfs_cmq0num', {}, 'cmq0ho43a02mx8xzadsqzhrfs'],
		['del_msg_8f2a_num_61c0', {}, 'msg_8f2a'],
		['del_a_b_c_d', { numberId: 'c_d' }, 'a_b'],
		['evt_msg_8f2a_num_61c0', { numberId: 'num_61c0' }, null],
		['evt_del_msg_8f2a_num_61c0', {}, null],
		['del_msg_8f2a_num_61c0_2', {}, null],
		['del__num_61c0', { numberId: 'num_61c0' }, null],
		['6b1f0c5e-0000-4000-8000-000000000000', {}, null],
		['del_', {}, null],
		['', {}, null],
	])(
		'takes the ID of the message from the delivery %s where the body has none',
		(id, data, expected) => {
			const envelope = changed(sampleMessage, { messageId: undefined, numberId: null, ...data });
			expect(simplify(envelope, id).messageId).toBe(expected);
			expect(simplify(sampleMessage, id).messageId).toBe('msg_sample_3');
		},
	);

	it('of a reaction names what was reacted to', () => {
		expect(simplify(sampleReaction)).toMatchObject({
			reaction: 'love',
			messageId: 'msg_sample_2',
			text: 'We do. For how many?',
			from: '+15550100001',
			receivedAt: '2026-01-31T12:01:00Z',
		});
	});

	it('of a call keeps what only calls have together', () => {
		expect(simplify(sampleCallEnded)).toMatchObject({
			text: 'The caller moved the reservation to nine.',
			receivedAt: '2026-01-31T12:13:05Z',
			call: { callId: 'call_sample', durationSeconds: 185, callSuccessful: true },
		});
		expect(simplify(sampleVoiceTurn)).toMatchObject({
			text: 'Can I move my table to nine?',
			call: { callId: 'call_sample', confidence: 0.97 },
		});
	});

	it('of a call gives what AgentPhone says, under its names, and nothing else', () => {
		const { data } = sampleCallEnded;
		expect(simplify(sampleCallEnded).call).toStrictEqual({
			callId: 'call_sample',
			status: 'completed',
			startedAt: data.startedAt,
			endedAt: data.endedAt,
			durationSeconds: 185,
			disconnectionReason: 'user_hangup',
			transcript: data.transcript,
			summary: data.summary,
			userSentiment: 'Positive',
			callSuccessful: true,
		});
		expect(simplify(sampleVoiceTurn).call).toStrictEqual({
			callId: 'call_sample',
			status: 'in-progress',
			transcript: 'Can I move my table to nine?',
			confidence: 0.97,
		});
	});

	it('takes any JSON', () => {
		fc.assert(
			fc.property(
				fc.record({ event: fc.string(), data: fc.dictionary(fc.string(), fc.jsonValue()) }),
				fc.dictionary(fc.string(), fc.jsonValue()),
				(core, rest) => {
					const envelope = { ...rest, ...core } as unknown as Envelope;
					isWanted(envelope, { ...everything, events: [core.event], from: ['1'] });
					expect(simplify(envelope).event).toBe(core.event);
				},
			),
		);
	});
});

describe('readMediaUrls', () => {
	it('takes one, all, or both, each once', () => {
		const media = (data: object) => readMediaUrls(changed(sampleMessage, data));
		expect(media({ mediaUrl: 'a', mediaUrls: undefined })).toEqual(['a']);
		expect(media({ mediaUrl: 'a', mediaUrls: ['a', 'b'] })).toEqual(['a', 'b']);
		expect(media({ mediaUrl: null, mediaUrls: [] })).toEqual([]);
		expect(media({ mediaUrl: '', mediaUrls: ['', 'a', 7, null] })).toEqual(['a']);
		expect(readMediaUrls(changed(sampleReaction, { messageMediaUrl: 'c' }))).toEqual(['c']);
	});
});

describe('readEnvelope', () => {
	it('reads what AgentPhone sends', () => {
		expect(readEnvelope(Buffer.from(JSON.stringify(sampleMessage)))).toEqual(sampleMessage);
	});

	it('does not mind a byte order mark, and keeps one that somebody wrote', () => {
		const envelope = changed(sampleMessage, { message: 'a\ufeffb' });
		const bytes = Buffer.from(`\ufeff${JSON.stringify(envelope)}`);
		expect(readEnvelope(bytes)).toEqual(envelope);
		expect(readEnvelope(Buffer.from(JSON.stringify(envelope)))).toEqual(envelope);
	});

	it.each(['', 'null', '7', '[]', '{}', '{"event":"agent.message"}', '{"event":7,"data":{}}', '{'])(
		'gives nothing for %s',
		(text) => {
			expect(readEnvelope(Buffer.from(text))).toBeUndefined();
		},
	);
});
