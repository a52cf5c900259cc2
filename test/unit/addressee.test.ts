import { answerTo, recipientOf } from '../../nodes/api/model/addressee';
import type { Conversation } from '../../nodes/api/model/types';

const conversation = (about: object) => ({ id: 'conv_1', ...about }) as Conversation;

describe('whom a message to a conversation goes to', () => {
	it.each([
		['the participant', { participant: '+15550100199' }, '+15550100199'],
		[
			'the participant, though a group ID is there',
			{ isGroup: false, groupId: 'grp_1', participant: 'a@b.c' },
			'a@b.c',
		],
		['the group', { isGroup: true, groupId: 'grp_1', participant: '+15550100199' }, 'grp_1'],
		[
			'the group, where AgentPhone does not say that it is one',
			{ groupId: 'grp_1', participant: '+15550100199' },
			'grp_1',
		],
		[
			'the group that is named as the participant',
			{ isGroup: true, participant: 'grp_1' },
			'grp_1',
		],
		[
			'nobody in private, where the group has no ID',
			{ isGroup: true, participant: '+15550100199' },
			'',
		],
		[
			'nobody in private, though an address ends like a group ID',
			{ isGroup: true, participant: 'x_grp_1' },
			'',
		],
		['nobody, where AgentPhone names nobody', {}, ''],
		[
			'nobody, where the group has neither',
			{ isGroup: true, groupId: null, participant: null },
			'',
		],
	])('%s', (_who, about, recipient) => {
		expect(recipientOf(conversation(about))).toBe(recipient);
	});
});

describe('an answer', () => {
	it('goes from the number that the conversation is with', () => {
		expect(answerTo(conversation({ participant: '+15550100199', phoneNumberId: 'num_1' }))).toEqual(
			{
				to_number: '+15550100199',
				number_id: 'num_1',
			},
		);
	});

	it.each([
		[{ channel: 'whatsapp' }, true],
		[{ channel: 'whatsapp', messages: [{ channel: 'sms' }] }, true],
		[{ channel: null, messages: [{ channel: 'whatsapp' }, { channel: 'sms' }] }, true],
		[{ messages: [{ channel: 'sms' }, { channel: 'whatsapp' }] }, false],
		[{ channel: 'imessage', messages: [{ channel: 'whatsapp' }] }, false],
		[{ messages: [] }, false],
		[{}, false],
	])('goes by WhatsApp where the conversation does: %j, %p', (about, isWhatsApp) => {
		expect(answerTo(conversation({ participant: '+15550100199', ...about }))).toEqual({
			to_number: '+15550100199',
			...(isWhatsApp && { channel: 'whatsapp' }),
		});
	});

	it('to nobody is refused, with what to do instead', () => {
		expect(() => answerTo(conversation({ isGroup: true }))).toThrow(
			expect.objectContaining({
				message: 'AgentPhone does not say whom this conversation is with, so it cannot be answered',
				advice: expect.stringContaining('Choose To: Participant'),
			}),
		);
	});
});
