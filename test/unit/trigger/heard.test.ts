import { readHeard, takeWaiting, type Envelope } from '../../../nodes/api/webhook/events';
import { SAMPLES } from '../../../nodes/AgentPhoneTrigger/samples';

const { sampleMessage, sampleGroupMessage, sampleReaction, sampleCallEnded, sampleVoiceTurn } =
	SAMPLES;
const changed = (envelope: Envelope, data: object, rest: object = {}): Envelope => ({
	...envelope,
	...rest,
	data: { ...envelope.data, ...data },
});

describe('what is heard as an answer', () => {
	it('of a message: its text, whose it is and when', () => {
		expect(readHeard(sampleMessage, '')).toEqual({
			conversationId: 'conv_sample',
			messageId: 'msg_sample_3',
			text: 'For two, at eight please',
			reaction: null,
			from: '+15550100001',
			at: '2026-01-31T12:00:00Z',
		});
	});

	it('of a reaction: which it is, and to what', () => {
		expect(readHeard(sampleReaction, 'del_msg_other_num_sample')).toEqual({
			conversationId: 'conv_sample',
			messageId: 'msg_sample_2',
			text: '',
			reaction: 'love',
			from: '+15550100001',
			at: '2026-01-31T12:01:00Z',
		});
	});

	it('of a group: the member of it', () => {
		expect(readHeard(sampleGroupMessage, '')?.from).toBe('+15550100001');
	});

	it.each([
		['a call that ended', sampleCallEnded],
		['an event of the future', changed(sampleMessage, {}, { event: 'agent.contact_shared' })],
		['a voice turn', sampleVoiceTurn],
		['a reaction during a call', changed(sampleReaction, {}, { channel: 'voice' })],
		['our own message', changed(sampleMessage, { direction: 'outbound' })],
		['our own reaction', changed(sampleReaction, { direction: 'outbound' })],
		[
			'a test delivery',
			changed(sampleMessage, { messageId: null }, { conversationState: { testMode: true } }),
		],
	])('%s is none', (_what, envelope) => {
		expect(readHeard(envelope, 'del_msg_1_num_1')).toBeUndefined();
	});

	it('a message that is named by its delivery only', () => {
		const unnamed = changed(sampleMessage, { messageId: undefined });
		expect(readHeard(unnamed, 'del_msg_9_num_sample')?.messageId).toBe('msg_9');
		expect(readHeard(unnamed, 'another')?.messageId).toBeNull();
		// The delivery of a reaction is not that of the message.
		const reaction = changed(sampleReaction, { messageId: undefined });
		expect(readHeard(reaction, 'del_msg_9_num_sample')?.messageId).toBeNull();
	});

	it('of which AgentPhone does not say where, what or when', () => {
		const nothing = { conversationId: null, message: null, receivedAt: null };
		expect(readHeard(changed(sampleMessage, nothing), '')).toMatchObject({
			conversationId: null,
			text: '',
			at: '2026-01-31T12:00:00Z',
		});
		expect(
			readHeard(
				changed(sampleMessage, { receivedAt: null, createdAt: '2026-01-31T11:00:00Z' }),
				'',
			),
		).toMatchObject({ at: '2026-01-31T11:00:00Z' });
	});
});

describe('what is ours in the metadata', () => {
	const question = {
		id: 'msg_asked',
		at: '2026-01-31T11:00:00Z',
		url: 'https://n8n.example.com/webhook-waiting/1',
	};
	const n8nWaiting = { version: 1, open: [question], closed: [] };

	it('is taken out of the event, which is left as it was', () => {
		const state = { stage: 'qualified', n8nWaiting };
		const event = changed(sampleMessage, {}, { conversationState: state });
		const { envelope, waiting } = takeWaiting(event);
		expect(envelope).toEqual({ ...event, conversationState: { stage: 'qualified' } });
		expect(waiting.open).toEqual([expect.objectContaining(question)]);
		expect(event.conversationState).toEqual(state);
	});

	it('is nothing where nothing is asked', () => {
		const { envelope, waiting } = takeWaiting(sampleMessage);
		expect(envelope).toEqual(sampleMessage);
		expect(waiting).toEqual({ open: [], closed: [] });
	});
});
