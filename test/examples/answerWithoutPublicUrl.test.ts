import { setTimeout as wait } from 'node:timers/promises';

import { useScene } from '../harness/n8n/scene';
import { readExample } from '../harness/example';

jest.setTimeout(180_000);

const ADA = '+14155550117';

describe('the example “answer without a public address”', () => {
	const scene = useScene();

	it('answers a text that nothing delivered', async () => {
		const { emulator, n8n } = scene;
		const { id } = emulator.store.addConversation({ participant: ADA, metadata: { name: 'Ada' } });
		const workflow = await scene.saveWorkflow(readExample('answer-without-public-url'));
		await n8n.activate(workflow);
		// n8n polls once on activation, which only remembers where things stand, and then every minute.
		while (!emulator.requests.some(({ path }) => path === '/v1/conversations')) await wait(100);
		await wait(1_000);
		await emulator.person.text(ADA, 'Are you open?');
		await n8n.waitForExecutions(workflow, 1, 90_000);
		expect(emulator.store.messages(id).map(({ body }) => body)).toEqual([
			'Are you open?',
			'Hi Ada! You wrote: Are you open?',
		]);
		expect(emulator.store.conversation(id)!.metadata).toEqual({
			name: 'Ada',
			lastQuestion: 'Are you open?',
		});
		expect(emulator.webhooks.all()).toEqual([]);
	});
});
