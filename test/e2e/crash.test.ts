import { setTimeout as wait } from 'node:timers/promises';

import type { Delivery } from '../../emulator';
import type { ExecutionDetail } from '../../n8n';
import { useMortalScene } from '../harness/n8n/scene';
import { trigger, TRIGGER } from '../harness/n8n/workflows';
import { report } from '../harness/quiet/lines';

jest.setTimeout(300_000);

/** A message, and its delivery to the trigger. */
interface Said {
	text: string;
	delivery: Delivery;
}

/**
 * n8n's own answers to whatever comes while it starts: a 200 while its data base is not ready, then a 404 until its
 * workflows are active. No node sees such a delivery, and AgentPhone does not repeat it: docs/operations.md says how to
 * keep deliveries away until n8n is ready. The trigger itself never answers 404.
 */
const STARTING_UP = 'n8n is starting up. Please wait';
function isSwallowed({ delivery }: Said): boolean {
	const { status, responseBody } = delivery.attempts.at(-1)!;
	return responseBody === STARTING_UP || status === 404;
}

/** Nothing lost and nothing twice, even when n8n dies and AgentPhone delivers again. */
describe('n8n killed and started again', () => {
	// AgentPhone comes back when n8n is ready again, as it does in reality, where its waits are minutes and hours.
	const scene = useMortalScene({ deliveryRetryWait: [40_000, 15_000, 15_000, 15_000, 15_000] });
	let workflow: string;

	beforeAll(async () => {
		workflow = await scene.save([
			trigger({ events: ['agent.message'], options: { downloadMedia: true } }),
		]);
		await scene.n8n.activate(workflow);
	});

	async function say(text: string, number = 0, mediaUrls: string[] = []): Promise<Said> {
		const person = `+1415555${String(number).padStart(4, '0')}`;
		const {
			deliveries: [delivery],
		} = await scene.emulator.person.text(person, text, { mediaUrls });
		return { text, delivery };
	}

	/** What reached the workflow: all but what n8n answered before it had loaded any. */
	function reached(said: Said[]): Said[] {
		const rest = said.filter((each) => !isSwallowed(each));
		const taken = said.length - rest.length;
		if (taken) report(`n8n, not yet ready, took ${taken} of them`);
		return rest;
	}

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
		const { emulator, host, n8n } = scene;
		const picture = emulator.mediaUrl('slow.png', { type: 'image/png', bytes: 'a', delay: 100 });
		const before = [await say('before 1'), await say('before 2', 0, [picture])];
		await n8n.waitForExecutions(workflow, 2);
		await host.kill();

		const away = await Promise.all([say('away 1', 1), say('away 2', 2), say('away 3', 3)]);
		expect(away.map(({ delivery: { state } }) => state)).toEqual(Array(3).fill('pending'));
		await host.start();
		const after = await say('after');
		await emulator.settled();
		// AgentPhone may deliver again what was acknowledged before the crash.
		const [, { delivery: acknowledged }] = before;
		const again = await emulator.deliver(
			'agent.message',
			acknowledged.body as Record<string, unknown>,
			{ id: acknowledged.id },
		);
		expect(again.attempts.map(({ status }) => status)).toEqual([200]);

		const expected = reached([...before, ...away, after]).map(({ text }) => text);
		expect(expected).toEqual(expect.arrayContaining(['before 1', 'before 2', 'after']));
		const executions = await n8n.waitForExecutions(workflow, expected.length);
		expect(count(executions)).toEqual(Object.fromEntries(expected.map((text) => [text, 1])));
	});

	it('loses no message of a burst, and repeats none but those whose answer was cut off', async () => {
		const { emulator, host, n8n } = scene;
		const before = await n8n.executions(workflow);
		const texts = Array.from({ length: 20 }, (_, index) => `burst ${index}`);
		const sendings = texts.map(async (text, number) => {
			await wait(number * 50);
			return await say(text, number);
		});
		await wait(500);
		await host.kill();
		const sent = await Promise.all(sendings);
		await host.start();
		await emulator.settled();

		const expected = reached(sent);
		expect(expected.filter(({ delivery }) => delivery.state !== 'delivered')).toEqual([]);
		const executions = await n8n.waitForExecutions(workflow, before.length + expected.length);
		const counts = count(executions.slice(before.length));
		expect(Object.keys(counts)).toEqual(expect.arrayContaining(expected.map(({ text }) => text)));
		for (const { text, delivery } of expected) {
			// n8n starts the execution, then answers: in between, a kill leaves AgentPhone without the answer.
			const [{ error }] = delivery.attempts;
			const isCutOff = error !== null && error !== 'ECONNREFUSED';
			expect([text, counts[text]]).toEqual([text, isCutOff && counts[text] === 2 ? 2 : 1]);
		}
	});
});
