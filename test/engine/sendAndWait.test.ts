import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { INodeParameters } from 'n8n-workflow';

import { PATIENT, type Policy } from '../../nodes/api/http/policy';
import type { Dialect } from '../../emulator';
import { readWaiting, WAITING_KEY } from '../../nodes/api/dialogue/waiting';
import { byId, failureOf, itemsOf } from '../harness/engine/actionNode';
import { ANN, BOB, setUp, statuses, texts, until } from '../harness/engine/triggerFixture';
import { WaitingExecutions } from '../harness/engine/waitingExecutions';
import type { HostOptions, TriggerHost } from '../harness/engine/triggerHost';

const world = setUp();
const QUESTION = 'May I book it?';

const policy: Partial<Policy> = {
	resuming: { ...PATIENT.resuming, between: 20, untilStored: 400 },
};

/** An n8n with an active trigger, and executions that ask. */
async function useN8n(parameters: INodeParameters = {}, options: Partial<HostOptions> = {}) {
	if (!world.emulator.store.allNumbers().length) world.emulator.store.addNumber();
	const executions = new WaitingExecutions();
	const trigger = await world.n8n({ parameters, policy, routes: executions.routes, ...options });
	executions.connect(trigger.address, world.emulator);
	await trigger.activate();
	return { trigger, executions };
}

const ask = (parameters: INodeParameters = {}): INodeParameters => ({
	sendTo: 'participant',
	toNumber: ANN,
	message: QUESTION,
	...parameters,
});
const conversationWith = (participant: string) => {
	const { store } = world.emulator;
	return store.thread(store.defaultNumber().id, participant)!;
};
const waitingIn = (participant: string) => readWaiting(conversationWith(participant).metadata);
const messagesTo = (participant: string) =>
	world.emulator.store
		.messages(conversationWith(participant).id)
		.filter(({ direction }) => direction === 'outbound');
const json = (outputs: Array<Array<{ json: object }>>) =>
	outputs.map((items) => items.map((item) => item.json));

describe('approval', () => {
	it('waits, and goes on with the answer, which starts nothing', async () => {
		const { trigger, executions } = await useN8n();
		const execution = await executions.start(ask());
		expect(execution).toMatchObject({ status: 'waiting', outputs: [] });
		expect(execution.waitTill!.getFullYear()).toBe(3000);
		expect(messagesTo(ANN).map(({ body }) => body)).toEqual([QUESTION]);

		const { deliveries, messageId } = await world.emulator.person.text(ANN, 'Yes please');

		expect(statuses(deliveries[0]!)).toEqual([200]);
		expect(execution.status).toBe('success');
		expect(execution.outputs).toEqual([
			[
				{
					json: {
						data: { approved: true, text: 'Yes please' },
						reply: {
							messageId,
							from: ANN,
							text: 'Yes please',
							reaction: null,
							channel: 'imessage',
							receivedAt: expect.any(String) as string,
						},
						conversationId: conversationWith(ANN).id,
						messageId: messagesTo(ANN)[0]!.id,
					},
					pairedItem: { item: 0 },
				},
			],
		]);
		expect(trigger.executions).toEqual([]);
		expect(conversationWith(ANN).metadata).toBeNull();
	});

	it('hands on what was said beside a no', async () => {
		const { executions } = await useN8n();
		const execution = await executions.start(ask());
		await world.emulator.person.text(ANN, 'no, call her first');
		expect(json(execution.outputs)).toMatchObject([
			[{ data: { approved: false, text: 'no, call her first', chatInput: 'no, call her first' } }],
		]);
	});

	it.each([
		['like', true],
		['dislike', false],
	])(
		'the tapback %s answers, also where the trigger wants no reactions',
		async (tapback, approved) => {
			const { trigger, executions } = await useN8n({ events: ['agent.message'] });
			const execution = await executions.start(ask());
			const [question] = messagesTo(ANN);
			await world.emulator.person.react(question!.id, tapback);
			expect(json(execution.outputs)).toMatchObject([
				[{ data: { approved, text: '' }, reply: { reaction: tapback, messageId: question!.id } }],
			]);
			expect(trigger.executions).toEqual([]);
		},
	);

	it('a heart, or a thumb on another message, is no answer', async () => {
		const { trigger, executions } = await useN8n();
		const other = world.emulator.store.addMessage(
			world.emulator.store.addConversation({ participant: ANN }).id,
			{ direction: 'outbound', body: 'Hello' },
		);
		const execution = await executions.start(ask());
		await world.emulator.person.react(messagesTo(ANN).at(-1)!.id, 'love');
		await world.emulator.person.react(other.id, 'like');
		expect(execution.status).toBe('waiting');
		expect(trigger.executions).toHaveLength(2);
	});

	it('asks again after an unclear answer, once for each, and takes a tapback on that', async () => {
		const { trigger, executions } = await useN8n();
		const execution = await executions.start(ask());
		const { deliveries } = await world.emulator.person.text(ANN, 'what does it cost?');
		await world.emulator.deliver('agent.message', deliveries[0]!.body as Record<string, unknown>);
		expect(messagesTo(ANN).map(({ body }) => body)).toEqual([
			QUESTION,
			'Sorry, I did not understand that. Please answer yes or no.',
		]);
		expect(trigger.executions).toEqual([]);
		expect(execution.status).toBe('waiting');
		await world.emulator.person.react(messagesTo(ANN)[1]!.id, 'like');
		expect(json(execution.outputs)).toMatchObject([[{ data: { approved: true } }]]);
	});

	it('an unclear answer starts the workflow where nothing is to be said to it', async () => {
		const { trigger, executions } = await useN8n();
		const execution = await executions.start(ask({ options: { notUnderstood: '' } }));
		await world.emulator.person.text(ANN, 'what does it cost?');
		expect(texts(trigger)).toEqual(['what does it cost?']);
		expect(trigger.executions[0]!.items[0]!.json.state).toBeNull();
		expect(messagesTo(ANN)).toHaveLength(1);
		expect(execution.status).toBe('waiting');
	});

	it('takes the builder’s words', async () => {
		const { executions } = await useN8n();
		const execution = await executions.start(
			ask({ options: { approveWords: 'ship it, go go', declineWords: 'hold' } }),
		);
		await world.emulator.person.text(ANN, 'Ship it!');
		expect(json(execution.outputs)).toMatchObject([[{ data: { approved: true } }]]);
	});
});

describe('choice and free text', () => {
	const choices = ['Tuesday', 'Wednesday at 3'];

	it('numbers the choices and understands the number', async () => {
		const { executions } = await useN8n();
		const execution = await executions.start(ask({ responseType: 'choice', choices }));
		expect(messagesTo(ANN)[0]!.body).toBe(`${QUESTION}\n1. Tuesday\n2. Wednesday at 3`);
		await world.emulator.person.text(ANN, 'the second one');
		expect(json(execution.outputs)).toMatchObject([
			[{ data: { choice: 'Wednesday at 3', text: 'the second one' } }],
		]);
	});

	it('free text is whatever is written next', async () => {
		const { executions } = await useN8n();
		const execution = await executions.start(ask({ responseType: 'freeText' }));
		await world.emulator.person.text(ANN, '12 Main St.');
		expect(json(execution.outputs)).toMatchObject([[{ data: { text: '12 Main St.' } }]]);
	});
});

/** Where AgentPhone's documentation is silent, every reading works. */
describe.each<Partial<Dialect>>([
	{ eventIds: 'absent' },
	{ timestampPrecision: 'seconds', timestampZone: '+00:00' },
	{ timestampPrecision: 'microseconds' },
	{ messageOrder: 'oldestFirst' },
	{ messageOrder: 'oldestFirst', cursor: 'inclusive', messagePageSize: 2 },
	{ emptyFields: 'absent', mediaUrls: 'absent' },
	{ outboundEvents: true },
	{ retried: 'everyRefusal' },
])('read as %j', (dialect) => {
	it('two questions are answered by their own answers', async () => {
		Object.assign(world.emulator.dialect, dialect);
		const { trigger, executions } = await useN8n();
		await world.emulator.person.text(ANN, 'yes');
		const first = await executions.start(ask({ message: 'First?' }));
		const second = await executions.start(ask({ message: 'Second?' }));
		await world.emulator.person.text(ANN, 'hm');
		await world.emulator.person.text(ANN, 'yes');
		await world.emulator.person.text(ANN, 'no');
		await world.emulator.settled();
		expect(json(first.outputs)).toMatchObject([[{ data: { approved: false } }]]);
		expect(json(second.outputs)).toMatchObject([[{ data: { approved: true } }]]);
		expect(texts(trigger)).toEqual(['yes']);
		expect(conversationWith(ANN).metadata).toBeNull();
	});
});

describe('several questions', () => {
	it('in one conversation: a plain text answers the latest, a tapback its own', async () => {
		const { trigger, executions } = await useN8n();
		const first = await executions.start(ask({ message: 'First?' }));
		const second = await executions.start(ask({ message: 'Second?' }));
		await world.emulator.person.text(ANN, 'yes');
		expect([first.status, second.status]).toEqual(['waiting', 'success']);
		await world.emulator.person.text(ANN, 'no');
		expect(json(first.outputs)).toMatchObject([[{ data: { approved: false } }]]);
		expect(trigger.executions).toEqual([]);
		expect(conversationWith(ANN).metadata).toBeNull();
	});

	it('in one conversation: an inline reply answers its own question, whichever that is', async () => {
		const { executions } = await useN8n();
		const first = await executions.start(ask({ message: 'First?' }));
		const second = await executions.start(ask({ message: 'Second?' }));
		const [question] = messagesTo(ANN);
		await world.emulator.person.text(ANN, 'no', { replyToMessageId: question!.id });
		expect([first.status, second.status]).toEqual(['success', 'waiting']);
		expect(json(first.outputs)).toMatchObject([[{ data: { approved: false } }]]);
		await world.emulator.person.text(ANN, 'yes');
		expect(json(second.outputs)).toMatchObject([[{ data: { approved: true } }]]);
	});

	it('of one run, to several people: goes on when all have answered, in the order of the items', async () => {
		const { trigger, executions } = await useN8n();
		const execution = await executions.start(
			ask({ toNumber: '={{ $json.to }}' }),
			itemsOf({ to: ANN }, { to: BOB }),
		);
		await world.emulator.person.text(BOB, 'no');
		expect(execution.status).toBe('waiting');
		await world.emulator.person.text(BOB, 'and something else');
		expect(texts(trigger)).toEqual(['and something else']);
		await world.emulator.person.text(ANN, 'yes');
		expect(json(execution.outputs)).toMatchObject([
			[
				{ data: { approved: true }, reply: { from: ANN } },
				{ data: { approved: false }, reply: { from: BOB } },
			],
		]);
		expect(execution.outputs[0]!.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
		]);
		expect([conversationWith(ANN).metadata, conversationWith(BOB).metadata]).toEqual([null, null]);
	});

	it('of one run: an item that failed comes out with the others', async () => {
		const { executions } = await useN8n();
		const execution = await executions.start(
			ask({ toNumber: '={{ $json.to }}' }),
			itemsOf({ to: '' }, { to: BOB }),
			{ continueOnFail: true },
		);
		await world.emulator.person.text(BOB, 'yes');
		expect(json(execution.outputs)).toMatchObject([
			[{ error: 'Recipient is empty' }, { data: { approved: true } }],
		]);
	});
});

describe('in a group', () => {
	const group = () =>
		world.emulator.store.addConversation({
			groupId: 'grp_1',
			participants: [
				{ identifier: ANN, name: null },
				{ identifier: BOB, name: null },
			],
		});

	it('only who is named may answer', async () => {
		const { trigger, executions } = await useN8n();
		const { id } = group();
		const execution = await executions.start(
			ask({
				sendTo: 'conversation',
				conversationId: byId(id),
				options: { answerFrom: '(555) 010-0002' },
			}),
		);
		await world.emulator.person.text(ANN, 'yes', { groupId: 'grp_1' });
		expect(execution.status).toBe('waiting');
		expect(texts(trigger)).toEqual(['yes']);
		await world.emulator.person.text(BOB, 'no', { groupId: 'grp_1' });
		expect(json(execution.outputs)).toMatchObject([
			[{ data: { approved: false }, reply: { from: BOB } }],
		]);
	});

	it.each([
		['a group ID', () => ({ toNumber: 'grp_1' })],
		['a conversation', () => ({ sendTo: 'conversation', conversationId: byId(group().id) })],
	])('an approval that anybody could give is refused before it is sent: %s', async (_, to) => {
		const { executions } = await useN8n();
		const error = await failureOf(executions.start(ask(to())));
		expect(error.message).toBe('Anybody in this group could approve');
		expect(
			world.emulator.requests.filter(
				({ method, path }) => method === 'POST' && path === '/v1/messages',
			),
		).toEqual([]);
	});
});

describe('a try that fails half-way', () => {
	it('is made up for by the next, which asks nobody twice', async () => {
		const { executions } = await useN8n();
		world.emulator.faults.add({ kind: 'status', status: 400, method: 'PATCH', times: 1 });
		const error = await failureOf(executions.start(ask()));
		expect(error.description).toContain('The question was sent');
		const execution = await executions.retry(executions.all[0]!);
		expect(execution.status).toBe('waiting');
		expect(messagesTo(ANN)).toHaveLength(1);
		await world.emulator.person.text(ANN, 'yes');
		expect(json(execution.outputs)).toMatchObject([[{ data: { approved: true } }]]);
	});

	it('goes on at once with an answer that came before the word of the question was left', async () => {
		const { executions } = await useN8n();
		const stop = world.emulator.beforeEach(({ method }) => {
			if (method !== 'PATCH') return;
			stop();
			world.emulator.store.addMessage(conversationWith(ANN).id, { body: 'yes', fromNumber: ANN });
		});
		const execution = await executions.start(ask());
		expect(execution.status).toBe('success');
		expect(json(execution.outputs)).toMatchObject([[{ data: { approved: true } }]]);
		expect(conversationWith(ANN).metadata).toBeNull();
	});
});

describe('what is no answer starts the workflow', () => {
	it('after the time limit', async () => {
		const { trigger, executions } = await useN8n();
		const limit = { limitType: 'afterTimeInterval', resumeAmount: 0.001, resumeUnit: 'minutes' };
		const execution = await executions.start(
			ask({ options: { limitWaitTime: { values: limit } } }),
		);
		expect(execution.waitTill!.getTime()).toBeLessThan(Date.now() + 1_000);
		await new Promise((resolve) => setTimeout(resolve, 100));
		executions.timeOut(execution);
		await world.emulator.person.text(ANN, 'yes');
		expect(texts(trigger)).toEqual(['yes']);
		expect(execution.outputs).toEqual([[]]);
		expect(conversationWith(ANN).metadata).toBeNull();
	});

	it.each(['error', 'success', 'canceled'] as const)(
		'when the execution is gone: %s',
		async (status) => {
			const { trigger, executions } = await useN8n();
			const execution = await executions.start(ask());
			execution.status = status;
			if (status === 'canceled') execution.id = 'deleted';
			await world.emulator.person.text(ANN, 'yes');
			expect(texts(trigger)).toEqual(['yes']);
			expect(waitingIn(ANN)).toEqual({ open: [], closed: [] });
		},
	);

	it('and a plain text after a question that is gone does not answer an older one', async () => {
		const { trigger, executions } = await useN8n();
		const first = await executions.start(ask({ message: 'First?' }));
		const second = await executions.start(ask({ message: 'Second?' }));
		second.status = 'error';
		await world.emulator.person.text(ANN, 'yes');
		expect(first.status).toBe('waiting');
		expect(texts(trigger)).toEqual(['yes']);
	});
});

describe('an answer is not lost', () => {
	it('while the execution is not yet stored as waiting', async () => {
		const { trigger, executions } = await useN8n();
		let said: Promise<unknown> | undefined;
		executions.beforeStoring = async () => {
			said = world.emulator.person.text(ANN, 'yes');
			await new Promise((resolve) => setTimeout(resolve, 100));
		};
		const execution = await executions.start(ask());
		await said;
		expect(execution.outputs).toHaveLength(1);
		expect(trigger.executions).toEqual([]);
	});

	it('while it takes longer: the delivery comes back', async () => {
		const { trigger, executions } = await useN8n();
		let said: ReturnType<typeof world.emulator.person.text> | undefined;
		executions.beforeStoring = async () => {
			said = world.emulator.person.text(ANN, 'yes');
			await new Promise((resolve) => setTimeout(resolve, 700));
		};
		const execution = await executions.start(ask());
		const { deliveries } = await said!;
		await until(() => execution.status === 'success');
		await world.emulator.settled();
		expect(statuses(deliveries[0]!)).toEqual([503, 200]);
		expect(trigger.executions).toEqual([]);
	});

	it('when n8n is killed meanwhile and what is in memory is gone', async () => {
		const { trigger, executions } = await useN8n();
		const execution = await executions.start(ask());
		trigger.kill();
		await trigger.activate('init');
		await world.emulator.person.text(ANN, 'yes');
		expect(execution.outputs).toHaveLength(1);
		expect(trigger.executions).toEqual([]);
	});

	it('and not used twice when it is delivered twice', async () => {
		const { trigger, executions } = await useN8n();
		const execution = await executions.start(ask());
		const { deliveries } = await world.emulator.person.text(ANN, 'yes');
		const [delivery] = deliveries;
		const again = await world.emulator.deliver(
			'agent.message',
			delivery!.body as Record<string, unknown>,
			{ id: delivery!.id },
		);
		expect(statuses(again)).toEqual([200]);
		expect(execution.outputs).toHaveLength(1);
		expect(trigger.executions).toEqual([]);
	});

	it('while AgentPhone cannot be asked: the delivery comes back', async () => {
		const { trigger, executions } = await useN8n();
		const execution = await executions.start(ask());
		const { id } = conversationWith(ANN);
		world.emulator.faults.add({
			kind: 'status',
			status: 503,
			path: `/v1/conversations/${id}`,
			times: 4,
		});
		const { deliveries } = await world.emulator.person.text(ANN, 'yes');
		await world.emulator.settled();
		expect(statuses(deliveries[0]!)[0]).toBe(503);
		expect(executions.log).toEqual([
			expect.stringContaining('could not find out whether its question is answered'),
			...executions.log.slice(1),
		]);
		expect(execution.outputs).toHaveLength(1);
		expect(trigger.executions).toEqual([]);
	});
});

describe('whoever gets hold of the address can approve nothing', () => {
	const post = async (url: string, body: object) => {
		const response = await fetch(url, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify(body),
		});
		return { status: response.status, body: await response.text() };
	};

	it('by posting what nobody wrote, or what was written before', async () => {
		const { trigger, executions } = await useN8n();
		const { messageId: before } = await world.emulator.person.text(ANN, 'yes');
		const execution = await executions.start(ask());
		const { url, id } = waitingIn(ANN).open[0]!;
		const at = new Date().toISOString();
		for (const body of [
			{},
			{ approved: true, data: { approved: true } },
			{ question: id, messageId: before, text: 'yes', reaction: null, from: ANN, at },
			{ question: id, messageId: 'msg_none', text: 'yes', reaction: null, from: ANN, at },
			{ question: id, messageId: null, text: 'yes', reaction: null, from: ANN, at },
			{ question: id, messageId: id, text: QUESTION, reaction: null, from: ANN, at },
			{ question: id, messageId: id, text: '', reaction: 'like', from: ANN, at },
			{ question: 'other', messageId: before, text: 'yes', reaction: null, from: ANN, at },
		]) {
			expect(await post(url, body)).toEqual({
				status: 200,
				body: expect.stringMatching(/notAnAnswer|notThere/) as string,
			});
		}
		expect(await post(url.replace(/signature=..../, 'signature=0000'), {})).toMatchObject({
			status: 401,
		});
		expect(execution).toMatchObject({ status: 'waiting', outputs: [] });
		expect(trigger.executions).toHaveLength(1);
		expect(messagesTo(ANN)).toHaveLength(1);
	});

	it('by posting the answer to a later question to an older one', async () => {
		const { executions } = await useN8n();
		const first = await executions.start(ask({ message: 'First?' }));
		await executions.start(ask({ message: 'Second?' }));
		const { messageId } = await world.emulator.person.text(ANN, 'yes');
		const { url, id } = waitingIn(ANN).open[0]!;
		const hint = { question: id, messageId, text: 'yes', reaction: null, from: ANN, at: '' };
		expect((await post(url, hint)).body).toContain('notAnAnswer');
		expect(first.status).toBe('waiting');
	});

	it('and an address of somebody else in the metadata gets nothing', async () => {
		const { trigger } = await useN8n();
		const seen: string[] = [];
		const stranger = createServer((request, response) => {
			seen.push(request.url ?? '');
			response.end('{"agentPhoneQuestion":"answered"}');
		});
		await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
		const { port } = stranger.address() as AddressInfo;
		const urls = [
			`http://127.0.0.1:${port}/webhook-waiting/1/node-1?signature=1`,
			`http://127.0.0.1:${port}@${new URL(trigger.address).host}/webhook-waiting/1/node-1?signature=1`,
			`${trigger.address}.example.com/webhook-waiting/1/node-1?signature=1`,
			'file:///etc/passwd',
			'not a url',
		];
		const at = '2026-01-01T00:00:00Z';
		world.emulator.store.addConversation({
			participant: ANN,
			metadata: {
				stage: 'new',
				[WAITING_KEY]: {
					version: 1,
					open: urls.map((url, n) => ({ id: `m${n}`, at, url })),
					closed: [],
				},
			},
		});
		await world.emulator.person.text(ANN, 'yes');
		stranger.close();
		expect(seen).toEqual([]);
		expect(texts(trigger)).toEqual(['yes']);
		expect(trigger.executions[0]!.items[0]!.json.state).toEqual({ stage: 'new' });
	});

	it.each<[string, unknown]>([
		['text', 'x'],
		['a list', [1]],
		['null', null],
		[
			'another version',
			{ version: 2, open: [{ id: 'm', at: '2026-01-01T00:00:00Z', url: 'http://x' }] },
		],
		['wrong types', { version: 1, open: [null, 1, { id: 5, at: 'x', url: {} }], closed: 'y' }],
	])('and metadata under our key that is not ours harms nothing: %s', async (_, value) => {
		const { trigger } = await useN8n();
		world.emulator.store.addConversation({
			participant: ANN,
			metadata: { [WAITING_KEY]: value } as never,
		});
		await world.emulator.person.text(ANN, 'yes');
		expect(texts(trigger)).toEqual(['yes']);
		expect(trigger.executions[0]!.items[0]!.json.state).toBeNull();
	});
});

describe('before anything is sent', () => {
	const sent = () =>
		world.emulator.requests.filter(
			({ method, path }) => method === 'POST' && path === '/v1/messages',
		);

	it.each<[string, INodeParameters, string]>([
		['no text', { message: ' ' }, 'Message is empty'],
		[
			'one choice',
			{ responseType: 'choice', choices: ['A'] },
			'A question with choices needs 2 to 20 of them, but there is 1',
		],
		[
			'no choice',
			{ responseType: 'choice', choices: [] },
			'A question with choices needs 2 to 20 of them, but there are 0',
		],
		[
			'two choices alike',
			{ responseType: 'choice', choices: ['Yes', 'yes!'] },
			'Two of the choices are alike: "yes!"',
		],
		[
			'a word for both',
			{ options: { approveWords: 'go', declineWords: 'stop, Go!' } },
			'"go" is among the Approve Words and the Decline Words',
		],
		[
			'a limit of nothing',
			{ options: { limitWaitTime: { values: { resumeAmount: 0 } } } },
			'The limit of the wait is 0, so nobody could answer',
		],
		[
			'a limit in the past',
			{
				options: {
					limitWaitTime: {
						values: { limitType: 'atSpecifiedTime', maxDateAndTime: '2020-01-01T00:00:00Z' },
					},
				},
			},
			'The limit of the wait is over already',
		],
		['answers from nobody', { options: { answerFrom: '={{ "" }}' } }, 'Answer From is empty'],
	])('is refused: %s', async (_, parameters, message) => {
		const { executions } = await useN8n();
		const error = await failureOf(executions.start(ask(parameters)));
		expect(error.message).toBe(message);
		expect(error.description).toBeTruthy();
		expect(sent()).toEqual([]);
	});

	it('says when AgentPhone delivers nowhere, or elsewhere', async () => {
		const { trigger, executions } = await useN8n();
		await trigger.deactivate();
		const nowhere = await failureOf(executions.start(ask()));
		expect(nowhere.message).toBe(
			'Nothing would hear the answer: AgentPhone delivers messages nowhere',
		);
		const other: TriggerHost = await world.n8n();
		await other.activate();
		const elsewhere = await failureOf(executions.start(ask()));
		expect(elsewhere.message).toBe(
			`Nothing would hear the answer: AgentPhone delivers messages to ${other.address}, not to this n8n (${trigger.address})`,
		);
		expect(sent()).toEqual([]);
	});

	it('refuses a question too many in a conversation', async () => {
		const { executions } = await useN8n();
		for (let n = 0; n < 20; n++) await executions.start(ask({ message: `Question ${n}?` }));
		const { id } = conversationWith(ANN);
		const error = await failureOf(
			executions.start(ask({ sendTo: 'conversation', conversationId: byId(id) })),
		);
		expect(error.message).toBe('20 questions wait for an answer in this conversation already');
		expect(sent()).toHaveLength(20);
	});

	it('an agent’s own webhook hears too', async () => {
		const agent = world.emulator.store.addAgent();
		world.emulator.store.addNumber({ agentId: agent.id });
		const { executions } = await useN8n({ scope: 'agent', agentId: byId(agent.id) });
		expect((await executions.start(ask())).status).toBe('waiting');
	});
});
