/**
 * What a trigger posts to a waiting execution, and what that answers. The post is a hint where to look: the waiting node
 * reads the conversation and believes nothing else.
 */
export interface Hint {
	/** The message that asked. */
	question: string;
	/** The message that was written or reacted to; `null` where AgentPhone does not say. */
	messageId: string | null;
	text: string;
	/** The tapback; `null` of a message. */
	reaction: string | null;
	from: string;
	/** When it arrived, as AgentPhone printed it. */
	at: string;
}

/** What somebody wrote or reacted with, for the questions that wait in its conversation. */
export interface Heard extends Omit<Hint, 'question'> {
	/** `null` where AgentPhone does not say; then nothing can be tidied up. */
	conversationId: string | null;
}

/**
 * - `answered`: it is the answer. `askedAgain`: it was unclear, and the question was asked again. Both start nothing.
 * - `notAnAnswer`: it starts the workflow as any message does.
 * - `notThere`: AgentPhone does not show it yet.
 * - `failed`: the waiting node could not find out at the moment.
 */
export type Outcome = 'answered' | 'askedAgain' | 'notAnAnswer' | 'notThere' | 'failed';

const OUTCOMES: readonly unknown[] = [
	'answered',
	'askedAgain',
	'notAnAnswer',
	'notThere',
	'failed',
] satisfies Outcome[];

/** By this key a trigger knows that our node answered, and not n8n in its place: n8n says 200 to what is over, too. */
const KEY = 'agentPhoneQuestion';

export const writeOutcome = (outcome: Outcome) => ({ [KEY]: outcome });

/** @returns `undefined` when somebody else answered */
export function readOutcome(body: unknown): Outcome | undefined {
	const outcome = isObject(body) ? body[KEY] : undefined;
	return OUTCOMES.includes(outcome) ? (outcome as Outcome) : undefined;
}

/** @returns `undefined` when it is none */
export function readHint(body: unknown): Hint | undefined {
	if (!isObject(body)) return undefined;
	const { question, messageId, text, reaction, from, at } = body;
	if (typeof question !== 'string' || !question) return undefined;
	return {
		question,
		messageId: textOrNull(messageId),
		text: textOrNull(text) ?? '',
		reaction: textOrNull(reaction),
		from: textOrNull(from) ?? '',
		at: textOrNull(at) ?? '',
	};
}

const textOrNull = (value: unknown) => (typeof value === 'string' && value ? value : null);
const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
