import { startEmulator, type Emulator } from '../emulator';
import { startN8n, type N8n } from '../n8n';
import { joinUp, type Scene } from './scene';
import { trigger, TRIGGER } from './workflows';

jest.setTimeout(240_000);

const MESSAGES = 20;
const KILL_AFTER = 8;

/** Nothing lost, nothing twice, even when n8n dies in the middle and AgentPhone delivers again. */
describe('n8n killed and started again in the middle of a stream', () => {
	let n8n: N8n;
	let emulator: Emulator;

	beforeAll(async () => {
		n8n = await startN8n();
		await n8n.client.setupOwner();
		// Six attempts over a minute, as long as n8n may take to come back.
		emulator = await startEmulator({ deliveryRetryWait: 2_000 });
	});

	afterAll(async () => {
		await n8n?.stop();
		await emulator?.stop();
	});

	it('executes each message once', async () => {
		const scene = { n8n: n8n.client, emulator } as Scene;
		await joinUp(scene);
		const workflow = await scene.save([trigger({ events: ['agent.message'] })]);
		await n8n.client.activate(workflow);

		const sent: string[] = [];
		let restarted: Promise<void> | undefined;
		for (let number = 1; number <= MESSAGES; number++) {
			const text = `Message ${number}`;
			sent.push(text);
			// Not waited for: the answer to some of them never comes.
			void emulator.person.text(`+1415555${String(number).padStart(4, '0')}`, text);
			if (number === KILL_AFTER) restarted = n8n.kill().then(() => n8n.start());
			await new Promise((resolve) => setTimeout(resolve, 150));
		}
		await restarted;
		await emulator.settled();

		expect(emulator.deliveries.filter(({ state }) => state !== 'delivered')).toEqual([]);
		expect(emulator.deliveries.some(({ attempts }) => attempts.length > 1)).toBe(true);
		const executions = await n8n.client.waitForExecutions(workflow, MESSAGES);
		const executed = executions.map((execution) => execution.items(TRIGGER)[0]?.json.text);
		expect(executed.toSorted()).toEqual(sent.toSorted());
	});
});
