import fastify from 'fastify';

/** As much of Telegram's Bot API as n8n's Telegram Trigger asks for when it is activated. */
export interface Telegram {
	baseUrl: string;
	/** Where it is to deliver, and the secret it is to show. */
	webhook?: { url: string; secret_token: string };
	stop(): Promise<void>;
}

export async function startTelegram(): Promise<Telegram> {
	const server = fastify();
	const telegram: Telegram = { baseUrl: '', stop: async () => server.close() };
	server.all<{ Params: { method: string }; Body?: Telegram['webhook'] }>(
		'/:bot/:method',
		async ({ params, body }) => {
			switch (params.method) {
				case 'setWebhook':
					telegram.webhook = body!;
					return { ok: true, result: true };
				case 'getWebhookInfo':
					return { ok: true, result: { url: telegram.webhook?.url ?? '' } };
				default:
					return { ok: true, result: true };
			}
		},
	);
	telegram.baseUrl = await server.listen({ port: 0, host: '127.0.0.1' });
	return telegram;
}
