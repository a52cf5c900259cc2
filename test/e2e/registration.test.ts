import axios from 'axios';

import { startEmulator } from '../../emulator';
import { until } from '../../n8n';
import { joinUp, useScene, type Scene } from '../harness/n8n/scene';
import { trigger, TRIGGER } from '../harness/n8n/workflows';

const ADA = '+14155550117';

/** The webhook's life at AgentPhone: registered, refused, borrowed by a test run, changed by somebody else. */
describe('the trigger’s webhook', () => {
	const scene = useScene();

	const texts = async (workflow: string, count: number) =>
		(await scene.n8n.waitForExecutions(workflow, count)).map(
			(execution) => execution.items(TRIGGER)[0].json.text,
		);

	it('is there while the workflow is active, and gone afterwards', async () => {
		const workflow = await scene.save([trigger()]);
		await scene.n8n.activate(workflow);
		expect(scene.emulator.webhooks.master?.url).toContain(`${scene.n8n.url}/webhook/`);
		await scene.n8n.deactivate(workflow);
		expect(scene.emulator.webhooks.master).toBeNull();
	});

	it('that AgentPhone cannot reach makes an error that names the URL and WEBHOOK_URL', async () => {
		const strict = { n8n: scene.n8n, emulator: await startEmulator({ webhookUrls: 'public' }) };
		try {
			await joinUp(strict as Scene);
			const workflow = await (strict as Scene).save([trigger()]);
			const error = await scene.n8n.activate(workflow).catch(({ message }: Error) => message);
			expect(error).toContain(`${scene.n8n.url}/webhook/`);
			expect(error).toContain('WEBHOOK_URL');
			await scene.n8n.deleteWorkflow(workflow);
		} finally {
			await strict.emulator.stop();
		}
	});

	it('loses nothing to a test run beside the active workflow', async () => {
		const { n8n, emulator } = scene;
		const workflow = await scene.save([trigger({ events: ['agent.message'] })]);
		await n8n.activate(workflow);
		const production = emulator.webhooks.master!.url;

		await emulator.person.text(ADA, 'before');
		expect(await texts(workflow, 1)).toEqual(['before']);

		await n8n.listenForTest(workflow, TRIGGER);
		await emulator.person.text(ADA, 'during');
		await emulator.settled();
		const during = await texts(workflow, 2);
		expect(new Set(during)).toEqual(new Set(['before', 'during']));

		await until(
			async () => emulator.webhooks.master?.url === production,
			async () =>
				`the webhook is still ${emulator.webhooks.master?.url}, not ${production} as before the test run`,
		);
		await emulator.person.text(ADA, 'after');
		await emulator.settled();
		const executions = await n8n.waitForExecutions(workflow, during.length + 1);
		const production_ = executions.filter(({ mode }) => mode === 'webhook');
		expect(production_.map((each) => each.items(TRIGGER)[0].json.text)).toEqual(
			expect.arrayContaining(['before', 'after']),
		);
		for (const text of ['before', 'during', 'after'])
			for (const mode of ['webhook', 'manual'])
				expect(
					executions.filter(
						(each) => each.mode === mode && each.items(TRIGGER)[0].json.text === text,
					).length,
				).toBeLessThanOrEqual(1);
	});

	it('is put back when a test run is stopped', async () => {
		const { n8n, emulator } = scene;
		const workflow = await scene.save([trigger({ events: ['agent.message'] })]);
		await n8n.activate(workflow);
		const production = emulator.webhooks.master!.url;

		await n8n.listenForTest(workflow, TRIGGER);
		await n8n.stopListening(workflow);
		await until(
			async () => emulator.webhooks.master?.url === production,
			async () => `the webhook is ${emulator.webhooks.master?.url}, not ${production}`,
		);
		await emulator.person.text(ADA, 'after the test');
		await emulator.settled();
		expect(await texts(workflow, 1)).toEqual(['after the test']);
	});

	it('still works after somebody else made AgentPhone change the secret', async () => {
		const { n8n, emulator } = scene;
		const workflow = await scene.save([trigger({ events: ['agent.message'] })]);
		await n8n.activate(workflow);
		const { url, secret } = emulator.webhooks.master!;

		await axios.post(
			`${emulator.baseUrl}/v1/webhooks`,
			{ url },
			{ headers: { Authorization: `Bearer ${emulator.apiKey}` }, proxy: false },
		);
		expect(emulator.webhooks.master!.secret).not.toBe(secret);

		await emulator.person.text(ADA, 'signed with the new secret');
		await emulator.settled();
		expect(await texts(workflow, 1)).toEqual(['signed with the new secret']);
	});
});
