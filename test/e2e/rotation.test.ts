import { setTimeout as wait } from 'node:timers/promises';

import { useMortalScene } from '../harness/n8n/scene';
import { trigger, TRIGGER } from '../harness/n8n/workflows';

jest.setTimeout(300_000);

/** How long AgentPhone cannot be asked, in milliseconds: a minute, in an emulator that comes back sooner. */
const OUTAGE = 10_000;

describe('the secret is replaced while AgentPhone cannot be asked for the new one', () => {
	const scene = useMortalScene({ deliveryRetryWait: 2_000 });

	it('what people write meanwhile is executed once each, when AgentPhone is back', async () => {
		const { emulator, n8n } = scene;
		const workflow = await scene.save([trigger({ events: ['agent.message'] })]);
		await n8n.activate(workflow);

		emulator.faults.add({ kind: 'status', status: 503, path: /\/webhooks$/ });
		const { url } = emulator.webhooks.master!;
		emulator.webhooks.set({ subAccountId: null }, { url });
		const texts = ['one', 'two', 'three'];
		for (const text of texts) await emulator.person.text('+14155550117', text);
		const first = emulator.deliveries.map(({ attempts }) => attempts[0].status);
		await wait(OUTAGE);
		emulator.faults.clear();
		await emulator.settled();

		expect(first).toEqual([503, 503, 503]);
		expect(emulator.deliveries.map(({ state }) => state)).toEqual(texts.map(() => 'delivered'));
		const executions = await n8n.waitForExecutions(workflow, texts.length);
		const executed = executions.map((execution) => execution.items(TRIGGER)[0].json.text);
		expect(executed.sort()).toEqual([...texts].sort());
	});
});
