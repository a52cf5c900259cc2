import fc from 'fast-check';

import {
	firstAnswer,
	judge,
	saidIn,
	type Question,
	type Said,
} from '../../../nodes/api/dialogue/answer';
import type { Waiting } from '../../../nodes/api/dialogue/waiting';
import type { Message } from '../../../nodes/api/model/types';

const ANN = '+15550100001';
const BOB = '+15550100002';
const at = (second: number) => new Date(Date.UTC(2026, 0, 31, 12) + second * 1_000).toISOString();

const question = (rest: Partial<Question> = {}): Question => ({
	conversationId: 'conv',
	messageId: 'q1',
	text: 'May I?',
	at: at(10),
	before: [],
	expected: { type: 'approval', approveWords: [], declineWords: [] },
	notUnderstood: 'Yes or no?',
	answerFrom: [],
	...rest,
});
const message = (
	id: string,
	second: number,
	body: string,
	rest: Partial<Message> = {},
): Message => ({
	id,
	body,
	fromNumber: ANN,
	toNumber: '+15550100000',
	direction: 'inbound',
	channel: 'imessage',
	receivedAt: at(second),
	...rest,
});
const asked = (id: string, second: number, body = 'May I?', rest: Partial<Message> = {}) =>
	message(id, second, body, { direction: 'outbound', ...rest });
const thumb = (id: string, reactionType: string, second: number, fromNumber = ANN) => ({
	id,
	reactionType,
	fromNumber,
	direction: 'inbound' as const,
	createdAt: at(second),
});
const waitingFor = (...open: Array<[string, number]>): Waiting => ({
	open: open.map(([id, second]) => ({ id, at: at(second), url: 'https://n8n.example.com/' })),
	closed: [],
});
const ONE = waitingFor(['q1', 10]);

const verdictOf = (
	id: string,
	messages: Message[],
	{ of = question(), waiting = ONE }: { of?: Question; waiting?: Waiting } = {},
) => judge(of, saidIn(messages).find((said) => said.id === id)!, messages, waiting);

it.each<[string, Message[], string]>([
	['a plain yes', [asked('q1', 10), message('m', 11, 'yes')], 'answer'],
	['one in the same second', [asked('q1', 10), message('m', 10, 'yes')], 'answer'],
	['one from before', [message('m', 9, 'yes'), asked('q1', 10)], 'notForThis'],
	['an unclear text', [asked('q1', 10), message('m', 11, 'what?')], 'unclear'],
	['a picture without a text', [asked('q1', 10), message('m', 11, '')], 'unclear'],
	[
		'an inline reply to the question',
		[asked('q1', 10), message('m', 11, 'yes', { replyTo: { messageId: 'q1' } })],
		'answer',
	],
	[
		'an inline reply to something else',
		[asked('x', 5), asked('q1', 10), message('m', 11, 'yes', { replyTo: { messageId: 'x' } })],
		'notForThis',
	],
	[
		'an inline reply to the question asked again',
		[
			asked('q1', 10),
			asked('again', 12, 'Yes or no?'),
			message('m', 13, 'yes', { replyTo: { messageId: 'again' } }),
		],
		'answer',
	],
	['a tapback', [asked('q1', 10, 'May I?', { reactions: [thumb('m', 'like', 11)] })], 'answer'],
	['a heart', [asked('q1', 10, 'May I?', { reactions: [thumb('m', 'love', 11)] })], 'notForThis'],
	[
		'a tapback on another message',
		[asked('x', 5, 'Hi', { reactions: [thumb('m', 'like', 11)] }), asked('q1', 10)],
		'notForThis',
	],
	['a tapback as text', [asked('q1', 10), message('m', 11, 'Liked “May I?”')], 'answer'],
	['a tapback as text on another', [asked('q1', 10), message('m', 11, 'Liked “Hi”')], 'notForThis'],
	[
		'one taken back',
		[asked('q1', 10), message('m', 11, 'Removed a like from “May I?”')],
		'notForThis',
	],
])('%s', (_, messages, is) => {
	expect(verdictOf('m', messages).is).toBe(is);
});

it('what was there before is no answer, also within the printed second of the question', () => {
	const messages = [message('m', 10, 'yes'), asked('q1', 10)];
	expect(verdictOf('m', messages, { of: question({ before: ['m'] }) }).is).toBe('notForThis');
});

it('what comes after the limit is no answer', () => {
	const messages = [asked('q1', 10), message('m', 20, 'yes')];
	expect(verdictOf('m', messages, { of: question({ until: at(20) }) }).is).toBe('notForThis');
	expect(verdictOf('m', messages, { of: question({ until: at(21) }) }).is).toBe('answer');
});

it('only who is named may answer, in words and by tapback, however the number is written', () => {
	const of = question({ answerFrom: ['(555) 010-0002'] });
	const messages = [
		asked('q1', 10, 'May I?', {
			reactions: [thumb('r1', 'like', 11), thumb('r2', 'like', 12, BOB)],
		}),
		message('m1', 13, 'yes'),
		message('m2', 14, 'yes', { senderIdentifier: BOB }),
		message('m3', 15, 'yes', { fromNumber: BOB, senderIdentifier: ANN }),
	];
	expect(['r1', 'r2', 'm1', 'm2', 'm3'].map((id) => verdictOf(id, messages, { of }).is)).toEqual([
		'notForThis',
		'answer',
		'notForThis',
		'answer',
		'notForThis',
	]);
});

describe('with several questions', () => {
	const second = question({ messageId: 'q2', at: at(20) });
	const both = waitingFor(['q1', 10], ['q2', 20]);

	it('a plain text is for the latest that was asked before it', () => {
		const messages = [
			asked('q1', 10),
			message('early', 15, 'yes'),
			asked('q2', 20),
			message('late', 25, 'no'),
		];
		const verdicts = (id: string) =>
			[question(), second].map((of) => verdictOf(id, messages, { of, waiting: both }).is);
		expect(verdicts('early')).toEqual(['answer', 'notForThis']);
		expect(verdicts('late')).toEqual(['notForThis', 'answer']);
	});

	it('what was written for a later one that is closed does not answer the older one', () => {
		const messages = [
			asked('q1', 10),
			asked('q2', 20),
			message('m', 25, 'yes'),
			message('n', 30, 'no'),
		];
		const waiting = {
			...ONE,
			closed: [{ id: 'q2', at: at(20), to: at(25), by: 'm' }],
		};
		expect(verdictOf('m', messages, { waiting }).is).toBe('notForThis');
		expect(verdictOf('n', messages, { waiting }).is).toBe('answer');
	});

	it('of two asked in one printed second, the one stored later is the later one', () => {
		const tied = waitingFor(['q1', 10], ['q2', 10]);
		const messages = [asked('q1', 10), asked('q2', 10), message('m', 11, 'yes')];
		const of = question({ messageId: 'q2', at: at(10) });
		expect(verdictOf('m', messages, { waiting: tied }).is).toBe('notForThis');
		expect(verdictOf('m', messages, { of, waiting: tied }).is).toBe('answer');
	});

	it('every text is for one of them at most, whenever they were asked and closed', () => {
		const times = fc.integer({ min: 0, max: 8 });
		fc.assert(
			fc.property(
				fc.array(fc.record({ asked: times, closed: fc.option(fc.integer({ min: 0, max: 12 })) }), {
					minLength: 1,
					maxLength: 5,
				}),
				fc.array(times, { minLength: 1, maxLength: 5 }),
				(drafts, texts) => {
					const questions = drafts
						.map((draft, n) => ({ ...draft, id: `q${n}` }))
						.sort((one, other) => one.asked - other.asked);
					const waiting: Waiting = {
						open: questions
							.filter(({ closed }) => closed === null)
							.map(({ id, asked }) => ({ id, at: at(asked), url: 'https://n8n.example.com/' })),
						closed: [],
					};
					const messages = texts.map((second, n) => message(`m${n}`, second, 'yes'));
					for (const said of saidIn(messages)) {
						const takers = questions
							.filter(({ closed }) => closed === null)
							.filter(
								({ id, asked }) =>
									judge(question({ messageId: id, at: at(asked) }), said, messages, waiting).is ===
									'answer',
							);
						expect(takers.length).toBeLessThanOrEqual(1);
					}
				},
			),
		);
	});
});

describe('what is found', () => {
	it('is the first answer, in the order of time, whatever the order of the list', () => {
		const messages = [
			message('m3', 14, 'no'),
			message('m2', 13, 'yes'),
			message('m1', 12, 'hm'),
			asked('q1', 10),
		];
		for (const list of [messages, [...messages].reverse()])
			expect(firstAnswer(question(), list, ONE)).toMatchObject({
				by: 'm2',
				data: { approved: true, text: 'yes' },
				reply: { messageId: 'm2', from: ANN, text: 'yes', reaction: null, channel: 'imessage' },
			});
	});

	it('is never what the agent itself wrote or reacted with', () => {
		const messages = [
			asked('q1', 10, 'yes', {
				reactions: [{ ...thumb('r', 'like', 11), direction: 'outbound' as const }],
			}),
			asked('x', 12, 'yes'),
		];
		expect(saidIn(messages)).toEqual<Said[]>([]);
		expect(firstAnswer(question(), messages, ONE)).toBeUndefined();
	});

	it('of free text is the text as it is, and no tapback', () => {
		const of = question({ expected: { type: 'freeText' } });
		const messages = [
			asked('q1', 10, 'Where?', { reactions: [thumb('r', 'like', 11)] }),
			message('m', 12, ' 12 Main St.\n'),
		];
		expect(firstAnswer(of, messages, ONE)).toMatchObject({ data: { text: ' 12 Main St.\n' } });
	});
});
