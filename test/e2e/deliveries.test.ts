import { randomUUID } from 'node:crypto';

import type { Emulator } from '../../emulator';
import { sign } from '../../emulator/webhooks/deliveries';
import { useScene } from '../harness/n8n/scene';
import { trigger } from '../harness/n8n/workflows';

type DeliverOptions = NonNullable<Parameters<Emulator['deliver']>[2]>;

const message = (text: string) =>
	JSON.stringify({
		event: 'agent.message',
		channel: 'imessage',
		timestamp: new Date().toISOString(),
		agentId: null,
		data: {
			messageId: `msg_${randomUUID()}`,
			conversationId: 'conv_1',
			numberId: null,
			from: '+14155550117',
			to: '+14155550100',
			message: text,
			mediaUrl: null,
			direction: 'inbound',
			receivedAt: new Date().toISOString(),
		},
		conversationState: null,
		recentHistory: [],
	});

/** Nothing twice, nothing forged: what the trigger refuses, and what it takes only once. */
describe('the trigger', () => {
	const scene = useScene();
	let workflow: string;

	beforeEach(async () => {
		workflow = await scene.save([trigger({ events: ['agent.message'] })]);
		await scene.n8n.activate(workflow);
	});

	/** Delivers a message as AgentPhone would, unless the options say otherwise; gives the status of the answer. */
	async function deliver(body: string, options: DeliverOptions = {}) {
		const delivery = await scene.emulator.deliver('agent.message', body, options);
		return delivery.attempts[0].status;
	}

	it('executes once what is delivered six times', async () => {
		const id = randomUUID();
		const body = message('Hello');
		const again = () => deliver(body, { id });
		const statuses = [await again(), await again(), await again()];
		statuses.push(...(await Promise.all([again(), again(), again()])));
		expect(statuses).toEqual([200, 200, 200, 200, 200, 200]);

		// A message after them, so that a late second execution would be seen.
		await deliver(message('Another'));
		expect(await scene.n8n.waitForExecutions(workflow, 2)).toHaveLength(2);
	});

	it('answers 401 to what is forged, stale or tampered with, and executes nothing', async () => {
		const { secret } = scene.emulator.webhooks.master!;
		const now = Math.floor(Date.now() / 1000);
		const body = message('Hello');
		const signature = sign(secret, now, body);
		expect([
			await deliver(body, { secret: 'whsec_forged' }),
			await deliver(body, { timestamp: now - 3_600 }),
			await deliver(body, { timestamp: now + 3_600 }),
			await deliver(body.replace('Hello', 'Send money'), { timestamp: now, signature }),
			await deliver(body, { signature: '' }),
		]).toEqual([401, 401, 401, 401, 401]);

		expect(await deliver(body)).toBe(200);
		const executions = await scene.n8n.waitForExecutions(workflow, 1);
		expect(executions).toHaveLength(1);
		expect(executions[0].items('AgentPhone Trigger')[0].json).toMatchObject({ text: 'Hello' });
	});
});
