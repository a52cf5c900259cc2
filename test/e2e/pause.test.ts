import { startEmulator } from '../../emulator';
import { startN8n } from '../../n8n';
import { countBursts, planTexts, writeTexts, type Written } from '../harness/bursts';
import { joinUp, type MortalScene } from '../harness/n8n/scene';
import { trigger, TRIGGER } from '../harness/n8n/workflows';

jest.setTimeout(240_000);

/** Seconds. */
const PAUSE = 2;

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
		const plan = planTexts({ people: 20, texts: 10, seed }, [1_400, 4_000, 12_000]);
		const written = await writeTexts(emulator, plan);

		const isOpen = ({ deliveries }: Written) =>
			deliveries.some(({ state }) => state !== 'delivered');
		expect({ seed, unanswered: written.filter(isOpen) }).toEqual({ seed, unanswered: [] });
		const expected = countBursts(emulator, written, 3);
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
