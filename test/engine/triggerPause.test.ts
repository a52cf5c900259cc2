/** Wait for Pause: one execution for a burst, with each message in exactly one. */
import { sign } from '../../emulator/webhooks/deliveries';
import type { Message } from '../../nodes/api/model/types';
import { ANN, BOB, setUp, statuses, texts, until } from '../harness/engine/triggerFixture';
import type { TriggerHost } from '../harness/engine/triggerHost';

const box = setUp();
/** In seconds. */
const PAUSE = 1;
const options = { waitForPause: PAUSE };
const waiting = { parameters: { options } };
const wait = async (milliseconds: number) =>
	await new Promise((resolve) => setTimeout(resolve, milliseconds));

const messagesOf = ({ executions }: TriggerHost) =>
	executions.map(({ items }) =>
		(items[0].json.messages as Array<{ text: string }>).map(({ text }) => text),
	);
const settled = async () => await box.emulator.settled();

it('starts once for a burst, with everything in it', async () => {
	const n8n = await box.n8n(waiting);
	await n8n.activate();
	const { person } = box.emulator;
	const burst = [
		person.text(ANN, 'Hi', { channel: 'imessage' }),
		person.text(ANN, 'a table for two', { channel: 'imessage' }),
	];
	await wait(600);
	burst.push(
		person.text(ANN, '', {
			channel: 'imessage',
			mediaUrls: ['https://media.example.com/a.jpg'],
		}),
	);
	await wait(600);
	burst.push(person.text(ANN, 'at eight', { channel: 'imessage' }));
	const done = await Promise.all(burst);
	expect(done.flatMap(({ deliveries }) => deliveries.flatMap(statuses))).toEqual([
		200, 200, 200, 200,
	]);
	expect(n8n.executions).toHaveLength(1);
	const { json } = n8n.executions[0].items[0];
	expect(json).toMatchObject({
		text: 'Hi\na table for two\nat eight',
		messageId: done[3].messageId,
		mediaUrls: [expect.stringContaining('a.jpg')],
	});
	const stored = box.emulator.store.messages(done[0].conversationId!);
	expect((json.messages as Message[]).map((message) => ({ ...message }))).toEqual(
		done.map(({ messageId }, at) => ({
			messageId,
			text: ['Hi', 'a table for two', '', 'at eight'][at],
			mediaUrls: at === 2 ? [expect.stringContaining('a.jpg')] : [],
			channel: 'imessage',
			receivedAt: expect.any(String),
		})),
	);
	expect(stored).toHaveLength(4);
	expect(json.history).toEqual([]);
});

it('starts again for what comes after the pause, and for another person meanwhile', async () => {
	const n8n = await box.n8n(waiting);
	await n8n.activate();
	const { person } = box.emulator;
	await Promise.all([person.text(ANN, 'one'), person.text(BOB, 'hello'), person.text(ANN, 'two')]);
	await person.text(ANN, 'three');
	expect(texts(n8n).sort()).toEqual(['hello', 'one\ntwo', 'three']);
});

it('has AgentPhone wait as long as it takes, and registers anew where it would not', async () => {
	const n8n = await box.n8n();
	await n8n.activate();
	expect(box.emulator.webhooks.master?.timeout).toBe(30);
	n8n.parameters = { options: { waitForPause: 8 } };
	await n8n.activate('init');
	expect(box.emulator.webhooks.master?.timeout).toBe(38);
	const writes = box.writes().length;
	await n8n.activate('init');
	expect(box.writes()).toHaveLength(writes);
	n8n.parameters = { options: { waitForPause: 100, timeout: 60 } };
	await n8n.activate('init');
	expect(box.emulator.webhooks.master?.timeout).toBe(120);
});

it.each([-1, 111, 'soon', '', null])('refuses to activate with a pause of %j', async (pause) => {
	const n8n = await box.n8n({ parameters: { options: { waitForPause: pause } } as never });
	await expect(n8n.activate()).rejects.toThrow(/Wait for Pause is/);
});

it('takes each message once, however often and wherever it is delivered', async () => {
	const n8n = await box.n8n(waiting);
	await n8n.activate();
	const done = await Promise.all(
		['one', 'two', 'three'].map(async (text) => box.emulator.person.text(ANN, text)),
	);
	const again = async () =>
		await Promise.all(
			done.map(async ({ deliveryId, deliveries: [{ event, body }] }) =>
				box.emulator.deliver(event, body as Record<string, unknown>, { id: deliveryId! }),
			),
		);
	await again();
	n8n.kill();
	await n8n.activate('init');
	await again();
	expect(texts(n8n)).toEqual(['one\ntwo\nthree']);
});

it('stores nothing for a text that another one hands on: what other processes stored stays', async () => {
	const n8n = await box.n8n(waiting);
	await n8n.activate();
	const before = n8n.writes;
	const first = box.emulator.person.text(ANN, 'one');
	await wait(200);
	n8n.changeStored((node) => (node.secret = 'whsec_rotated'));
	const second = box.emulator.person.text(ANN, 'two');
	await first;
	expect(n8n.staticData['node:AgentPhone Trigger']).toMatchObject({ secret: 'whsec_rotated' });
	expect(n8n.writes).toBe(before);
	await second;
	expect(texts(n8n)).toEqual(['one\ntwo']);
});

it('comes back when AgentPhone cannot be asked, and then starts', async () => {
	const n8n = await box.n8n(waiting);
	await n8n.activate();
	box.emulator.faults.add({ kind: 'status', status: 503, path: /messages$/, times: 2 });
	const first = await box.emulator.person.text(ANN, 'one');
	expect(statuses(first.deliveries[0])[0]).toBe(503);
	await settled();
	expect(statuses(first.deliveries[0])).toEqual([503, 503, 200]);
	expect(texts(n8n)).toEqual(['one']);
	expect(n8n.log[0]).toContain('AgentPhone could not be asked whether more had come');
});

it('starts nothing for an attempt that was given up, and the next one starts it', async () => {
	const n8n = await box.n8n(waiting);
	await n8n.activate();
	const { webhooks, person } = box.emulator;
	const { url, secret } = webhooks.master!;
	// Delivered to nobody; what follows is delivered by hand.
	n8n.parameters = { events: ['agent.reaction'] };
	const done = await person.text(ANN, 'one');
	n8n.parameters = waiting.parameters;
	const body = JSON.stringify(done.deliveries[0].body);
	const timestamp = Math.floor(Date.now() / 1000);
	const post = async (signal?: AbortSignal) =>
		await fetch(url, {
			method: 'POST',
			body,
			signal,
			headers: {
				'X-Webhook-ID': 'one',
				'X-Webhook-Timestamp': String(timestamp),
				'X-Webhook-Signature': sign(secret, timestamp, body),
			},
		});
	await expect(post(AbortSignal.timeout(300))).rejects.toThrow();
	await n8n.idle();
	expect(n8n.executions).toEqual([]);
	expect((await post()).status).toBe(200);
	expect(texts(n8n)).toEqual(['one']);
});

it('starts at once with what is never held, and with what AgentPhone does not show', async () => {
	const n8n = await box.n8n({
		parameters: {
			events: ['agent.message', 'agent.reaction'],
			options: { ...options, waitForPause: 5 },
		},
	});
	await n8n.activate();
	const began = Date.now();
	const { id } = box.emulator.store.addConversation({ participant: ANN, channel: 'imessage' });
	const message = box.emulator.store.addMessage(id, { direction: 'outbound', body: 'Well?' });
	await box.emulator.person.react(message.id, 'love', { from: ANN });
	expect(Date.now() - began).toBeLessThan(4_000);
	await box.emulator.deliver('agent.message', {
		data: { from: ANN, message: 'Where?', direction: 'inbound' },
	});
	expect(Date.now() - began).toBeLessThan(4_000);
	await box.emulator.deliver('agent.message', {
		data: {
			from: ANN,
			message: 'Unknown',
			direction: 'inbound',
			conversationId: 'conv_0',
			messageId: 'msg_0',
			receivedAt: new Date().toISOString(),
		},
	});
	expect(texts(n8n)).toEqual(['Well?', 'Where?', 'Unknown']);
	expect(messagesOf({ executions: n8n.executions.slice(1) } as TriggerHost)).toEqual([
		['Where?'],
		['Unknown'],
	]);
	await until(() => n8n.executions.length === 3);
});

it('has everything in one execution while the clock stands still', async () => {
	const n8n = await box.n8n(waiting);
	await n8n.activate();
	const now = Date.now();
	box.emulator.store.clock.now = () => now;
	const all = ['one', 'two', 'three', 'four'];
	await Promise.all(all.map(async (text) => box.emulator.person.text(ANN, text)));
	await box.emulator.person.text(ANN, 'five');
	expect(messagesOf(n8n)).toEqual([all, ['five']]);
});

it('leaves a text that answers a question out of the burst, and hands on what came before it', async () => {
	const n8n = await box.n8n({
		...waiting,
		routes: (app) =>
			app.post('/webhook-waiting/1/ask', (request, response) => {
				const { text } = JSON.parse(
					String((request as unknown as { rawBody: Buffer }).rawBody),
				) as {
					text: string;
				};
				response.json({ agentPhoneQuestion: text === 'yes' ? 'answered' : 'notAnAnswer' });
			}),
	});
	await n8n.activate();
	const { store, person } = box.emulator;
	const url = `${n8n.address}/webhook-waiting/1/ask?signature=x`;
	const open = [{ id: 'msg_0', at: new Date().toISOString(), url }];
	store.addConversation({
		participant: ANN,
		metadata: { n8nWaiting: { version: 1, open, closed: [] } },
	});
	const before = person.text(ANN, 'Hello');
	await wait(300);
	await Promise.all([before, person.text(ANN, 'yes')]);
	await person.text(ANN, 'yes');
	expect(messagesOf(n8n)).toEqual([['Hello']]);
});

it('refuses to activate with a webhook that was registered by hand and gives up too early', async () => {
	const n8n = await box.n8n({
		parameters: { options: { waitForPause: 40, registration: 'manual' } },
		webhookSecret: 'whsec_by_hand',
	});
	box.emulator.webhooks.set({ subAccountId: null }, { url: n8n.productionUrl });
	await expect(n8n.activate()).rejects.toThrow(/waits only 30 seconds .* needs 45/);
	box.emulator.webhooks.set({ subAccountId: null }, { url: n8n.productionUrl, timeout: 60 });
	await n8n.activate();
});
