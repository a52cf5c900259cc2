/** What AgentPhone refuses, with which status and in which shape, and what its SDK makes of it. */
import { AgentPhone, AgentPhoneError } from 'agentphone';

import { useBox } from './box';

const box = useBox();
const publicBox = useBox({ webhookUrls: 'public' });

const ADA = '+14155550100';
const HTTPS = 'https://files.example/1.jpg';

function imessage() {
	const { store } = box.emulator;
	const conversation = store.addConversation({ participant: ADA });
	return { conversation, message: store.addMessage(conversation.id) };
}

describe('the key', () => {
	it.each([
		['none', { authorization: '' }],
		['another one', { authorization: 'Bearer sk_live_other' }],
		['another scheme', { authorization: 'Basic sk_live_emulator' }],
	])('must be the right one: %s', async (_name, headers) => {
		const { status, body } = await box.ask('GET', '/v1/usage', undefined, headers);
		expect(status).toBe(401);
		expect(JSON.stringify(body)).not.toContain('sk_live');
	});
});

describe('the SDK', () => {
	it('throws UnprocessableEntityError for 422, with the place of what is wrong', async () => {
		const { id } = imessage().conversation;
		const asked = box.sdk.conversations.getConversation({ conversation_id: id, message_limit: 0 });
		const error = await asked.catch((caught: unknown) => caught);
		expect(error).toBeInstanceOf(AgentPhone.UnprocessableEntityError);
		expect((error as AgentPhone.UnprocessableEntityError).body).toMatchObject({
			detail: [{ loc: ['query', 'message_limit'], type: 'too_small' }],
		});
	});

	it.each([400, 401, 402, 404, 409, 429, 500, 502, 503, 504])(
		'throws AgentPhoneError for %i',
		async (status) => {
			box.emulator.faults.add({ kind: 'status', status });
			const error = await box.sdk.usage.getUsage().catch((caught: unknown) => caught);
			expect(error).toBeInstanceOf(AgentPhoneError);
			expect(error).toMatchObject({
				statusCode: status,
				body: { error: { code: expect.any(String) } },
			});
		},
	);
});

describe('unknown ids', () => {
	it.each([
		['GET', '/v1/conversations/none'],
		['PATCH', '/v1/conversations/none'],
		['GET', '/v1/conversations/none/messages'],
		['POST', '/v1/conversations/none/typing'],
		['POST', '/v1/conversations/none/background'],
		['DELETE', '/v1/conversations/none/background'],
		['POST', '/v1/messages/none/reactions'],
		['GET', '/v1/agents/none'],
		['GET', '/v1/agents/none/conversations'],
		['GET', '/v1/agents/none/webhook'],
		['POST', '/v1/agents/none/webhook'],
		['POST', '/v1/webhooks/test'],
		['GET', '/v1/nothing/like/that'],
	])('%s %s is 404', async (method, path) => {
		const { status, body } = await box.ask(method, path, method === 'GET' ? undefined : {});
		expect(status).toBe(404);
		expect(body).toMatchObject({ error: { code: 'NOT_FOUND' } });
	});

	it('includes sub-accounts', async () => {
		const headers = { 'x-sub-account-id': 'sub_none' };
		expect((await box.ask('GET', '/v1/usage', undefined, headers)).status).toBe(404);
	});
});

describe('ranges', () => {
	it.each([
		['/v1/conversations', 'limit', [1, 100], [0, 101, 'x', 1.5, '']],
		['/v1/conversations', 'offset', [0, 1_000_000], [-1, 'x']],
		['/v1/agents', 'limit', [1, 100], [0, 101]],
		['/v1/numbers', 'limit', [1, 100], [0, 101]],
		['/v1/conversations/c/messages', 'limit', [1, 200], [0, 201]],
		['/v1/conversations/c/messages', 'before', ['2026-01-01T00:00:00.123456+00:00'], ['then']],
		['/v1/conversations/c/messages', 'after', ['2026-01-01T00:00:00Z'], ['1']],
		['/v1/conversations/c', 'message_limit', [1, 100], [0, 101]],
	])('%s?%s', async (path, name, right, wrong) => {
		box.emulator.store.addConversation({ id: 'c' });
		const ask = async (value: string | number) =>
			await box.ask('GET', `${path}?${new URLSearchParams({ [name]: String(value) })}`);
		for (const value of right) expect((await ask(value)).status).toBe(200);
		for (const value of wrong)
			expect(await ask(value)).toMatchObject({
				status: 422,
				body: { detail: [{ loc: ['query', name], msg: expect.any(String) }] },
			});
	});

	it.each([
		[{ contextLimit: -1 }, 'contextLimit'],
		[{ contextLimit: 51 }, 'contextLimit'],
		[{ timeout: 4 }, 'timeout'],
		[{ timeout: 121 }, 'timeout'],
		[{ url: 5 }, 'url'],
		[{ url: undefined }, 'url'],
	])('a webhook %j is refused', async (change, field) => {
		const body = { url: 'http://127.0.0.1:1/hook', ...change };
		expect(await box.ask('POST', '/v1/webhooks', body)).toMatchObject({
			status: 422,
			body: { detail: [{ loc: ['body', field] }] },
		});
		expect(box.emulator.webhooks.master).toBeNull();
	});
});

describe('sending', () => {
	it.each<[string, object, number]>([
		['to nobody', { body: 'x' }, 422],
		['to both', { body: 'x', to_number: ADA, recipients: [ADA, '+14155550101'] }, 422],
		['to a group of one', { body: 'x', recipients: [ADA] }, 422],
		['no body', { to_number: ADA }, 422],
		['an empty body', { to_number: ADA, body: '' }, 422],
		['media over HTTP', { to_number: ADA, body: 'x', media_urls: ['http://a.example/1'] }, 422],
		['21 images', { to_number: ADA, body: '', media_urls: Array(21).fill(HTTPS) }, 422],
		['a carousel with text', { to_number: ADA, body: 'x', media_urls: [HTTPS, HTTPS] }, 400],
		['an unknown style', { to_number: ADA, body: 'x', send_style: 'sparkle' }, 422],
		['to no address', { to_number: 'Ada', body: 'x' }, 400],
		['to an unknown group', { to_number: 'grp_none', body: 'x' }, 404],
		['from an unknown number', { to_number: ADA, body: 'x', number_id: 'num_none' }, 404],
		['for an unknown agent', { to_number: ADA, body: 'x', agent_id: 'agt_none' }, 404],
	])('%s', async (_name, request, status) => {
		const { conversation } = imessage();
		expect((await box.ask('POST', '/v1/messages', request)).status).toBe(status);
		expect(box.emulator.store.messages(conversation.id)).toHaveLength(1);
	});

	it.each<[string, object]>([
		['a carousel', { to_number: ADA, body: '', media_urls: [HTTPS, HTTPS] }],
		['a group', { recipients: [ADA, '+14155550101'], body: 'x' }],
		['a text of 1601 characters', { to_number: ADA, body: 'x'.repeat(1_601) }],
	])('%s on an SMS line', async (_name, request) => {
		box.emulator.store.addNumber({ type: 'sms' });
		expect((await box.ask('POST', '/v1/messages', request)).status).toBe(400);
	});

	it('without money', async () => {
		imessage();
		box.emulator.store.balance = 0;
		expect(await box.ask('POST', '/v1/messages', { to_number: ADA, body: 'x' })).toMatchObject({
			status: 402,
			body: { error: { code: 'INSUFFICIENT_BALANCE' } },
		});
	});
});

describe('reactions', () => {
	const react = async (id: string, reaction: unknown) =>
		await box.ask('POST', `/v1/messages/${id}/reactions`, { reaction });

	it('exist on iMessage only', async () => {
		const { store } = box.emulator;
		const { conversation } = imessage();
		const sms = store.addMessage(conversation.id, { channel: 'sms' });
		expect((await react(sms.id, 'love')).status).toBe(400);
	});

	it('may be any emoji on newer lines only', async () => {
		const { message } = imessage();
		expect((await react(message.id, '👍🏽')).status).toBe(200);
		box.emulator.store.allNumbers()[0].supportsEmojiReactions = false;
		expect(await react(message.id, '👍🏽')).toMatchObject({
			status: 400,
			body: { error: { message: expect.stringContaining('emoji') } },
		});
		expect((await react(message.id, 'love')).status).toBe(200);
	});

	it.each([
		['heart', 400],
		['', 422],
		[undefined, 422],
		[5, 422],
	])('cannot be %j', async (reaction, status) => {
		expect((await react(imessage().message.id, reaction)).status).toBe(status);
	});
});

describe('updates', () => {
	it.each([
		[{ metadata: [1] }, ['body', 'metadata']],
		[{ metadata: 'text' }, ['body', 'metadata']],
		[{ group_name: 5 }, ['body', 'group_name']],
		[[], ['body']],
	])('%j is malformed', async (body, loc) => {
		const { id } = imessage().conversation;
		expect(await box.ask('PATCH', `/v1/conversations/${id}`, body)).toMatchObject({
			status: 422,
			body: { detail: [{ loc }] },
		});
	});

	it('that are no JSON are malformed', async () => {
		const { id } = imessage().conversation;
		const response = await fetch(`${box.emulator.baseUrl}/v1/conversations/${id}`, {
			method: 'PATCH',
			headers: {
				authorization: `Bearer ${box.emulator.apiKey}`,
				'content-type': 'application/json',
			},
			body: '{"metadata":',
		});
		expect(response.status).toBe(422);
		expect(await response.json()).toMatchObject({ detail: [{ type: 'json_invalid' }] });
	});
});

describe('backgrounds', () => {
	const set = async (image_url: string) => {
		const { id } = imessage().conversation;
		return await box.ask('POST', `/v1/conversations/${id}/background`, { image_url });
	};
	const hosted = (type: string, bytes: number) =>
		box.emulator.mediaUrl('wallpaper', { type, bytes }).replace('http:', 'https:');

	it('must come over HTTPS', async () => {
		expect((await set('http://files.example/1.jpg')).status).toBe(422);
	});

	it('must be images of at most 10 MB', async () => {
		const largest = 10 * 1024 * 1024;
		expect((await set(hosted('image/heic', largest))).status).toBe(200);
		expect((await set(hosted('image/heic', largest + 1))).status).toBe(422);
		expect((await set(hosted('image/svg+xml', 10))).status).toBe(400);
	});
});

describe('webhook URLs', () => {
	const register = async (url: string) => await publicBox.ask('POST', '/v1/webhooks', { url });

	it.each([
		'http://93.184.216.34/hook',
		'https://127.0.0.1/hook',
		'https://10.1.2.3/hook',
		'https://192.168.0.1/hook',
		'https://169.254.169.254/hook',
		'https://[::1]/hook',
		'https://[fd00::1]/hook',
		'https://localhost/hook',
		'https://no-such-host.invalid/hook',
		'hook',
	])('%s could not be reached', async (url) => {
		expect(await register(url)).toMatchObject({
			status: 400,
			body: { error: { code: 'VALIDATION_ERROR_URL' } },
		});
	});

	it('https://93.184.216.34/hook could', async () => {
		expect((await register('https://93.184.216.34/hook')).status).toBe(200);
	});
});

describe('deleting', () => {
	it('a webhook that is not there is 404', async () => {
		expect((await box.ask('DELETE', '/v1/webhooks')).status).toBe(404);
	});
});
