import { randomUUID } from 'node:crypto';

import { agentPhone, chain, node, trigger } from '../harness/n8n/workflows';

const ANSWER = 'Answer to ';

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
