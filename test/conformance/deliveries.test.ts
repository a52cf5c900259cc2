/** Webhooks: who is told of what, signed how, and how often. */
import { REAL_RETRY_WAITS } from '../../emulator/webhooks/deliveries';
import { createHmac } from 'node:crypto';

import type { WebhookOwner } from '../../emulator';
import { useBox } from './box';
import { useReceiver, type Received } from './receiver';

const box = useBox();
const impatientBox = useBox({ deliveryTimeout: 60 });
const patientBox = useBox({ deliveryRetryWait: 30 });
const receiver = useReceiver();

const ADA = '+14155550100';

function register(settings: object = {}, owner: WebhookOwner = { subAccountId: null }) {
	return box.emulator.webhooks.set(owner, { url: receiver.url, ...settings });
}

/** As AgentPhone's guide tells a receiver to. */
function isGenuine({ headers, raw }: Received, secret: string): boolean {
	const signed = Buffer.concat([Buffer.from(`${headers['x-webhook-timestamp'] as string}.`), raw]);
	const expected = createHmac('sha256', secret).update(signed).digest('hex');
	return headers['x-webhook-signature'] === `sha256=${expected}`;
}

describe('a delivery', () => {
	it('is signed, fresh, and says what it is', async () => {
		const { secret } = register();
		const { deliveryId } = await box.emulator.person.text(ADA, 'Grüße 👋');
		const [received] = receiver.received;
		expect(isGenuine(received, secret)).toBe(true);
		expect(isGenuine(received, 'whsec_other')).toBe(false);
		expect(received.headers).toMatchObject({
			'content-type': 'application/json',
			'x-webhook-id': deliveryId,
			'x-webhook-event': 'agent.message',
		});
		const age = Date.now() / 1_000 - Number(received.headers['x-webhook-timestamp']);
		expect(age).toBeGreaterThanOrEqual(0);
		expect(age).toBeLessThan(5);
	});

	it('goes to the master webhook, or to that of the agent instead', async () => {
		const { store, person } = box.emulator;
		const [first, second] = [store.addAgent(), store.addAgent()];
		for (const { id } of [first, second]) store.addNumber({ agentId: id });
		const [one, two] = store.allNumbers().map(({ phoneNumber }) => phoneNumber);
		register({ url: `${receiver.url}/master` });
		register({ url: `${receiver.url}/agent` }, { agentId: second.id });
		await person.text(ADA, 'one', { to: one });
		await person.text(ADA, 'two', { to: two });
		expect(box.emulator.deliveries.map(({ url, agentId }) => [url, agentId])).toEqual([
			[`${receiver.url}/master`, first.id],
			[`${receiver.url}/agent`, second.id],
		]);
	});

	it('is not made where no webhook is registered; the message is there all the same', async () => {
		const { conversationId, messageId, deliveryId } = await box.emulator.person.text(ADA, 'Hi');
		expect(deliveryId).toBeNull();
		expect(box.emulator.store.messages(conversationId!)[0].id).toBe(messageId);
		expect(box.emulator.deliveries).toEqual([]);
	});

	it('is tried six times, with the same id', async () => {
		const { secret } = register();
		receiver.answer = (response) => response.writeHead(503).end('not now');
		await box.emulator.person.text(ADA, 'Hi');
		await box.emulator.settled();
		expect(receiver.received).toHaveLength(6);
		expect(new Set(receiver.received.map(({ headers }) => headers['x-webhook-id'])).size).toBe(1);
		expect(receiver.received.every((received) => isGenuine(received, secret))).toBe(true);
		const [{ attempts, state }] = box.emulator.deliveries;
		expect(state).toBe('failed');
		expect(attempts.map(({ status, responseBody }) => [status, responseBody])).toEqual(
			Array(6).fill([503, 'not now']),
		);
	});

	it('waits twice as long each time', async () => {
		patientBox.emulator.webhooks.set({ subAccountId: null }, { url: receiver.url });
		receiver.answer = (response) => response.writeHead(500).end();
		await patientBox.emulator.person.text(ADA, 'Hi');
		await patientBox.emulator.settled();
		const [{ attempts }] = patientBox.emulator.deliveries;
		const pauses = attempts.slice(1).map(({ at }, index) => at - attempts[index].at);
		for (const [index, least] of [30, 60, 120, 240, 480].entries())
			expect(pauses[index]).toBeGreaterThanOrEqual(least - 2);
	});

	it('is not tried again once it arrived', async () => {
		register();
		receiver.answer = (response, index) => response.writeHead(index < 2 ? 500 : 204).end();
		await box.emulator.person.text(ADA, 'Hi');
		await box.emulator.settled();
		const [{ attempts, state }] = box.emulator.deliveries;
		expect([attempts.map(({ status }) => status), state]).toEqual([[500, 500, 204], 'delivered']);
	});

	it.each([302, 400, 401, 404, 429])('is given up after a %s', async (status) => {
		register();
		receiver.answer = (response) => response.writeHead(status, { location: receiver.url }).end();
		await box.emulator.person.text(ADA, 'Hi');
		await box.emulator.settled();
		const [{ attempts, state }] = box.emulator.deliveries;
		expect([attempts.map((attempt) => attempt.status), state]).toEqual([[status], 'failed']);
	});

	it.each([400, 401, 404])(
		'is made again after a %s, where AgentPhone repeats every refusal',
		async (status) => {
			box.emulator.dialect.retried = 'everyRefusal';
			register();
			receiver.answer = (response, index) => response.writeHead(index ? 200 : status).end();
			await box.emulator.person.text(ADA, 'Hi');
			await box.emulator.settled();
			const [{ attempts, state }] = box.emulator.deliveries;
			expect([attempts.map((attempt) => attempt.status), state]).toEqual([
				[status, 200],
				'delivered',
			]);
		},
	);

	it('is made six times in the real schedule, over most of a day', () => {
		const hours = REAL_RETRY_WAITS.reduce((sum, wait) => sum + wait, 0) / 3_600_000;
		expect(REAL_RETRY_WAITS).toHaveLength(5);
		expect(hours).toBeGreaterThan(20);
		expect(hours).toBeLessThan(24);
	});

	it('fails at a redirect and at a broken connection', async () => {
		box.emulator.dialect.retried = 'everyRefusal';
		register();
		receiver.answer = (response, index) => {
			if (index === 0) response.writeHead(302, { location: receiver.url }).end();
			else if (index === 1) response.socket!.destroy();
			else response.writeHead(200).end();
		};
		await box.emulator.person.text(ADA, 'Hi');
		await box.emulator.settled();
		const [{ attempts }] = box.emulator.deliveries;
		expect(attempts.map(({ status, error }) => [status, error !== null])).toEqual([
			[302, false],
			[null, true],
			[200, false],
		]);
	});

	it('fails when the answer takes too long', async () => {
		impatientBox.emulator.webhooks.set({ subAccountId: null }, { url: receiver.url });
		receiver.answer = (response, index) => {
			if (index > 0) response.writeHead(200).end();
		};
		await impatientBox.emulator.person.text(ADA, 'Hi');
		await impatientBox.emulator.settled();
		const [{ attempts }] = impatientBox.emulator.deliveries;
		expect(attempts).toMatchObject([{ status: null, error: 'TimeoutError' }, { status: 200 }]);
	});

	it('is given up when the webhook is deleted meanwhile', async () => {
		register();
		receiver.answer = (response) => {
			box.emulator.webhooks.remove({ subAccountId: null });
			response.writeHead(500).end();
		};
		await box.emulator.person.text(ADA, 'Hi');
		await box.emulator.settled();
		expect(box.emulator.deliveries).toMatchObject([{ state: 'failed', attempts: [{}] }]);
	});

	it('can say anything, by hand', async () => {
		register();
		const delivery = await box.emulator.deliver(
			'agent.unheard_of',
			{ data: { a: 1 } },
			{ id: 'again', timestamp: 5, signature: 'sha256=00', headers: { 'x-more': 'yes' } },
		);
		const [{ headers, body }] = receiver.received;
		expect(delivery.attempts).toHaveLength(1);
		expect(headers).toMatchObject({
			'x-webhook-id': 'again',
			'x-webhook-timestamp': '5',
			'x-webhook-signature': 'sha256=00',
			'x-webhook-event': 'agent.unheard_of',
			'x-more': 'yes',
		});
		expect(body).toMatchObject({ event: 'agent.unheard_of', data: { a: 1 }, recentHistory: [] });
	});
});

describe('events', () => {
	it('of a text', async () => {
		register();
		const { store, person } = box.emulator;
		const agent = store.addAgent();
		const contact = { id: 'con_1', name: 'Ada', email: null, phoneNumber: ADA };
		const conversation = store.addConversation({ participant: ADA, metadata: { a: 1 }, contact });
		const earlier = store.addMessage(conversation.id, { direction: 'outbound', body: 'Hello?' });
		const { messageId } = await person.text(ADA, 'Look', { mediaUrls: ['https://a.example/1'] });
		expect(receiver.received[0].body).toEqual({
			event: 'agent.message',
			channel: 'imessage',
			timestamp: expect.any(String),
			agentId: agent.id,
			data: {
				messageId,
				conversationId: conversation.id,
				numberId: conversation.phoneNumberId,
				from: ADA,
				to: conversation.phoneNumber,
				contact,
				message: 'Look',
				mediaUrl: 'https://a.example/1',
				mediaUrls: ['https://a.example/1'],
				direction: 'inbound',
				receivedAt: expect.any(String),
			},
			conversationState: { a: 1 },
			recentHistory: [
				{
					messageId: earlier.id,
					content: 'Hello?',
					direction: 'outbound',
					channel: 'imessage',
					at: expect.any(String),
				},
			],
		});
	});

	it('of a text in a group', async () => {
		register();
		const group = box.emulator.store.addConversation({
			groupName: 'Friends',
			participants: [{ identifier: ADA, name: 'Ada' }],
		});
		await box.emulator.person.text('(415) 555-0100', 'Hi all', { groupId: group.groupId! });
		expect(receiver.received[0].body.data).toMatchObject({
			conversationId: group.id,
			from: ADA,
			senderIdentifier: ADA,
			group: { groupId: group.groupId, groupName: 'Friends' },
		});
	});

	it('of a text and of an image by SMS', async () => {
		register();
		const { phoneNumber: to } = box.emulator.store.addNumber({ type: 'sms' });
		await box.emulator.person.text(ADA, 'Hi', { to });
		await box.emulator.person.text(ADA, '', { to, mediaUrls: ['https://a.example/1'] });
		expect(receiver.received.map(({ body }) => body.channel)).toEqual(['sms', 'mms']);
	});

	it.each([0, 2, 50])('come with %i messages of history at most', async (contextLimit) => {
		register({ contextLimit });
		const { id } = box.emulator.store.addConversation({ participant: ADA });
		for (let count = 0; count < 60; count++) box.emulator.store.addMessage(id);
		await box.emulator.person.text(ADA, 'newest');
		const { recentHistory } = receiver.received[0].body;
		expect(recentHistory).toHaveLength(contextLimit);
		expect(recentHistory.map(({ content }) => content)).not.toContain('newest');
	});

	it('of a reaction', async () => {
		register();
		const { store, person } = box.emulator;
		const { id } = store.addConversation({ participant: ADA });
		const message = store.addMessage(id, { direction: 'outbound', body: 'Done' });
		await person.react(message.id, 'love');
		expect(receiver.received[0].body).toMatchObject({
			event: 'agent.reaction',
			channel: 'imessage',
			data: {
				conversationId: id,
				reactionType: 'love',
				fromNumber: ADA,
				direction: 'inbound',
				messageId: message.id,
				messageBody: 'Done',
				messageMediaUrl: null,
				messageMediaUrls: [],
				createdAt: expect.any(String),
			},
		});
		expect(message.reactions).toHaveLength(1);
	});
});

describe('a call', () => {
	const answering = (text: string, status = 200) => {
		receiver.answer = (response) => response.writeHead(status).end(text);
	};
	const spoken = async () => await box.emulator.person.say(ADA, 'Is anybody there?');

	it('hears the answer', async () => {
		register();
		answering('{"text":"Yes.","hangup":true}');
		const heard = await box.emulator.person.say(ADA, 'Is anybody there?', { callId: 'call_x' });
		expect(heard).toMatchObject({ spoken: 'Yes.', hangup: true, action: null, status: 200 });
		expect(receiver.received[0].body).toMatchObject({
			event: 'agent.message',
			channel: 'voice',
			data: {
				callId: 'call_x',
				from: ADA,
				status: 'in-progress',
				transcript: 'Is anybody there?',
				confidence: expect.any(Number),
				direction: 'inbound',
			},
		});
	});

	it('hears chunks as they come', async () => {
		register();
		let lastSentAt = 0;
		receiver.answer = (response) => {
			response.writeHead(200, { 'content-type': 'application/x-ndjson' });
			response.write('{"text":"One moment.","interim":true}\n');
			setTimeout(() => {
				lastSentAt = Date.now();
				response.end('{"text":"It is on its way.","action":"transfer"}');
			}, 300);
		};
		const { spoken: whole, chunks, action, hangup } = await spoken();
		expect([whole, action, hangup]).toEqual(['One moment. It is on its way.', 'transfer', false]);
		expect(chunks.map(({ interim }) => interim)).toEqual([true, false]);
		expect(chunks[0].at).toBeLessThan(lastSentAt);
	});

	it.each([
		['no object', '"Yes."', 200],
		['no JSON', 'Yes.', 200],
		['nothing', '', 204],
		['a failure', '{"text":"Yes."}', 500],
	])('hears silence when the answer is %s, and does not ask again', async (_name, text, status) => {
		register();
		answering(text, status);
		expect((await spoken()).spoken).toBe('');
		await box.emulator.settled();
		expect(receiver.received).toHaveLength(1);
	});

	it('presses keys, and ends with its whole transcript', async () => {
		register();
		answering('{"text":"Bye.","digits":"1","action":"hangup"}');
		const { callId, digits, hangup } = await spoken();
		expect([digits, hangup]).toEqual(['1', true]);
		answering('');
		await box.emulator.person.hangUp(callId, { durationSeconds: 12 });
		expect(receiver.received[1].body).toMatchObject({
			event: 'agent.call_ended',
			channel: 'voice',
			data: {
				callId,
				from: ADA,
				direction: 'inbound',
				status: 'completed',
				durationSeconds: 12,
				transcript: [
					{ role: 'user', content: 'Is anybody there?' },
					{ role: 'agent', content: 'Bye.' },
				],
			},
		});
	});
});
