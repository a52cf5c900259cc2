/** Another process can drive the box over HTTP. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { useBox } from './box';
import { useReceiver } from './receiver';

const box = useBox();
const receiver = useReceiver();

const tell = async <Body = Record<string, unknown>>(
	method: string,
	path: string,
	body?: unknown,
) => {
	const answer = await box.ask<Body>(method, `/_emulator${path}`, body, { authorization: '' });
	expect(answer.status).toBe(200);
	return answer.body;
};
const ADA = '+14155550100';

it('lists what it can be told', async () => {
	const { routes } = await tell<{ routes: string[] }>('GET', '');
	expect(routes).toEqual(
		expect.arrayContaining(['POST /_emulator/person/text', 'GET /_emulator/events']),
	);
});

it('makes rows, moves and removes them', async () => {
	const agent = await tell('POST', '/agents', { name: 'Support' });
	const number = await tell('POST', '/numbers', { agentId: agent.id, phoneNumber: '4155551000' });
	const first = await tell('POST', '/conversations', { participant: ADA });
	const second = await tell('POST', '/conversations');
	expect(first).toMatchObject({ phoneNumberId: number.id, agentId: agent.id, participant: ADA });
	const message = await tell('POST', `/conversations/${first.id}/messages`, { body: 'Hi' });
	await tell('POST', `/messages/${message.id}/reactions`, { reactionType: 'like' });
	await tell('POST', `/conversations/${second.id}/touch`);
	const order = async () =>
		(await tell<Array<{ id: string }>>('GET', '/conversations')).map(({ id }) => id);
	expect(await order()).toEqual([second.id, first.id]);
	expect(await tell('GET', `/conversations/${first.id}/messages`)).toMatchObject([
		{ id: message.id, reactions: [{ reactionType: 'like' }] },
	]);
	await tell('DELETE', `/conversations/${second.id}`);
	expect(await order()).toEqual([first.id]);
	const { ids } = await tell<{ ids: string[] }>('POST', '/seed', { conversations: 3 });
	expect(await order()).toEqual(expect.arrayContaining(ids));
});

it('limits the rate of requests', async () => {
	await tell('PUT', '/rate-limit', { requestsASecond: 2 });
	const statuses = [];
	for (let times = 0; times < 3; times++)
		statuses.push((await box.ask('GET', '/v1/conversations')).status);
	expect(statuses).toEqual([200, 200, 429]);
	await tell('PUT', '/rate-limit', { requestsASecond: null });
	expect(await box.ask('GET', '/v1/conversations')).toMatchObject({ status: 200 });
});

it('refuses what cannot be, and says why', async () => {
	await tell('POST', '/agents', { id: 'agt_a' });
	expect(await box.ask('POST', '/_emulator/agents', { id: 'agt_a' })).toMatchObject({
		status: 400,
		body: { error: { message: expect.stringContaining('agt_a') } },
	});
});

it('plays the person, and shows what was delivered', async () => {
	await box.ask('POST', '/v1/webhooks', { url: receiver.url });
	const text = await tell('POST', '/person/text', { from: ADA, body: 'Hi' });
	await tell('POST', '/person/react', { messageId: text.messageId, reaction: 'love' });
	receiver.answer = (response) => response.writeHead(200).end('{"text":"Hello"}');
	const heard = await tell('POST', '/person/say', { from: ADA, transcript: 'Hi' });
	expect(heard.spoken).toBe('Hello');
	await tell('POST', '/person/hang-up', { callId: heard.callId });
	await tell('POST', '/deliver', { event: 'agent.odd', body: { data: {} }, options: {} });
	await tell('POST', '/settled');
	expect(await tell('GET', '/deliveries')).toMatchObject([
		{ id: text.deliveryId, event: 'agent.message', state: 'delivered' },
		{ event: 'agent.reaction' },
		{ event: 'agent.message', channel: 'voice' },
		{ event: 'agent.call_ended' },
		{ event: 'agent.odd' },
	]);
	expect(await tell('GET', '/webhooks')).toMatchObject([{ url: receiver.url }]);
});

it('sets the dialect, the balance and faults, and shows requests', async () => {
	await tell('PATCH', '/dialect', { pageSize: 2 });
	expect(await tell('GET', '/dialect')).toMatchObject({ pageSize: 2, cursor: 'exclusive' });
	await tell('PATCH', '/account', { balance: 0 });
	expect(box.emulator.store.balance).toBe(0);
	await tell('POST', '/faults', { kind: 'status', status: 503, pathPattern: '^/v1/us', times: 1 });
	expect(await tell('GET', '/faults')).toMatchObject([{ hits: 0, plan: { status: 503 } }]);
	expect((await box.ask('GET', '/v1/usage')).status).toBe(503);
	await tell('POST', '/faults', { kind: 'status', status: 500, mayNotFire: true });
	await tell('DELETE', '/faults');
	expect((await box.ask('GET', '/v1/usage')).status).toBe(200);
	expect(await tell('GET', '/requests')).toMatchObject([{ status: 503 }, { status: 200 }]);
	await tell('DELETE', '/requests');
	expect(box.emulator.requests).toHaveLength(0);
});

it('hosts media', async () => {
	const base64 = Buffer.from('content').toString('base64');
	const { url } = await tell<{ url: string }>('POST', '/media', {
		name: 'file',
		type: 'text/plain',
		base64,
	});
	expect(await (await fetch(url)).text()).toBe('content');
	expect(await tell('GET', '/media-requests')).toMatchObject([{ path: '/media/file' }]);
});

it('tells of every change as server-sent events', async () => {
	await box.ask('POST', '/v1/webhooks', { url: receiver.url });
	const stopping = new AbortController();
	const { body } = await fetch(`${box.emulator.baseUrl}/_emulator/events`, {
		signal: stopping.signal,
	});
	const { conversationId } = await box.emulator.person.text(ADA, 'Hi');
	await box.ask('POST', `/v1/conversations/${conversationId}/typing`);
	await box.ask('PATCH', `/v1/conversations/${conversationId}`, { metadata: { a: 1 } });
	let text = '';
	const decoder = new TextDecoder();
	for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
		text += decoder.decode(chunk);
		if (text.includes('"metadata":{"a":1}}\n\n')) break;
	}
	stopping.abort();
	const events = [...text.matchAll(/^data: (.*)$/gm)].map(
		([, data]) => (JSON.parse(data) as { type: string }).type,
	);
	expect([...new Set(events)]).toEqual([
		'conversation',
		'message',
		'delivery',
		'typing',
		'metadata',
	]);
});

it('starts alone, says where it is and how to use it, and stops', async () => {
	const options = [
		'--port',
		'0',
		'--page-size',
		'7',
		'--dialect',
		'cursor=inclusive',
		'--key',
		'k',
	];
	const child = spawn(process.execPath, ['--import', 'tsx', 'emulator/main.ts', ...options]);
	const ended = once(child, 'exit');
	try {
		let text = '';
		for await (const chunk of child.stdout) if ((text += chunk).includes('Stop it')) break;
		const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(text)!;
		const get = async (path: string) =>
			await (await fetch(url + path, { headers: { authorization: 'Bearer k' } })).json();
		expect(await get('/v1/conversations?limit=100')).toMatchObject({
			total: 25,
			data: { length: 7 },
		});
		expect(await get('/_emulator/dialect')).toMatchObject({ cursor: 'inclusive' });
	} finally {
		child.kill('SIGTERM');
	}
	expect(await ended).toEqual([0, null]);
});
