import { setTimeout as wait } from 'node:timers/promises';

import { useMortalScene } from '../harness/n8n/scene';
import { agentPhone, node } from '../harness/n8n/workflows';

jest.setTimeout(300_000);

const ADA = '+14155550117';
/** n8n polls once when a workflow is activated, and then every minute: less it refuses. */
const EVERY_MINUTE = { item: [{ mode: 'everyMinute' }] };
/** Milliseconds. */
const PATIENCE = 90_000;

/** An n8n without any public URL: AgentPhone delivers nothing, the workflow looks for itself. */
describe('the polling trigger in a running n8n', () => {
	const scene = useMortalScene({});

	const answers = () => {
		const { store } = scene.emulator;
		return store
			.conversations()
			.flatMap(({ id }) => store.messages(id))
			.filter(({ direction }) => direction === 'outbound')
			.map(({ body }) => body)
			.sort();
	};
	const answered = async (count: number) => {
		for (const end = Date.now() + PATIENCE; answers().length < count && Date.now() < end; )
			await wait(250);
	};

	it('answers a text, and after a kill what came meanwhile, once', async () => {
		const { emulator, n8n, host } = scene;
		emulator.store.addNumber();
		await emulator.person.text(ADA, 'before');
		const workflow = await scene.save([
			node('Look', 'n8n-nodes-agentphone.agentPhonePollingTrigger', {
				pollTimes: EVERY_MINUTE,
			}),
			agentPhone('Answer', {
				resource: 'message',
				operation: 'send',
				toNumber: '={{ $json.replyTo }}',
				body: '=You said {{ $json.text }}',
			}),
		]);
		await n8n.activate(workflow);
		const began = () => emulator.requests.some(({ path }) => path === '/v1/conversations');
		for (const end = Date.now() + PATIENCE; !began() && Date.now() < end; ) await wait(250);
		await wait(2_000);
		await emulator.person.text(ADA, 'one');
		await answered(1);
		expect(answers()).toEqual(['You said one']);

		await host.kill();
		await emulator.person.text(ADA, 'two');
		await emulator.person.text('+14155550118', 'three');
		await host.start();
		await answered(3);
		await wait(2_000);
		expect(answers()).toEqual(['You said one', 'You said three', 'You said two']);
		expect(emulator.webhooks.all()).toEqual([]);
	});
});
