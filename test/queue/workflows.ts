import { randomUUID } from 'node:crypto';

import { agentPhone, chain, node, trigger } from '../harness/n8n/workflows';

const ANSWER = 'Answer to ';
export const CONFIRMED = 'Booked';

/** Our trigger, and an answer that names the message it answers. */
export const answering = () => [
	trigger({ events: ['agent.message'] }),
	agentPhone('Answer', {
		resource: 'message',
		operation: 'send',
		sendTo: 'participant',
		toNumber: '={{ $json.replyTo }}',
		body: `=${ANSWER}{{ $json.messageId }}`,
	}),
];

/** Our trigger with Wait for Pause, and something that takes a while, so that a killed worker takes some along. */
export const bursting = (waitForPause: number) => [
	trigger({ events: ['agent.message'], options: { waitForPause } }),
	node('Wait', 'n8n-nodes-base.wait', { amount: 2, unit: 'seconds' }, 1.1),
];

/** A question to whom a webhook is told of, and what comes of a yes. */
export const askingFirst = (path: string) => [
	{
		...node('Webhook', 'n8n-nodes-base.webhook', { httpMethod: 'POST', path }, 2),
		webhookId: path,
	},
	agentPhone('Ask', {
		resource: 'message',
		operation: 'sendAndWait',
		toNumber: '={{ $json.body.person }}',
		message: 'May I book it?',
	}),
	agentPhone('Confirm', {
		resource: 'message',
		operation: 'send',
		toNumber: '={{ $json.reply.from }}',
		body: CONFIRMED,
	}),
];

/** The same with n8n's own nodes only: what happens to it is n8n's doing. */
export function control(path: string, baseUrl: string, apiKey: string) {
	return chain(
		[
			{
				...node('Webhook', 'n8n-nodes-base.webhook', { httpMethod: 'POST', path }, 2),
				webhookId: randomUUID(),
			},
			node(
				'HTTP Request',
				'n8n-nodes-base.httpRequest',
				{
					method: 'POST',
					url: `${baseUrl}/v1/messages`,
					sendHeaders: true,
					headerParameters: { parameters: [{ name: 'Authorization', value: `Bearer ${apiKey}` }] },
					sendBody: true,
					specifyBody: 'json',
					jsonBody: `={{ { to_number: $json.body.data.from, body: '${ANSWER}' + $json.body.data.messageId } }}`,
				},
				4.2,
			),
		],
		'Control',
	);
}

/** The ID of the message that an answer names. */
export const answered = (body: string) => body.slice(ANSWER.length);
