import { sameAddress } from '../model/address';
import { isAtOrAfter, isBefore, parseTimestamp } from '../model/timestamps';
import type { Message, Timestamp } from '../model/types';
import { understandApproval, understandThumb, type Decision } from './approval';
import { understandChoice } from './choice';
import { isQuotedFrom, readTextTapback } from './textTapback';
import type { Waiting } from './waiting';

/** What answers a question. */
export type Expected =
	| { type: 'approval'; approveWords: string[]; declineWords: string[] }
	| { type: 'choice'; choices: string[] }
	| { type: 'freeText' };

/** A question as the node that asked remembers it, in its own execution. */
export interface Question {
	conversationId: string;
	/** The message that asked. */
	messageId: string;
	text: string;
	at: Timestamp;
	/** When it stops waiting; never, where it is missing. */
	until?: Timestamp;
	/** Messages that were there before, and have the same printed time. */
	before: string[];
	expected: Expected;
	/** What an unclear answer is answered with. Empty: nothing, and it starts the workflow as any message does. */
	notUnderstood: string;
	/** Who may answer; everybody in the conversation where it is empty. */
	answerFrom: string[];
}

/** Something that a person wrote or reacted with. */
export interface Said {
	/** Of the message, or of the reaction. */
	id: string;
	/** The message that was written, or reacted to. */
	messageId: string;
	/** The message that it is about; `null` for a plain text. */
	about: string | null;
	from: string;
	text: string;
	reaction: string | null;
	channel: string | null;
	receivedAt: Timestamp;
}

/** The answer as the item has it. */
export interface Answer {
	data: { approved?: boolean; choice?: string; text: string; chatInput?: string };
	reply: {
		messageId: string;
		from: string;
		text: string;
		reaction: string | null;
		channel: string | null;
		receivedAt: Timestamp;
	};
}

export type Verdict =
	| { is: 'answer'; answer: Answer }
	/** It is for this question, and fits no answer to it. */
	| { is: 'unclear' }
	/** It is for another question or for none, from before the question, or of somebody who may not answer. */
	| { is: 'notForThis' };

/** What people said in a conversation, oldest first. */
export function saidIn(messages: readonly Message[]): Said[] {
	return messages
		.flatMap((message) => [...written(message), ...reactions(message)])
		.sort((one, other) => parseTimestamp(one.receivedAt) - parseTimestamp(other.receivedAt));
}

/**
 * Judges what somebody said by what AgentPhone shows of the conversation, and by nothing else.
 *
 * An inline reply or a tapback is for the message that it is about, a plain text for the latest question that was open
 * when it was written.
 *
 * @param waiting the questions of the conversation, this one among them
 */
export function judge(
	question: Question,
	said: Said,
	messages: readonly Message[],
	waiting: Waiting,
): Verdict {
	const isLater =
		isAtOrAfter(said.receivedAt, parseTimestamp(question.at)) && !question.before.includes(said.id);
	const isTooLate =
		question.until !== undefined && !isBefore(said.receivedAt, parseTimestamp(question.until));
	if (!isLater || isTooLate || !mayAnswer(question, said)) return NOT_FOR_THIS;
	const tapback = said.reaction === null ? readTextTapback(said.text) : undefined;
	const isForThis = tapback
		? isQuotedFrom(question.text, tapback.quoted)
		: said.about === null
			? !isForAnother(question, said, waiting)
			: asking(question, messages).has(said.about);
	if (!isForThis) return NOT_FOR_THIS;
	const reaction = said.reaction ?? tapback?.reaction;
	const data = reaction === undefined ? understand(question.expected, said.text) : thumb();
	function thumb() {
		const decision = question.expected.type === 'approval' && understandThumb(reaction!);
		return decision ? approval(decision, said.text) : undefined;
	}
	if (data) return { is: 'answer', answer: { data, reply: replyOf(said) } };
	// A heart or a laugh is no answer, and no reason to ask again.
	return reaction === undefined ? { is: 'unclear' } : NOT_FOR_THIS;
}

const NOT_FOR_THIS: Verdict = { is: 'notForThis' };

/** The first of what was said that answers the question. */
export function firstAnswer(
	question: Question,
	messages: readonly Message[],
	waiting: Waiting,
): (Answer & { by: string }) | undefined {
	for (const said of saidIn(messages)) {
		const verdict = judge(question, said, messages, waiting);
		if (verdict.is === 'answer') return { ...verdict.answer, by: said.id };
	}
	return undefined;
}

/** Whether an unclear answer was answered with the same question again. */
export function wasAskedAgain(
	{ notUnderstood }: Question,
	said: Said,
	messages: readonly Message[],
): boolean {
	return messages.some(
		({ direction, body, receivedAt }) =>
			direction === 'outbound' &&
			body === notUnderstood &&
			isAtOrAfter(receivedAt ?? '', parseTimestamp(said.receivedAt)),
	);
}

/** The messages that ask the question: the first one, and those that asked again. */
function asking(question: Question, messages: readonly Message[]): Set<string> {
	const repeats = messages.filter(
		({ direction, body, receivedAt }) =>
			direction === 'outbound' &&
			question.notUnderstood !== '' &&
			body === question.notUnderstood &&
			isAtOrAfter(receivedAt ?? '', parseTimestamp(question.at)),
	);
	return new Set([question.messageId, ...repeats.map(({ id }) => id)]);
}

function mayAnswer({ answerFrom }: Question, { from }: Said): boolean {
	return !answerFrom.length || answerFrom.some((address) => sameAddress(address, from));
}

/** Whether another question was asked after this one and before the text, and was open then. */
function isForAnother(question: Question, said: Said, { open, closed }: Waiting): boolean {
	const time = parseTimestamp(said.receivedAt);
	const [asked, order] = [parseTimestamp(question.at), open.map(({ id }) => id)];
	const isLaterThanThis = (id: string, at: Timestamp) => {
		const other = parseTimestamp(at);
		// Of two that were asked in one printed second, the order in which they were stored tells.
		return (
			other > asked ||
			(other === asked &&
				order.indexOf(id) > order.indexOf(question.messageId) &&
				id !== question.messageId)
		);
	};
	return (
		open.some(
			({ id, at }) => isLaterThanThis(id, at) && isAtOrAfter(said.receivedAt, parseTimestamp(at)),
		) ||
		closed.some(
			({ id, at, to }) =>
				id !== question.messageId &&
				parseTimestamp(at) > asked &&
				isAtOrAfter(said.receivedAt, parseTimestamp(at)) &&
				time <= parseTimestamp(to),
		)
	);
}

function understand(expected: Expected, text: string): Answer['data'] | undefined {
	if (!text.trim()) return undefined;
	switch (expected.type) {
		case 'approval': {
			const decision = understandApproval(text, expected);
			return decision && approval(decision, text);
		}
		case 'choice': {
			const choice = understandChoice(text, expected.choices);
			return choice === undefined ? undefined : { choice, text };
		}
		case 'freeText':
			return { text };
	}
}

/** n8n hands `chatInput` on to the model when it had planned to use a tool. */
const approval = ({ approved, feedback }: Decision, text: string): Answer['data'] => ({
	approved,
	text,
	...(feedback !== undefined && { chatInput: feedback }),
});

const replyOf = ({ messageId, from, text, reaction, channel, receivedAt }: Said) => ({
	messageId,
	from,
	text,
	reaction,
	channel,
	receivedAt,
});

function written(message: Message): Said[] {
	const { id, direction, body, channel, receivedAt, replyTo } = message;
	if (direction !== 'inbound' || !receivedAt) return [];
	const from = message.senderIdentifier || message.fromNumber;
	const about = replyTo?.messageId ?? null;
	return [
		{
			id,
			messageId: id,
			about,
			from,
			text: body ?? '',
			reaction: null,
			channel: channel ?? null,
			receivedAt,
		},
	];
}

function reactions({ id, channel, reactions = [] }: Message): Said[] {
	return reactions.flatMap((reaction) =>
		reaction.direction === 'inbound' && reaction.createdAt
			? {
					id: reaction.id,
					messageId: id,
					about: id,
					from: reaction.fromNumber,
					text: '',
					reaction: reaction.reactionType,
					channel: channel ?? null,
					receivedAt: reaction.createdAt,
				}
			: [],
	);
}
