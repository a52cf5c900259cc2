import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import {
	firstAnswer,
	judge,
	saidIn,
	wasAskedAgain,
	type Answer,
	type Question,
	type Said,
} from '../../api/dialogue/answer';
import { readHint, writeOutcome, type Hint, type Outcome } from '../../api/dialogue/protocol';
import { messagesOf } from '../../api/conversation/messagesOf';
import { changeWaiting, fetchWaiting } from '../../api/dialogue/store';
import { closed, readWaiting, released, repeated, type Waiting } from '../../api/dialogue/waiting';
import { sendMessage } from '../../api/endpoints/messages';
import { Api } from '../../api/http/api';
import { sameAddress } from '../../api/model/address';
import { answerTo } from '../../api/model/addressee';
import { sameSecond } from '../../api/model/timestamps';
import type { Message } from '../../api/model/types';
import { answerItem } from './answerItem';
import { recallAsked, type Asked } from './asked';

/** A delivery waits for the outcome, and AgentPhone comes back with it. */
const SHORT = { attempts: 2, answer: 8_000 };

/** A question with what AgentPhone shows of its conversation. */
interface Looked {
	question: Question;
	messages: Message[];
	waiting: Waiting;
}

/**
 * Receives word that somebody may have answered. Whoever knows the address can post anything: what counts is only what
 * AgentPhone shows. Goes on when all that the run asked is answered, and never throws, because n8n would end the
 * waiting execution for good.
 */
export async function receiveAnswer(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		const hint = readHint(context.getBodyData());
		const asked = recallAsked(context);
		const question = asked
			.flatMap((each) => ('question' in each ? [each.question] : []))
			.find(({ messageId }) => messageId === hint?.question);
		if (!hint || !question) return stay('notAnAnswer');
		const api = await Api.for(context, SHORT);
		return await new Receiving(context, api, asked).receive(question, hint);
	} catch (error) {
		context.logger.warn(
			`The node "${context.getNode().name}" could not find out whether its question is answered: ${(error as Error).message}`,
		);
		return stay('failed');
	}
}

/** The execution goes on waiting. */
const stay = (outcome: Outcome): IWebhookResponseData => ({
	webhookResponse: writeOutcome(outcome),
});

class Receiving {
	constructor(
		private readonly context: IWebhookFunctions,
		private readonly api: Api,
		private readonly asked: Asked[],
	) {}

	async receive(question: Question, hint: Hint): Promise<IWebhookResponseData> {
		const looked = await this.look(question);
		const said = findSaid(saidIn(looked.messages), hint);
		if (!said) return stay('notThere');
		const before = looked.waiting.closed.find(({ id }) => id === question.messageId);
		if (before) return before.by === said.id ? await this.goOn(looked, said) : stay('notAnAnswer');
		const verdict = judge(question, said, looked.messages, looked.waiting);
		if (verdict.is === 'answer') return await this.goOn(looked, said, verdict.answer);
		if (verdict.is === 'notForThis' || !question.notUnderstood) return stay('notAnAnswer');
		if (!wasAskedAgain(question, said, looked.messages)) await this.askAgain(question);
		return stay('askedAgain');
	}

	/** Goes on if all other questions of the run are answered too; else this answer is kept. */
	private async goOn(
		{ question }: Looked,
		said: Said,
		answer?: Answer,
	): Promise<IWebhookResponseData> {
		const known = new Map<Question, Answer>();
		if (answer) known.set(question, answer);
		const answers = await this.answersOfAll(known);
		const close = async (held: boolean) =>
			await changeWaiting(this.api, question.conversationId, (waiting) =>
				closed(waiting, question.messageId, { to: said.receivedAt, by: said.id, held }),
			);
		if (!answers) {
			await close(true);
			return stay('answered');
		}
		// What is left behind is found to be over by the trigger, and removed: no reason not to go on.
		await close(false)
			.then(async () => await this.release())
			.catch((error: Error) => this.context.logger.warn(error.message));
		const items = this.asked.map((each, item) => {
			const answered = 'question' in each ? answers.get(each.question) : undefined;
			return answerItem(answered ? { ...each, answered } : each, { item });
		});
		return { workflowData: [items], webhookResponse: writeOutcome('answered') };
	}

	/** @returns `undefined` when some question is still open */
	private async answersOfAll(
		known: Map<Question, Answer>,
	): Promise<Map<Question, IDataObject> | undefined> {
		const answers = new Map<Question, IDataObject>();
		for (const each of this.asked) {
			if (!('question' in each)) continue;
			const { question } = each;
			const { conversationId, messageId } = question;
			if (each.answered) {
				answers.set(question, each.answered);
				continue;
			}
			const answer = known.get(question) ?? (await this.answerOf(question));
			if (!answer) return undefined;
			const { data, reply } = answer;
			answers.set(question, { data, reply, conversationId, messageId });
		}
		return answers;
	}

	/** What answered a question before; the word left in the conversation says which of what was said it is. */
	private async answerOf(question: Question): Promise<Answer | undefined> {
		const { messages, waiting } = await this.look(question);
		const isOwn = ({ id }: { id: string }) => id === question.messageId;
		if (waiting.open.some(isOwn)) return undefined;
		const by = waiting.closed.find(isOwn)?.by;
		const said = saidIn(messages).find(({ id }) => id === by);
		const verdict = said && judge(question, said, messages, waiting);
		// Somebody replaced the metadata, and with it the word of the answer.
		return verdict?.is === 'answer' ? verdict.answer : firstAnswer(question, messages, waiting);
	}

	private async look(question: Question): Promise<Looked> {
		const [conversation, messages] = await Promise.all([
			fetchWaiting(this.api, question.conversationId),
			messagesOf(this.api, question.conversationId, {
				after: question.at,
				sort: 'oldestFirst',
			}),
		]);
		return { question, messages, waiting: readWaiting(conversation.metadata) };
	}

	private async askAgain({ conversationId, messageId, notUnderstood }: Question) {
		const conversation = await fetchWaiting(this.api, conversationId);
		const sent = await sendMessage(this.api, { ...answerTo(conversation), body: notUnderstood });
		const id = sent?.id;
		if (id)
			await changeWaiting(this.api, conversationId, (waiting) => repeated(waiting, messageId, id));
	}

	/** The run is done: no conversation has to remember its answers any more. One question alone was forgotten as it closed. */
	private async release() {
		if (this.asked.length < 2) return;
		const ids = new Map<string, string[]>();
		for (const each of this.asked)
			if ('question' in each) {
				const { conversationId, messageId } = each.question;
				ids.set(conversationId, [...(ids.get(conversationId) ?? []), messageId]);
			}
		for (const [conversationId, questions] of ids)
			await changeWaiting(this.api, conversationId, (waiting) => released(waiting, questions));
	}
}

/** What a hint is about: by ID, and where AgentPhone does not say that, by text and time. */
function findSaid(said: readonly Said[], hint: Hint): Said | undefined {
	const isMeant = (each: Said) =>
		hint.reaction === null
			? each.reaction === null && each.text === hint.text && sameSecond(each.receivedAt, hint.at)
			: each.reaction === hint.reaction &&
				each.messageId === hint.messageId &&
				sameAddress(each.from, hint.from);
	const byId =
		hint.reaction === null && hint.messageId !== null
			? said.find(({ id }) => id === hint.messageId)
			: undefined;
	return byId ?? [...said].reverse().find(isMeant);
}
