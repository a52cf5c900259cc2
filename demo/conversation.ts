/** First act: a customer writes, the workflow answers with what it knows of her, and both react. */
import type { Emulator } from '../emulator';
import { until } from '../n8n';
import { ADA, type Stage } from './stage';
import { bubble, dim, heading, showChecks, write } from './terminal';

const TAPBACKS: Record<string, string> = { like: '👍 liked', love: '❤️  loved' };

/** @returns whether everything happened as it should, and the ID of the workflow */
export async function playConversation({
	emulator,
	n8n,
	importExample,
}: Stage): Promise<{ complete: boolean; workflow: string }> {
	heading('A customer writes, a workflow answers with context');
	const workflow = await importExample('answer-with-context.json');
	await n8n.client.activate(workflow);

	const order = { number: '1042', status: 'out for delivery' };
	const { id } = emulator.store.addConversation({
		participant: ADA,
		metadata: { name: 'Ada', order },
	});
	write(`  ${dim(`state before  ${JSON.stringify(stateOf(emulator, id))}`)}\n`);

	const question = await emulator.person.text(ADA, 'Hello! Where is my parcel?', {
		channel: 'imessage',
	});
	await n8n.client.waitForExecutions(workflow, 1);
	const answer = await until(
		async () => emulator.store.messages(id).find(({ direction }) => direction === 'outbound'),
		async () => 'no answer was sent',
	);
	await emulator.person.react(answer.id, 'love', { from: ADA });
	const executions = await n8n.client.waitForExecutions(workflow, 2);
	await emulator.settled();

	for (const message of emulator.store.messages(id)) {
		const ours = message.direction === 'outbound';
		bubble(
			ours ? 'n8n' : 'Ada',
			message.body,
			ours,
			message.reactions.map(
				({ reactionType, direction }) =>
					`${TAPBACKS[reactionType] ?? reactionType} by ${direction === 'outbound' ? 'n8n' : 'Ada'}`,
			),
		);
	}
	const state = stateOf(emulator, id);
	write(`\n  ${dim(`state after   ${JSON.stringify(state)}`)}\n`);

	const received = emulator.store.messages(id).find((message) => message.id === question.messageId);
	const sent = emulator.store.messages(id).filter(({ direction }) => direction === 'outbound');
	const complete = showChecks([
		{
			what: 'the text and the tapback each started the workflow once, and both runs succeeded',
			holds: executions.length === 2 && executions.every(({ status }) => status === 'success'),
			found: executions.map((execution) => execution.error ?? execution.status),
		},
		{
			what: 'one answer was sent, with the order’s status from the conversation’s state',
			holds: sent.length === 1 && /Ada.*1042.*out for delivery/.test(sent[0].body),
			found: sent.map(({ body }) => body),
		},
		{
			what: 'the question was liked by the workflow',
			holds: !!received?.reactions.some(({ reactionType }) => reactionType === 'like'),
			found: received?.reactions,
		},
		{
			what: 'the state was merged: the order is still there, the question and the tapback are new',
			holds:
				JSON.stringify(sorted(state)) ===
				JSON.stringify(
					sorted({
						name: 'Ada',
						answers: 1,
						lastTapback: 'love',
						order: { ...order, lastQuestion: 'Hello! Where is my parcel?' },
					}),
				),
			found: state,
		},
	]);
	return { complete, workflow };
}

const stateOf = (emulator: Emulator, id: string) => emulator.store.conversation(id)?.metadata;

/** The same value with its keys in order, so that two of them can be compared as text. */
function sorted(value: unknown): unknown {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
	return Object.fromEntries(
		Object.entries(value)
			.sort(([one], [other]) => (one < other ? -1 : 1))
			.map(([key, each]) => [key, sorted(each)]),
	);
}
