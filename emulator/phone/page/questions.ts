import type { Conversation, Message } from '../../data/model';
import { shorten, textOf } from './bubble';
import type { Chat } from './phone';

/** Where n8n's nodes keep word of the questions that wait. AgentPhone itself knows nothing of it. */
const WAITING_KEY = 'n8nWaiting';

/** Which questions of the workflows wait for an answer, and by what those were answered that no longer do. */
export class Questions {
	/** By the message that asked: what answered it, `null` while it waits. */
	private readonly answers = new Map<string, string | null>();

	/** To be told of a chat before and after each change of it. */
	take({ conversation, messages }: Chat): void {
		const open = openIn(conversation);
		for (const id of open) if (!this.answers.has(id)) this.answers.set(id, null);
		for (const { id } of messages)
			if (this.answers.get(id) === null && !open.includes(id))
				this.answers.set(id, answerTo(id, messages));
	}

	/** Said under the message that asked; empty of every other. */
	stateOf({ id }: Message): string {
		const answer = this.answers.get(id);
		if (answer === undefined) return '';
		return answer === null ? 'Waits for an answer' : answer && `Answered by ${answer}`;
	}
}

function openIn({ metadata }: Conversation): string[] {
	const waiting = metadata?.[WAITING_KEY] as { open?: Array<{ id?: unknown }> } | undefined;
	return (Array.isArray(waiting?.open) ? waiting.open : []).flatMap(({ id }) =>
		typeof id === 'string' ? id : [],
	);
}

/** What the person did last: a reaction to the question itself, or what they wrote after it. */
function answerTo(id: string, messages: Message[]): string {
	const at = messages.findIndex((message) => message.id === id);
	const reaction = messages[at]?.reactions.findLast(({ direction }) => direction === 'inbound');
	if (reaction) return `the reaction ${reaction.reactionType}`;
	const reply = messages.slice(at + 1).findLast(({ direction }) => direction === 'inbound');
	return reply ? `“${shorten(textOf(reply), 40)}”` : '';
}
