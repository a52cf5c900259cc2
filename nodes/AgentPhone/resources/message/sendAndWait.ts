import {
	SEND_AND_WAIT_OPERATION,
	WAIT_INDEFINITELY,
	type IDataObject,
	type IExecuteFunctions,
} from 'n8n-workflow';

import { firstAnswer, type Question } from '../../../api/dialogue/answer';
import { conversationWith } from '../../../api/conversation/conversationWith';
import { sendMessage } from '../../../api/endpoints/messages';
import { changeWaiting } from '../../../api/dialogue/store';
import {
	closed,
	MOST_OPEN,
	opened,
	readWaiting,
	released,
	withoutOver,
} from '../../../api/dialogue/waiting';
import { AdvisedError } from '../../../api/errors/advised';
import { toNodeError } from '../../../api/errors/nodeError';
import { answerTo, type Addressee } from '../../../api/model/addressee';
import { addressKey } from '../../../api/model/address';
import { parseTimestamp, SECOND } from '../../../api/model/timestamps';
import { isGroup, type Conversation, type Message } from '../../../api/model/types';
import {
	conversationIdOf,
	fetchConversation,
	type ConversationRef,
} from '../../run/conversationRef';
import { defineOperation } from '../../run/defineOperation';
import { output, type Operation, type Output, type Run } from '../../run/operation';
import type { ItemParameters } from '../../run/parameters';
import { rememberAsked, type Asked } from '../../waiting/asked';
import { requireHearing } from '../../waiting/hearing';
import { answerItem } from '../../waiting/answerItem';
import { readQuestion, type Asking } from './readQuestion';
import { sendAndWaitFields } from './sendAndWaitFields';

interface Ask extends Asking {
	to: { toNumber: string } | { conversation: ConversationRef };
}

interface Resolved extends Ask {
	addressee: Addressee;
}

/** Asks: each item sends its question, and leaves word of it where the trigger finds it when somebody answers. */
const ask = defineOperation<Ask, Resolved>({
	option: {
		name: 'Send and Wait for Response',
		value: SEND_AND_WAIT_OPERATION,
		action: 'Send a message and wait for response',
		description: 'Ask somebody, and go on when they answer by text or tapback',
	},
	effect: 'sends',
	fields: sendAndWaitFields,
	read: (parameters) => ({ to: readTo(parameters), ...readQuestion(parameters) }),
	async resolve(question, run, questions) {
		const { to } = question;
		if ('toNumber' in to) {
			requireKnownAnswerers(question, /^grp_/.test(to.toNumber));
			await requireHearing(undefined, run);
			return { ...question, addressee: { to_number: to.toNumber } };
		}
		const refs = () =>
			questions.flatMap(({ to }) => ('conversation' in to ? [to.conversation] : []));
		const conversation = await fetchConversation(
			await conversationIdOf(to.conversation, run, refs),
			run,
		);
		requireKnownAnswerers(question, isGroup(conversation));
		requireRoom(conversation);
		await requireHearing(conversation.agentId ?? undefined, run);
		return { ...question, addressee: answerTo(conversation) };
	},
	orderedBy: ({ addressee }) => addressKey(addressee.to_number),
	async execute({ addressee, text }, { api }) {
		return [output(await sendMessage(api, { ...addressee, body: text }))];
	},
	async followUp([sent], question, run) {
		try {
			return [output(await openQuestion(sent!, question, run))];
		} catch (error) {
			throw tellItWasSent(toNodeError(run.context.getNode(), error));
		}
	},
});

/** Message: Send and Wait for Response. It runs as any operation does, and then has n8n wait for what is not answered. */
export const sendAndWait: Operation = {
	...ask,
	option: { ...ask.option, displayOptions: { show: { '@tool': [false] } } },
	async run(context) {
		const items = await ask.run(context);
		const asked = items.map(({ json }) =>
			'question' in json ? (json as Asked) : { failed: json },
		);
		const waiting = asked.flatMap((each) =>
			'question' in each && !each.answered ? [each.question] : [],
		);
		if (!waiting.length)
			return items.map((item, at) =>
				'question' in item.json ? answerItem(asked[at]!, item.pairedItem) : item,
			);
		rememberAsked(context, asked);
		await putToWait(context, waiting);
		return context.getInputData();
	},
};

function tellItWasSent(error: ReturnType<typeof toNodeError>) {
	const told =
		'The question was sent, but its answer cannot be waited for: it will start the workflow of the trigger. Retry On Fail makes up for it without asking again.';
	error.description = [error.description, told].filter(Boolean).join(' ');
	return error;
}

/** Until the last of the questions is out of time. */
async function putToWait(context: IExecuteFunctions, waiting: readonly Question[]) {
	const limits = waiting.map(({ until }) => (until ? parseTimestamp(until) / 1_000 : Infinity));
	const last = Math.max(...limits);
	// n8n 1.123 and 2.0 check the signature of the address only where a node asks for it.
	if ('setSignatureValidationRequired' in context)
		(context.setSignatureValidationRequired as () => void).call(context);
	await context.putExecutionToWait(last === Infinity ? WAIT_INDEFINITELY : new Date(last));
}

function readTo(parameters: ItemParameters): Ask['to'] {
	return parameters.optional('sendTo') === 'conversation'
		? { conversation: parameters.conversation('conversationId') }
		: { toNumber: parameters.address('toNumber') };
}

/** @throws AdvisedError where anybody in a group could approve. */
function requireKnownAnswerers({ expected, answerFrom }: Asking, isGroup: boolean) {
	if (!isGroup || expected.type !== 'approval' || answerFrom.length) return;
	throw new AdvisedError(
		'Anybody in this group could approve',
		'Say in the option Answer From whose answer counts. Nothing was sent.',
	);
}

/** @throws AdvisedError when so many questions wait in the conversation that one would be forgotten. */
function requireRoom({ metadata }: Conversation) {
	const { open } = withoutOver(readWaiting(metadata), Date.now());
	if (open.length < MOST_OPEN) return;
	throw new AdvisedError(
		`${open.length} questions wait for an answer in this conversation already`,
		'Wait until some are answered, or let them end with the option Limit Wait Time. Nothing was sent.',
	);
}

/** The question is out; now it has to be found by who answers it. */
async function openQuestion(
	sent: Output,
	{ addressee, text, expected, notUnderstood, answerFrom, until }: Resolved,
	run: Run,
): Promise<IDataObject> {
	const messageId = String(sent.json.id ?? '');
	const conversationId =
		textOf(sent.json.conversation_id) ?? (await findConversation(addressee.to_number, run));
	const limit = until === undefined ? {} : { until: new Date(until).toISOString() };
	let question!: Question;
	const conversation = await changeWaiting(run.api, conversationId, (waiting, found) => {
		question = {
			conversationId,
			messageId,
			text,
			...sentAt(found, messageId),
			...limit,
			expected,
			notUnderstood,
			answerFrom,
		};
		const { at } = question;
		return opened(withoutOver(waiting, Date.now()), {
			id: messageId,
			at,
			...limit,
			url: run.context.getSignedResumeUrl(),
		});
	});
	const answered = await answeredMeanwhile(question, conversation, run);
	return { question, ...(answered && { answered }) };
}

/** Somebody may answer before the word is left; their text has started the workflow of the trigger by then. */
async function answeredMeanwhile(question: Question, conversation: Conversation, { api }: Run) {
	const { messages = [], metadata } = conversation;
	const answer = firstAnswer(question, messages, readWaiting(metadata));
	if (!answer) return undefined;
	const { conversationId, messageId } = question;
	const { by, data, reply } = answer;
	await changeWaiting(api, conversationId, (waiting) =>
		released(closed(waiting, messageId, { to: reply.receivedAt, by }), [messageId]),
	);
	return { data, reply, conversationId, messageId };
}

/**
 * When the question was sent, by AgentPhone's clock, and what was there before with the same printed time. A question
 * that is not listed yet is taken to be as old as the newest message.
 */
function sentAt(
	{ messages = [], lastMessageAt }: Conversation,
	messageId: string,
): Pick<Question, 'at' | 'before'> {
	const own = messages.find(({ id }) => id === messageId)?.receivedAt;
	const at = own ?? newest(messages) ?? lastMessageAt ?? new Date().toISOString();
	const isTied = ({ receivedAt }: Message) =>
		receivedAt && Math.abs(parseTimestamp(receivedAt) - parseTimestamp(at)) < SECOND;
	return { at, before: messages.filter(isTied).map(({ id }) => id) };
}

const newest = (messages: readonly Message[]) =>
	messages
		.flatMap(({ receivedAt }) => receivedAt ?? [])
		.sort((one, other) => parseTimestamp(other) - parseTimestamp(one))[0];

/** AgentPhone need not say in which conversation it sent the message. */
async function findConversation(recipient: string, { api }: Run): Promise<string> {
	const found = await conversationWith(api, recipient);
	if (found) return found.id;
	throw new AdvisedError(
		`The question was sent, but AgentPhone does not show the conversation with ${recipient}, so the answer cannot be waited for`,
		'Ask with To: Conversation once the conversation is there.',
	);
}

const textOf = (value: unknown) => (typeof value === 'string' && value ? value : undefined);
