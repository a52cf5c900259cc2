import { setTimeout as wait } from 'node:timers/promises';

import { startEmulator, type Emulator } from '../emulator';
import { startN8n, type ExecutionDetail, type N8n } from '../n8n';
import { joinUp, type Scene } from './scene';
import { trigger, TRIGGER } from './workflows';

jest.setTimeout(300_000);

/** Nothing lost and nothing twice, even when n8n dies and AgentPhone delivers again. */
describe('n8n killed and started again', () => {
	let n8n: N8n;
	let emulator: Emulator;
	let workflow: string;

	beforeAll(async () => {
		n8n = await startN8n();
		await n8n.client.setupOwner();
		// Six attempts over a minute and a half: longer than n8n takes to come back.
		emulator = await startEmulator({ deliveryRetryWait: 3_000 });
		const scene = { n8n: n8n.client, emulator } as Scene;
		await joinUp(scene);
		workflow = await scene.save([trigger({ events: ['agent.message'] })]);
		await n8n.client.activate(workflow);
	});

	afterAll(async () => {
		await n8n?.stop();
		await emulator?.stop();
	});

	const say = (text: string, number = 0) =>
		emulator.person.text(`+1415555${String(number).padStart(4, '0')}`, text);

	/** How often each text was executed, those included whose execution was cut off. */
	function count(executions: ExecutionDetail[]) {
		const counts: Record<string, number> = {};
		for (const execution of executions) {
			const text = String(execution.items(TRIGGER)[0]?.json.text);
			counts[text] = (counts[text] ?? 0) + 1;
		}
		return counts;
	}

	it('executes each message once: those before, those while it is away, and those after', async () => {
		await say('before 1');
		const {
			deliveries: [acknowledged],
		} = await say('before 2');
		await n8n.client.waitForExecutions(workflow, 2);
		await n8n.kill();

		const away = await Promise.all([say('away 1', 1), say('away 2', 2), say('away 3', 3)]);
		expect(away.map(({ deliveries: [{ state }] }) => state)).toEqual(Array(3).fill('pending'));
		await n8n.start();
		await say('after');
		await emulator.settled();
		// AgentPhone may deliver again what was acknowledged before the crash.
		const again = await emulator.deliver(
			'agent.message',
			acknowledged.body as Record<string, unknown>,
			{ id: acknowledged.id },
		);
		expect(again.attempts.map(({ status }) => status)).toEqual([200]);

		const executions = await n8n.client.waitForExecutions(workflow, 6);
		expect(count(executions)).toEqual({
			'before 1': 1,
			'before 2': 1,
			'away 1': 1,
			'away 2': 1,
			'away 3': 1,
			after: 1,
		});
	});

	it('loses no message of a burst, and repeats none but those whose answer was cut off', async () => {
		const before = await n8n.client.executions(workflow);
		const texts = Array.from({ length: 20 }, (_, index) => `burst ${index}`);
		const sendings = texts.map(async (text, number) => {
			await wait(number * 50);
			return await say(text, number);
		});
		await wait(500);
		await n8n.kill();
		const sent = await Promise.all(sendings);
		await n8n.start();
		await emulator.settled();

		const deliveries = sent.flatMap((each) => each.deliveries);
		expect(deliveries.filter(({ state }) => state !== 'delivered')).toEqual([]);
		const executions = await n8n.client.waitForExecutions(workflow, before.length + texts.length);
		const counts = count(executions.slice(before.length));
		expect(Object.keys(counts).toSorted()).toEqual(texts.toSorted());
		// n8n starts the execution, then answers: in between, a kill leaves AgentPhone without the answer.
		const cutOff = deliveries.filter(
			({ attempts: [{ error }] }) => error && error !== 'ECONNREFUSED',
		);
		expect(
			Object.values(counts).reduce((sum, each) => sum + each, 0) - texts.length,
		).toBeLessThanOrEqual(cutOff.length);
		deliveries.forEach((delivery, index) => {
			if (!cutOff.includes(delivery))
				expect([texts[index], counts[texts[index]]]).toEqual([texts[index], 1]);
		});
	});
});
