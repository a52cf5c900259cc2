import { setTimeout as sleep } from 'node:timers/promises';

import { createRunExecutionData, type IRunExecutionData } from 'n8n-workflow';

import { AgentPhone } from '../../nodes/AgentPhone/AgentPhone.node';
import { failureOf, itemsOf, jsonOf, useActionNode } from '../harness/engine/actionNode';
import { connectTool } from '../harness/engine/aiAgent';
import { expectLogged } from '../harness/quiet/lines';

const node = useActionNode();
const ANN = '+15550100191';
const BOB = '+15550100192';
const send = (parameters: object = {}) => ({
	resource: 'message',
	operation: 'send',
	toNumber: '={{ $json.to }}',
	body: '={{ $json.text }} code {{ Math.random() }}',
	...parameters,
});
const people = itemsOf({ to: ANN, text: 'Hi' }, { to: BOB, text: 'Hi' });
const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

const textsTo = (participant: string) => {
	const { store } = node.emulator;
	const thread = store.thread(store.defaultNumber().id, participant);
	return thread ? store.messages(thread.id).map(({ body }) => body) : [];
};

/** What n8n keeps of an execution, as it comes back from its database. */
const stored = (execution: IRunExecutionData) =>
	JSON.parse(JSON.stringify(execution)) as IRunExecutionData;

beforeEach(() => {
	node.emulator.store.addNumber();
});

describe('Retry On Fail', () => {
	it('sends once, though expressions give another text this time', async () => {
		node.emulator.faults.add({ kind: 'status', status: 402, times: 1, path: '/v1/messages' });
		const [output] = await node.engine.executeInWorkflow(
			send({ options: { concurrency: 1 } }),
			people,
			retrying,
		);
		expectLogged(/^Account balance is too low \[item 0\]/);
		expect(output).toHaveLength(2);
		expect(textsTo(ANN)).toHaveLength(1);
		expect(textsTo(BOB)).toHaveLength(1);
	});

	it('sends two items alike', async () => {
		const alike = itemsOf({ to: ANN, text: 'Hi' }, { to: ANN, text: 'Hi' });
		node.emulator.faults.add({ kind: 'status', status: 402, times: 1 });
		await node.engine.executeInWorkflow(send({ body: 'Hi' }), alike, retrying);
		expectLogged(/^Account balance is too low \[item 0\]/);
		expect(textsTo(ANN)).toEqual(['Hi', 'Hi']);
	});
});

describe('in what n8n keeps of the execution', () => {
	let execution: IRunExecutionData;
	beforeEach(() => {
		execution = createRunExecutionData();
	});
	const run = async (items: object[], options: object = {}, parameters: object = {}) =>
		await node.engine.execute(
			send({ options: { concurrency: 1 }, ...parameters }),
			itemsOf(...items),
			{ execution, ...options },
		);
	const ann = { to: ANN, text: 'Hi' };
	/** An item that fails, so that the run is tried again. */
	const nobody = { to: 'nobody', text: 'Hi' };

	it('a message to another recipient is another message', async () => {
		await failureOf(run([ann, nobody]));
		await run([{ ...ann, to: BOB }, ann]);
		expect(textsTo(BOB)).toHaveLength(1);
		// To Ann the first was sent from another place.
		expect(textsTo(ANN)).toHaveLength(2);
	});

	it('the next round of a loop is another message', async () => {
		await failureOf(run([ann, nobody]));
		await run([ann], { runIndex: 1 });
		expect(textsTo(ANN)).toHaveLength(2);
	});

	it('a new execution is another message', async () => {
		await failureOf(run([ann, nobody]));
		await run([ann], { execution: createRunExecutionData() });
		expect(textsTo(ANN)).toHaveLength(2);
	});

	it('what was sent is not sent again by a retry by hand', async () => {
		await failureOf(run([ann, nobody]));
		execution = stored(execution);
		const items = await run([ann, { ...ann, to: BOB }], { executionId: 'execution-2' });
		expect(jsonOf(items)).toEqual([
			expect.objectContaining({ to_number: ANN }),
			expect.objectContaining({ to_number: BOB }),
		]);
		expect(textsTo(ANN)).toHaveLength(1);
	});

	describe('an answer that was lost', () => {
		beforeEach(async () => {
			node.emulator.faults.add({ kind: 'reset', when: 'after', times: 1, path: '/v1/messages' });
			await failureOf(run([ann]));
		});

		it.each([0, 31_000, 86_400_000])('is not sent again after %i ms', async (later) => {
			const now = Date.now() + later;
			jest.spyOn(Date, 'now').mockReturnValue(now);
			const error = await failureOf(run([{ ...ann, text: 'Another text' }])).finally(() =>
				jest.restoreAllMocks(),
			);
			expect(error.message).toContain('Unknown whether it was sent');
			expect(textsTo(ANN)).toHaveLength(1);
		});

		it('is sent again by a person who retries the execution', async () => {
			execution = stored(execution);
			await run([ann], { executionId: 'execution-2' });
			expect(textsTo(ANN)).toHaveLength(2);
		});
	});

	describe('a send that was stopped', () => {
		let stopped: Error & Record<string, unknown>;
		beforeEach(async () => {
			const abort = new AbortController();
			let sends = 0;
			node.emulator.beforeEach(() => {
				if (++sends === 2) setTimeout(() => abort.abort(), 50);
			});
			node.emulator.faults.add({ kind: 'latency', ms: 300, path: '/v1/messages' });
			stopped = await failureOf(run([{ ...ann, to: BOB }, ann, nobody], { signal: abort.signal }));
			node.emulator.faults.clear();
			// AgentPhone goes on with what it has received.
			await sleep(400);
			execution = stored(execution);
		});

		it('says what was carried out, and what may have been', () => {
			expect(stopped.message).toContain('The execution was stopped');
			expect(stopped.description).toContain('Already carried out: 1 of 3 items (0)');
			expect(stopped.description).toContain('Unknown whether it was sent: item 1.');
		});

		it('is refused by the first retry by hand, and sent by the next', async () => {
			const before = textsTo(ANN).length;
			const items = [{ ...ann, to: BOB }, ann];
			const error = await failureOf(run(items, { executionId: 'execution-2' }));
			expect(error.message).toContain(
				'Unknown whether it was sent: the execution was stopped while it was being sent',
			);
			const again = await failureOf(run(items, { executionId: 'execution-2' }));
			expect(again.message).toBe(error.message);
			expect(textsTo(ANN)).toHaveLength(before);

			execution = stored(execution);
			await run(items, { executionId: 'execution-3' });
			expect(textsTo(ANN)).toHaveLength(before + 1);
			expect(textsTo(BOB)).toHaveLength(1);
		});
	});

	it('a send that was stopped while it waited for its turn was not sent, and is not uncertain', async () => {
		const abort = new AbortController();
		node.emulator.faults.add({ kind: 'status', status: 429, retryAfter: 20, times: 1 });
		setTimeout(() => abort.abort(), 300);
		const stopped = await failureOf(run([ann], { signal: abort.signal }));
		expect(stopped.message).toContain('The execution was stopped');
		expect(stopped.description ?? '').not.toContain('Unknown');
		execution = stored(execution);
		await run([ann], { executionId: 'execution-2' });
		expect(textsTo(ANN)).toHaveLength(1);
	});

	it('holds for reactions as well', async () => {
		const { store } = node.emulator;
		const message = store.addMessage(store.addConversation().id, { channel: 'imessage' });
		const react = async () =>
			await node.engine.execute(
				{
					resource: 'reaction',
					operation: 'send',
					messageId: message.id,
					reaction: 'custom',
					emoji: '={{ ["🎉", "🎈"][Math.floor(Math.random() * 2)] }}',
				},
				itemsOf({}),
				{ execution },
			);
		node.emulator.faults.add({ kind: 'reset', when: 'after', times: 1, path: /\/reactions$/ });
		await failureOf(react());
		expect((await failureOf(react())).message).toContain('Unknown whether it was sent');
		expect(store.message(message.id)!.reactions).toHaveLength(1);
	});
});

describe('a text of several parts', () => {
	const long = (starts: string[]) =>
		starts.map((start) => start + ' word'.repeat(250)).join('\n\n');
	const text = long(['One', 'Two', 'Three']);
	const starts = () => textsTo(ANN).map((said) => /^\w+/.exec(said)![0]);
	const splitting = { body: '={{ $json.text }}', options: { splitLongText: true } };
	let execution: IRunExecutionData;
	beforeEach(() => {
		execution = createRunExecutionData();
	});
	const run = async (said: string, options: object = {}) =>
		await node.engine.execute(send(splitting), itemsOf({ to: ANN, text: said }), {
			execution,
			...options,
		});
	/** The second request to send fails. */
	const failSecond = (fault: object) => {
		let sends = 0;
		node.emulator.beforeEach(() => {
			if (++sends === 2)
				node.emulator.faults.add({ path: '/v1/messages', times: 1, ...fault } as never);
		});
	};

	it('goes on after the part that failed, when Retry On Fail tries again', async () => {
		failSecond({ kind: 'status', status: 402 });
		const [output] = await node.engine.executeInWorkflow(
			send(splitting),
			itemsOf({ to: ANN, text }),
			retrying,
		);
		expectLogged(/^Account balance is too low/);
		expect(starts()).toEqual(['One', 'Two', 'Three']);
		expect(output![0]!.json.messageIds).toHaveLength(3);
	});

	it('says what was sent', async () => {
		failSecond({ kind: 'status', status: 402 });
		const error = await failureOf(run(text));
		expect(error.description).toContain(
			'The first part of 3 had been sent. Retry On Fail sends only the rest.',
		);
	});

	it('sends the rest of what it began with, though expressions give another text this time', async () => {
		failSecond({ kind: 'status', status: 402 });
		await failureOf(run(text));
		execution = stored(execution);
		await run(long(['Other', 'words']), { executionId: 'execution-2' });
		expect(starts()).toEqual(['One', 'Two', 'Three']);
	});

	it('sends nothing more after a part that may have been sent', async () => {
		failSecond({ kind: 'reset', when: 'after' });
		await failureOf(run(text));
		expect((await failureOf(run(text))).message).toContain('Unknown whether it was sent');
		expect(starts()).toEqual(['One', 'Two']);
	});

	it('is sent whole by the next round of a loop', async () => {
		await run(text);
		await run(long(['Four', 'Five']), { runIndex: 1 });
		expect(starts()).toEqual(['One', 'Two', 'Three', 'Four', 'Five']);
	});

	it('of a tool: the agent that tries again sends the rest, and may then say it again', async () => {
		const texting = await connectTool(
			node.engine,
			new AgentPhone(),
			send({
				toNumber: ANN,
				body: "={{ $fromAI('text', 'What to write') }}",
				options: splitting.options,
			}),
		);
		failSecond({ kind: 'status', status: 402 });
		expect(await texting.invoke({ text }).catch(String)).toContain('had been sent');
		await texting.invoke({ text });
		expect(starts()).toEqual(['One', 'Two', 'Three']);
		await texting.invoke({ text });
		expect(starts()).toHaveLength(6);
	});
});

describe('a tool of an AI agent', () => {
	const tool = async (settings: object = {}) =>
		await connectTool(
			node.engine,
			new AgentPhone(),
			send({
				toNumber: ANN,
				body: "={{ $fromAI('text', 'What to write') }} code {{ Math.random() }}",
			}),
			settings,
		);

	it('writes the same twice where the agent wants it', async () => {
		const texting = await tool();
		await texting.invoke({ text: 'Hi' });
		await texting.invoke({ text: 'Hi' });
		expect(textsTo(ANN)).toHaveLength(2);
	});

	it('sends nothing again whose answer was lost, neither by Retry On Fail nor for the agent', async () => {
		node.emulator.faults.add({ kind: 'reset', when: 'after', times: 1, path: '/v1/messages' });
		const texting = await tool(retrying);
		const answers = [await texting.invoke({ text: 'Hi' }).catch(String)];
		jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_000);
		answers.push(await texting.invoke({ text: 'Hi' }).catch(String));
		jest.restoreAllMocks();
		for (const answer of answers) expect(answer).toContain('Unknown whether it was sent');
		expect(textsTo(ANN)).toHaveLength(1);
	});
});
