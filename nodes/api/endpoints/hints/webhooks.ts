import type { Hint } from '../../http/hints';

export const webhookHints: Hint[] = [
	{
		status: [400, 422],
		text: /url|resolve|https|host/i,
		hint: 'AgentPhone must be able to reach the webhook URL from the internet, over HTTPS. Set the environment variable WEBHOOK_URL of n8n to its public address (a tunnel will do on a local machine).',
	},
];
