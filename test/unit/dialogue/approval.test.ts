import fc from 'fast-check';

import { inBoth, understandApproval, understandThumb } from '../../../nodes/api/dialogue/approval';

const NONE = { approveWords: [], declineWords: [] };
const decide = (text: string, own = {}) => understandApproval(text, { ...NONE, ...own });

it.each([
	...['yes', 'Yes', 'YES!!', ' yes. ', 'Yes please', 'yes, thank you', 'ok', 'OK 👍', 'k', 'Yep.'],
	...['sure thing', 'Go ahead', 'yes go ahead please', "that's fine", 'That’s fine', 'Approved'],
	...[
		'Sí',
		'si si',
		'да',
		'はい',
		'👍',
		'👍🏽',
		'👍👍',
		'✅',
		'✔️',
		'ok ok',
		'oh yes',
		'Sounds good, thanks!',
	],
	...['Ｙｅｓ', 'Please do', 'I approve'],
])('%j is a yes', (text) => {
	expect(decide(text)).toEqual({ approved: true });
});

it.each([
	...[
		'no',
		'No.',
		'NO!!!',
		'nope',
		'No thanks',
		'no, thank you',
		'nah',
		'not now',
		'Don’t',
		'do not',
	],
	...['👎', '👎🏿', '❌', '✖️', 'nein', 'não', 'Decline', 'cancel', 'sorry, no', 'I don’t think so'],
])('%j is a no', (text) => {
	expect(decide(text)).toEqual({ approved: false });
});

it.each([
	...['no, call her first', 'No. It is too expensive', 'nope - wait for Bob', 'Don’t send it yet'],
	...[
		'👎 too early',
		'not yet, ask me on Monday',
		'no, what is it about?',
		'No, go ahead without me',
	],
])('%j is a no with feedback', (text) => {
	expect(decide(` ${text}\n`)).toEqual({ approved: false, feedback: text });
});

it.each([
	...[
		'',
		'   ',
		'!!!',
		'maybe',
		'yes, but call her first',
		'yes if he agrees',
		'ok what does it cost?',
	],
	...[
		'yes?',
		'no?',
		'ok?',
		'yes no',
		'no yes',
		'no, wait, yes',
		'no problem',
		'No worries!',
		'not sure',
	],
	...[
		'nobody',
		'yesterday',
		'okra',
		'no one told me',
		'Don’t worry about it',
		'who is this',
		'🤔',
		'thanks',
	],
	...[
		'please',
		'wrong number',
		'the answer is yes',
		'yes I said no',
		'I know',
		'nothing',
		'\u0000',
	],
])('%j is neither', (text) => {
	expect(decide(text)).toBeUndefined();
});

describe('words of the builder', () => {
	it('are added to the usual ones', () => {
		const own = { approveWords: ['Ship it', '1'], declineWords: ['Hold', '2'] };
		expect(decide('ship it!', own)).toEqual({ approved: true });
		expect(decide('1', own)).toEqual({ approved: true });
		expect(decide('yes', own)).toEqual({ approved: true });
		expect(decide('hold', own)).toEqual({ approved: false });
		expect(decide('Hold, the colour is wrong', own)).toEqual({
			approved: false,
			feedback: 'Hold, the colour is wrong',
		});
		expect(decide('ship it')).toBeUndefined();
	});

	it('win over the usual ones', () => {
		expect(decide('no problem', { approveWords: ['no problem'] })).toEqual({ approved: true });
		expect(decide('ok', { declineWords: ['OK'] })).toEqual({ approved: false });
	});

	it('that mean both are named, in any spelling', () => {
		expect(inBoth({ approveWords: ['Go!', 'yes'], declineWords: ['go'] })).toEqual(['Go!']);
	});
});

it.each([
	['like', true],
	['👍', true],
	['👍🏿', true],
	['dislike', false],
	['👎', false],
	['love', undefined],
	['laugh', undefined],
	['question', undefined],
	['removed', undefined],
	['', undefined],
])('the tapback %j means %s', (reaction, approved) => {
	expect(understandThumb(reaction)?.approved).toBe(approved);
});

describe('whatever is written', () => {
	const word = fc.constantFrom(
		'yes',
		'no',
		'ok',
		'not',
		'but',
		'please',
		'call',
		'her',
		'👍',
		'?',
		',',
	);
	const texts = fc.oneof(
		fc.string({ unit: 'grapheme' }),
		fc.array(word, { maxLength: 6 }).map((words) => words.join(' ')),
	);

	it('is never an error, and says the same in capitals and with blanks around it', () => {
		fc.assert(
			fc.property(fc.array(word, { maxLength: 6 }), (words) => {
				const text = words.join(' ');
				expect(decide(`  ${text.toUpperCase()}\n`)?.approved).toBe(decide(text)?.approved);
			}),
		);
	});

	it('is no yes as long as a no or an unknown word is in it', () => {
		const other = fc.constantFrom('no', 'not', 'but', 'call', 'her', 'never');
		fc.assert(
			fc.property(texts, other, texts, (before, not, after) => {
				expect(decide(`${before} ${not} ${after}`)?.approved).not.toBe(true);
			}),
		);
	});

	it('keeps every word of the feedback', () => {
		fc.assert(
			fc.property(texts, (text) => {
				const { feedback } = decide(`no, call ${text}`) ?? {};
				expect(feedback ?? `no, call ${text}`.trim()).toBe(`no, call ${text}`.trim());
			}),
		);
	});
});
