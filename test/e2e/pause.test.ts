import { setTimeout as wait } from 'node:timers/promises';

import fc from 'fast-check';

import { startEmulator, type Done } from '../../emulator';
import { startN8n } from '../../n8n';
import { joinUp, type MortalScene } from '../harness/n8n/scene';
import { trigger, TRIGGER } from '../harness/n8n/workflows';

jest.setTimeout(240_000);

const PEOPLE = 20;
const MESSAGES = 10;
/** Seconds. */
const PAUSE = 2;
/** Milliseconds; none so close to the pause that a busy machine might blur on which side of it they are. */
const PAUSES = fc.oneof(
	{ weight: 3, arbitrary: fc.integer({ min: 0, max: 1_400 }) },
	{ weight: 1, arbitrary: fc.integer({ min: 4_000, max: 12_000 }) },
);

/** One message of a person: how long after the one before it comes, and whether it is delivered twice. */
const course = fc.array(fc.record({ pause: PAUSES, isRepeated: fc.boolean() }), {
	minLength: MESSAGES,
	maxLength: MESSAGES,
});

interface Written {
	text: string;
	done: Done;
}

/** The trigger's option Wait for Pause, in a running n8n: each message in exactly one execution. */
describe('bursts of many people at once', () => {
	const scene = {} as MortalScene;

	beforeAll(async () => {
		// As docs/operations.md says for where many people write at once.
		const env = { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' };
		scene.host = await startN8n({ env });
		scene.n8n = scene.host.client;
		await scene.n8n.setupOwner();
		// What a busy n8n does not answer in time comes back when it is less busy.
		scene.emulator = await startEmulator({ deliveryRetryWait: 10_000 });
		await joinUp(scene);
	});

	afterAll(async () => {
		await scene.host?.stop();
		await scene.emulator?.stop();
	});

	it('are one execution each, and each message is in exactly one', async () => {
		const { emulator, n8n } = scene;
		const workflow = await scene.save([
			trigger({ events: ['agent.message'], options: { waitForPause: PAUSE } }),
		]);
		await n8n.activate(workflow);
		expect(emulator.webhooks.master?.timeout).toBe(30 + PAUSE);

		const seed = Number(process.env.PAUSE_SEED ?? Date.now() % 1_000_000);
		const courses = fc.sample(course, { numRuns: PEOPLE, seed });
		const people = courses.map(async (messages, person): Promise<Written[]> => {
			const from = `+1415555${String(1_000 + person)}`;
			const written: Promise<Written>[] = [];
			for (const [at, { pause, isRepeated }] of messages.entries()) {
				await wait(pause);
				const text = `${person}:${at}`;
				written.push(
					(async () => {
						const done = await emulator.person.text(from, text);
						const [delivery] = done.deliveries;
						if (isRepeated && delivery)
							await emulator.deliver(delivery.event, delivery.body as Record<string, unknown>, {
								id: delivery.id,
							});
						return { text, done };
					})(),
				);
			}
			return await Promise.all(written);
		});
		const written = (await Promise.all(people)).flat();
		await emulator.settled();

		const unanswered = written.filter(({ done }) =>
			done.deliveries.some(({ state }) => state !== 'delivered'),
		);
		expect({
			seed,
			unanswered: unanswered.map(({ text }) => text),
		}).toEqual({
			seed,
			unanswered: [],
		});
		const bursts = courses.map(
			(messages) => messages.filter(({ pause }, at) => at === 0 || pause > 3_000).length,
		);
		const expected = bursts.reduce((all, each) => all + each, 0);
		const executions = await n8n.waitForExecutions(workflow, expected, 60_000);
		const started = executions.flatMap((execution) =>
			(execution.items(TRIGGER)[0]?.json.messages as Array<{ text: string }>).map(
				({ text }) => text,
			),
		);
		expect({ seed, texts: started.sort() }).toEqual({
			seed,
			texts: written.map(({ text }) => text).sort(),
		});
		expect({ seed, executions: executions.length }).toEqual({ seed, executions: expected });
	});
});
