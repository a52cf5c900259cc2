import { createRunExecutionData } from 'n8n-workflow';

import {
	asked,
	byId,
	failureOf,
	itemsOf,
	jsonOf,
	onlyBody,
	useActionNode,
} from '../harness/engine/actionNode';
import { expectLogged } from '../harness/quiet/lines';

const node = useActionNode();
const ADA = '+14155550117';
let agentId: string;

beforeEach(() => {
	const { store } = node.emulator;
	agentId = store.addAgent({ name: 'Support' }).id;
	store.addNumber({ phoneNumber: '+14155551000', agentId });
});

const call = (operation: string, parameters: object = {}) => ({
	resource: 'call',
	operation,
	...parameters,
});
const create = (parameters: object = {}) =>
	call('create', { agentId: byId(agentId), toNumber: '={{ $json.to }}', ...parameters });
const placed = () => node.emulator.store.calls.list();

describe('Create', () => {
	it('calls a person, and gives the ID that the end of the call will have', async () => {
		const [{ json }] = await node.engine.execute(create(), itemsOf({ to: '(415) 555-0117' }));
		expect(onlyBody(node.emulator, 'POST')).toEqual({ agentId, toNumber: ADA });
		expect(json).toMatchObject({ toNumber: ADA, status: 'in-progress', direction: 'outbound' });
		expect(placed()).toEqual([expect.objectContaining({ id: json.id })]);
	});

	it('passes the options on by their names', async () => {
		const options = {
			initialGreeting: 'Hello {{name}}',
			systemPrompt: 'Confirm the appointment.',
			modelTier: 'turbo',
			variables: '{"name": "Ada", "people": 2, "isNew": true, "table": null}',
			voice: '11labs-Skylar',
			callScreeningIdentity: 'Ada Dental',
			callScreeningPurpose: 'Your appointment',
			disableRecording: true,
			fromNumberId: byId(node.emulator.store.numbers()[0].id),
		};
		await node.engine.execute(create({ options }), itemsOf({ to: ADA }));
		expect(onlyBody(node.emulator, 'POST')).toEqual({
			agentId,
			toNumber: ADA,
			...options,
			variables: { name: 'Ada', people: '2', isNew: 'true', table: null },
			fromNumberId: options.fromNumberId.value,
		});
	});

	it('an empty greeting lets the agent wait until it is spoken to', async () => {
		await node.engine.execute(create({ options: { initialGreeting: '' } }), itemsOf({ to: ADA }));
		expect(onlyBody(node.emulator, 'POST')).toHaveProperty('initialGreeting', '');
	});

	it.each([
		['no agent', { agentId: byId('') }, {}, 'Agent is empty'],
		['nobody', {}, { to: '' }, 'Recipient is empty'],
		['an email address', {}, { to: 'ada@example.com' }, '"ada@example.com" is not a phone number'],
		['a group', {}, { to: 'grp_1' }, '"grp_1" is not a phone number'],
		['a word', {}, { to: 'not a number' }, '"not a number" is not a phone number'],
		[
			'a number as dialled at home',
			{},
			{ to: '020 7946 0958' },
			'"020 7946 0958" has no country code',
		],
		['a local number', {}, { to: '555-0117' }, '"555-0117" has no country code'],
		['a short code', {}, { to: '24273' }, '"24273" is not a phone number'],
		[
			'a model without a prompt',
			{ options: { modelTier: 'max' } },
			{ to: ADA },
			'Model Tier works only with a System Prompt',
		],
		[
			'variables that are none',
			{ options: { variables: '[1]' } },
			{ to: ADA },
			'Variables must be a JSON object',
		],
		[
			'a greeting whose expression gives nothing',
			{ options: { initialGreeting: '={{ $json.none }}' } },
			{ to: ADA },
			'Initial Greeting is empty',
		],
		[
			'a model that is not offered',
			{ options: { systemPrompt: 'Hi', modelTier: '={{ "best" }}' } },
			{ to: ADA },
			/^The field Model Tier must be one of balanced, max, turbo/,
		],
		[
			'an identity that is too long',
			{ options: { callScreeningIdentity: 'x'.repeat(101) } },
			{ to: ADA },
			'Call Screening Identity has 101 characters, and may have 100',
		],
	])('%s is refused before any request', async (_what, parameters, item, message) => {
		const error = await failureOf(node.engine.execute(create(parameters), itemsOf(item)));
		expect(error.message).toMatch(message);
		expect([...node.emulator.requests]).toEqual([]);
	});

	it.each(['reset', 'status'] as const)(
		'is placed once though the answer is lost (%s), also by Retry On Fail',
		async (kind) => {
			node.emulator.faults.add({ kind, status: 502, times: 1, when: 'after', path: '/v1/calls' });
			const run = node.engine.executeInWorkflow(create(), itemsOf({ to: ADA }), {
				retryOnFail: true,
				maxTries: 3,
				waitBetweenTries: 1,
			});
			const error = await failureOf(run);
			expect(`${error.message} ${String(error.description)}`).toContain('placed');
			expectLogged(kind === 'reset' ? /^Unknown whether the call was placed/ : /^The carrier/);
			expect(placed()).toHaveLength(1);
		},
	);

	it('says that nobody knows whether it was placed, and where to look', async () => {
		node.emulator.faults.add({ kind: 'reset', times: 1, when: 'after' });
		const items = await node.engine.execute(create(), itemsOf({ to: ADA }), {
			continueOnFail: true,
		});
		expect(jsonOf(items)).toEqual([
			{
				error: expect.stringMatching(/^Unknown whether the call was placed: /),
				message: expect.stringContaining('Call: Get Many'),
			},
		]);
	});

	it('a run that failed on another item calls nobody again when it is retried', async () => {
		const execution = createRunExecutionData();
		const people = itemsOf({ to: ADA }, { to: '+14155550118' });
		const busy = node.emulator.beforeEach(({ body }) => {
			node.emulator.store.hasPaymentMethod = (body as { toNumber: string }).toNumber === ADA;
		});
		await failureOf(
			node.engine.execute(create({ options: { concurrency: 1 } }), people, { execution }),
		);
		busy();
		node.emulator.store.hasPaymentMethod = true;
		await node.engine.execute(create(), people, { execution, executionId: 'retry' });
		expect(placed()).toHaveLength(2);
	});

	it('waits while too many calls are under way', async () => {
		const { store, person } = node.emulator;
		store.mostCalls = 1;
		const { id } = store.calls.add({ phoneNumberId: store.numbers()[0].id });
		let isEnded = false;
		node.emulator.beforeEach(async ({ method }) => {
			if (method !== 'POST' || isEnded) return;
			isEnded = true;
			setTimeout(() => void person.hangUp(id), 100);
		});
		await node.engine.execute(create(), itemsOf({ to: ADA }));
		expect(asked(node.emulator, 'POST')).toHaveLength(2);
		expect(placed().map(({ status }) => status)).toEqual(['in-progress', 'completed']);
	});

	it('says that the agent has no number to call from', async () => {
		const { id } = node.emulator.store.addAgent({ name: 'New' });
		const run = node.engine.execute(create({ agentId: byId(id) }), itemsOf({ to: ADA }));
		expect((await failureOf(run)).description).toContain('needs a phone number of its own');
	});

	it('says that calls need a payment method', async () => {
		node.emulator.store.hasPaymentMethod = false;
		const error = await failureOf(node.engine.execute(create(), itemsOf({ to: ADA })));
		expect(error.description).toContain('payment method');
	});
});

describe('Get', () => {
	it.each(['exchanges', 'turns', 'absent'] as const)(
		'gives the transcript, however AgentPhone does: %s',
		async (callTranscript) => {
			node.emulator.dialect.callTranscript = callTranscript;
			const { store } = node.emulator;
			const { id } = store.calls.add({ toNumber: ADA });
			for (const [role, content] of [
				['agent', 'Hello'],
				['user', 'Who is this?'],
				['agent', 'Support'],
			] as const)
				store.calls.say(store.calls.get(id)!, role, content);
			const [{ json }] = await node.engine.execute(call('get', { callId: byId(id) }));
			const transcript = json.transcript as Array<{ role: string; content: string }>;
			expect(json).toMatchObject({ id, toNumber: ADA });
			expect(transcript.map(({ role, content }) => `${role}: ${content}`)).toEqual([
				'agent: Hello',
				'user: Who is this?',
				'agent: Support',
			]);
		},
	);

	it('says that a call does not exist', async () => {
		const error = await failureOf(node.engine.execute(call('get', { callId: byId('call_none') })));
		expect(error.message).toBe('Call not found');
	});
});

describe('Get Many', () => {
	it('gives calls, the newest first, by what they are filtered by', async () => {
		const { calls } = node.emulator.store;
		for (let index = 0; index < 130; index++)
			calls.add({
				toNumber: `+1415555${1_000 + index}`,
				status: index % 2 ? 'failed' : 'completed',
			});
		const all = jsonOf(await node.engine.execute(call('getAll', { returnAll: true })));
		expect(all).toHaveLength(130);
		expect(all[0].toNumber).toBe('+14155551129');
		const failed = jsonOf(
			await node.engine.execute(
				call('getAll', { returnAll: true, filters: { status: 'failed', direction: 'outbound' } }),
			),
		);
		expect(failed).toHaveLength(65);
		const found = jsonOf(
			await node.engine.execute(call('getAll', { filters: { search: '5551007' } })),
		);
		expect(found.map(({ toNumber }) => toNumber)).toEqual(['+14155551007']);
		const spelt = jsonOf(
			await node.engine.execute(call('getAll', { filters: { search: '(415) 555-1007' } })),
		);
		expect(spelt).toEqual(found);
	});

	it('loses and doubles none while calls begin', async () => {
		const { calls } = node.emulator.store;
		const before = Array.from({ length: 350 }, () => calls.add({ toNumber: ADA }).id);
		node.emulator.beforeEach(() => {
			for (let index = 0; index < 7; index++) calls.add({ toNumber: ADA });
		});
		const ids = jsonOf(await node.engine.execute(call('getAll', { returnAll: true }))).map(
			({ id }) => id,
		);
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids).toEqual(expect.arrayContaining(before));
	});
});

describe('End', () => {
	it('ends a call that is under way', async () => {
		const { store } = node.emulator;
		const { id } = store.calls.add({ phoneNumberId: store.numbers()[0].id });
		const items = await node.engine.execute(call('end', { callId: byId(id) }));
		expect(jsonOf(items)).toEqual([{ id, status: 'ending' }]);
		expect(store.calls.get(id)?.status).toBe('completed');
	});

	it.each([
		{ kind: 'status', status: 503, when: 'before' } as const,
		{ kind: 'status', status: 503, when: 'after' } as const,
		{ kind: 'reset', when: 'after' } as const,
		{ kind: 'notJson', when: 'after' } as const,
	])('ends a call while an answer is lost: %j', async (lost) => {
		const { store } = node.emulator;
		const { id } = store.calls.add({ phoneNumberId: store.numbers()[0].id });
		node.emulator.faults.add({ ...lost, times: 1, method: 'POST' });
		const [{ json }] = await node.engine.execute(call('end', { callId: byId(id) }));
		expect(json).toMatchObject({ id, status: expect.stringMatching(/^(ending|completed)$/) });
		expect(store.calls.get(id)?.status).toBe('completed');
	});

	it('Retry On Fail does not end again what was ended before another item failed', async () => {
		const { store } = node.emulator;
		const ids = [1, 2].map(() => store.calls.add({ phoneNumberId: store.numbers()[0].id }).id);
		const stop = node.emulator.beforeEach(({ path }) => {
			if (!path.includes(ids[1])) return;
			node.emulator.faults.add({ kind: 'status', status: 402, times: 1 });
			stop();
		});
		const [output] = await node.engine.executeInWorkflow(
			call('end', {
				callId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				options: { concurrency: 1 },
			}),
			itemsOf(...ids.map((id) => ({ id }))),
			{ retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
		);
		expectLogged(/^Account balance is too low \[item 1\]/);
		expect(jsonOf(output!)).toEqual(ids.map((id) => ({ id, status: 'ending' })));
	});

	it('says that a call is over already', async () => {
		const { id } = node.emulator.store.calls.add({ status: 'completed' });
		const error = await failureOf(node.engine.execute(call('end', { callId: byId(id) })));
		expect(error.description).toContain('over already');
	});
});
