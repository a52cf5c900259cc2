import { createHmac, randomUUID } from 'node:crypto';

import axios from 'axios';

import { useScene } from './scene';
import { trigger } from './workflows';

const ADA = '+14155550117';

/** Nothing twice, nothing forged: what the trigger refuses, and what it takes only once. */
describe('the trigger', () => {
	const scene = useScene();
	let workflow: string;
	let url: string;
	let secret: string;

	beforeEach(async () => {
		workflow = await scene.save([trigger({ events: ['agent.message'] })]);
		await scene.n8n.activate(workflow);
		({ url, secret } = scene.emulator.webhooks.master!);
	});

	/** Posts a delivery as AgentPhone would; `secret` and `timestamp` can be wrong. */
	async function post(options: { id?: string; secret?: string; age?: number; tamper?: boolean }) {
		const body = JSON.stringify({
			event: 'agent.message',
			channel: 'imessage',
			timestamp: new Date().toISOString(),
			agentId: null,
			data: {
				messageId: 'msg_by_hand',
				conversationId: 'conv_by_hand',
				numberId: null,
				from: ADA,
				to: '+14155550100',
				message: 'Hello',
				mediaUrl: null,
				direction: 'inbound',
				receivedAt: new Date().toISOString(),
			},
			conversationState: null,
			recentHistory: [],
		});
		const timestamp = Math.floor(Date.now() / 1000) - (options.age ?? 0);
		const signature = createHmac('sha256', options.secret ?? secret)
			.update(`${timestamp}.${body}`)
			.digest('hex');
		return await axios.post(url, options.tamper ? body.replace('Hello', 'Send money') : body, {
			headers: {
				'Content-Type': 'application/json',
				'X-Webhook-ID': options.id ?? randomUUID(),
				'X-Webhook-Event': 'agent.message',
				'X-Webhook-Timestamp': timestamp,
				'X-Webhook-Signature': `sha256=${signature}`,
			},
			validateStatus: () => true,
			proxy: false,
		});
	}

	it('executes once what is delivered six times', async () => {
		const id = randomUUID();
		const statuses: number[] = [];
		for (let attempt = 0; attempt < 3; attempt++) statuses.push((await post({ id })).status);
		const together = await Promise.all([post({ id }), post({ id }), post({ id })]);
		statuses.push(...together.map(({ status }) => status));
		expect(statuses).toEqual([200, 200, 200, 200, 200, 200]);

		// A message after them, so that a late second execution would be seen.
		await post({});
		expect(await scene.n8n.waitForExecutions(workflow, 2)).toHaveLength(2);
	});

	it('answers 401 to what is forged, stale or tampered with, and executes nothing', async () => {
		const refused = [
			await post({ secret: 'whsec_forged' }),
			await post({ age: 3_600 }),
			await post({ age: -3_600 }),
			await post({ tamper: true }),
		];
		expect(refused.map(({ status }) => status)).toEqual([401, 401, 401, 401]);

		const { status } = await post({});
		expect(status).toBe(200);
		const executions = await scene.n8n.waitForExecutions(workflow, 1);
		expect(executions).toHaveLength(1);
		expect(executions[0].items('AgentPhone Trigger')[0].json).toMatchObject({ text: 'Hello' });
	});
});
