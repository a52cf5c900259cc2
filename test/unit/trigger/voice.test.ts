import fc from 'fast-check';

import { simplify } from '../../../nodes/api/webhook/events';
import { SAMPLES } from '../../../nodes/AgentPhoneTrigger/samples';
import { readVoiceAnswer, UnspeakableError } from '../../../nodes/AgentPhoneTrigger/reply/voice';

it.each<[unknown, object]>([
	[{ text: 'Hi' }, { text: 'Hi' }],
	[{ text: 'Hi', other: 7 }, { text: 'Hi' }],
	[{ text: 7 }, { text: '7' }],
	[
		{ text: 'Bye', hangup: 'true' },
		{ text: 'Bye', hangup: true },
	],
	[{ hangup: false }, { hangup: false }],
	[{ action: 'transfer' }, { action: 'transfer' }],
	[{ digits: 1 }, { digits: '1' }],
	[{ text: null, hangup: null, action: '', digits: '12#*' }, { digits: '12#*' }],
	[{ output: 'Hi' }, { text: 'Hi' }],
	[[{ text: 'Hi' }, { text: 'Not me' }], { text: 'Hi' }],
	['  Hi ', { text: 'Hi' }],
	['{"text":"Hi"}', { text: 'Hi' }],
	['[{"text":"Hi"}]', { text: 'Hi' }],
	['{not JSON', { text: '{not JSON' }],
	[Buffer.from('Hi'), { text: 'Hi' }],
	[42, { text: '42' }],
])('%j is answered as %j', (body, answer) => {
	expect(readVoiceAnswer(body)).toEqual(answer);
});

it.each<[unknown, string]>([
	[undefined, 'gave no answer'],
	[null, 'gave no answer'],
	[[], 'gave no answer'],
	['  ', 'is empty'],
	[{}, 'Its fields are: none'],
	[{ id: 7, name: 'x' }, 'Its fields are: id, name'],
	[{ text: { nested: true } }, 'text'],
	[{ hangup: 'maybe' }, 'hangup'],
	[{ action: 'dance' }, 'action'],
	[{ digits: '1a' }, 'digits'],
	[{ message: 'Error in workflow' }, 'failed'],
	[simplify(SAMPLES.sampleVoiceTurn), "the trigger's own item"],
])('%j is refused, and the error says why', (body, why) => {
	expect(() => readVoiceAnswer(body)).toThrow(UnspeakableError);
	expect(() => readVoiceAnswer(body)).toThrow(why);
});

it('anything becomes an object that AgentPhone understands, or is refused', () => {
	fc.assert(
		fc.property(fc.jsonValue(), (body) => {
			let answer;
			try {
				answer = readVoiceAnswer(body);
			} catch (error) {
				expect(error).toBeInstanceOf(UnspeakableError);
				return;
			}
			expect(Object.keys(answer).length).toBeGreaterThan(0);
			for (const key of Object.keys(answer))
				expect(['text', 'hangup', 'action', 'digits']).toContain(key);
		}),
	);
});
