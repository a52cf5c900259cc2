import { createEmptyRunExecutionData } from 'n8n-workflow';

import {
	asked,
	byId,
	failureOf,
	itemsOf,
	jsonOf,
	onlyBody,
	pairsOf,
	useActionNode,
} from '../harness/engine/actionNode';
import { expectLogged } from '../harness/quiet/lines';

const node = useActionNode();
const send = (parameters: object = {}) => ({
	resource: 'message',
	operation: 'send',
	sendTo: 'participant',
	toNumber: '={{ $json.to }}',
	body: '={{ $json.text }}',
	...parameters,
});
const sentTo = (participant: string) => {
	const { store } = node.emulator;
	const thread = store.thread(store.defaultNumber().id, participant);
	return store.messages(thread!.id).map(({ body }) => body);
};
const bodies = () =>
	node.emulator.requests.filter(({ method }) => method === 'POST').map(({ body }) => body);

beforeEach(() => {
	node.emulator.store.addNumber({ id: 'num_1' });
});

describe('to a participant', () => {
	it('passes the number on as it was typed, and gives AgentPhone’s answer', async () => {
		const items = await node.engine.execute(send(), itemsOf({ to: '(555) 010-0199', text: 'Hi' }));
		expect(onlyBody(node.emulator, 'POST')).toEqual({ to_number: '(555) 010-0199', body: 'Hi' });
		expect(items).toEqual([
			{
				json: expect.objectContaining({ status: 'sent', to_number: '+15550100199' }),
				pairedItem: { item: 0 },
			},
		]);
	});

	it('is sent also where n8n keeps nothing of an execution', async () => {
		const execution = createEmptyRunExecutionData();
		const items = itemsOf({ to: '+15550100199', text: 'Hi' });
		await node.engine.execute(send(), items, { execution });
		expect(sentTo('+15550100199')).toEqual(['Hi']);
	});

	it('sends what the options say, by the names of the API', async () => {
		const { store } = node.emulator;
		const agent = store.addAgent();
		store.addNumber({ id: 'num_2', phoneNumber: '+14155550100', agentId: agent.id });
		await node.engine.execute(
			send({
				options: {
					agentId: byId(agent.id),
					numberId: byId('num_2'),
					fromNumber: '+1 415 555 0100',
					sendStyle: 'slam',
					replyToMessageId: 'msg_1',
				},
			}),
			itemsOf({ to: '+15550100199', text: 'Hi' }),
		);
		expect(onlyBody(node.emulator, 'POST')).toEqual({
			to_number: '+15550100199',
			body: 'Hi',
			agent_id: agent.id,
			number_id: 'num_2',
			from_number: '+1 415 555 0100',
			send_style: 'slam',
			reply_to_message_id: 'msg_1',
		});
	});

	it.each([
		['one by one', ['https://example.com/1.jpg', ' https://example.com/2.jpg ', '']],
		['as a list', '={{ ["https://example.com/1.jpg", "https://example.com/2.jpg"] }}'],
		['as one text', 'https://example.com/1.jpg, https://example.com/2.jpg'],
		['one after the other', 'https://example.com/1.jpg\nhttps://example.com/2.jpg'],
		['as JSON', '["https://example.com/1.jpg","https://example.com/2.jpg"]'],
	])('sends a carousel whose images come %s', async (_how, mediaUrls) => {
		await node.engine.execute(send({ mediaUrls, body: '' }), itemsOf({ to: '+15550100199' }));
		expect(onlyBody(node.emulator, 'POST')).toEqual({
			to_number: '+15550100199',
			body: '',
			media_urls: ['https://example.com/1.jpg', 'https://example.com/2.jpg'],
		});
	});
});

it('keeps the commas and semicolons of a media URL', async () => {
	const url = 'https://example.com/w_200,h_100;v=1/a,b.jpg';
	await node.engine.execute(send({ mediaUrls: [url] }), itemsOf({ to: '+15550100199', text: 'x' }));
	expect(onlyBody(node.emulator, 'POST')).toMatchObject({ media_urls: [url] });
});

describe('to a conversation', () => {
	const answer = (parameters: object = {}) =>
		send({ sendTo: 'conversation', conversationId: byId('={{ $json.id }}'), ...parameters });

	it('answers the participant, from the number that the conversation is with', async () => {
		const { store } = node.emulator;
		const { id } = store.addConversation({
			participant: '+15550100199',
			phoneNumberId: store.addNumber({ id: 'num_2' }).id,
		});
		await node.engine.execute(answer(), itemsOf({ id, text: 'Hi' }));
		expect(onlyBody(node.emulator, 'POST')).toEqual({
			to_number: '+15550100199',
			number_id: 'num_2',
			body: 'Hi',
		});
		expect(store.messages(id).map(({ body }) => body)).toEqual(['Hi']);
	});

	it('answers the group, and leaves the number to the options', async () => {
		const { id } = node.emulator.store.addConversation({ groupId: 'grp_7' });
		await node.engine.execute(
			answer({ options: { numberId: byId('num_1') } }),
			itemsOf({ id, text: 'Hi' }),
		);
		expect(onlyBody(node.emulator, 'POST')).toEqual({
			to_number: 'grp_7',
			number_id: 'num_1',
			body: 'Hi',
		});
	});

	it('looks up each conversation once, and sends nothing before all are found', async () => {
		const { id } = node.emulator.store.addConversation();
		const texts = ['1', '2', '3'];
		await node.engine.execute(answer(), itemsOf(...texts.map((text) => ({ id, text }))));
		expect(asked(node.emulator, 'GET')).toHaveLength(1);
		expect(node.emulator.store.messages(id).map(({ body }) => body)).toEqual(texts);

		node.emulator.clearRequests();
		await failureOf(
			node.engine.execute(answer(), itemsOf({ id, text: '4' }, { id: 'conv_x', text: '5' })),
		);
		expect(asked(node.emulator, 'POST')).toEqual([]);
	});
});

describe('to a new group', () => {
	const group = (recipients: unknown) => send({ sendTo: 'newGroup', recipients, body: 'Welcome' });

	it('names its members and no number', async () => {
		const [{ json }] = await node.engine.execute(group(['+15550100199', 'ada@example.com']));
		expect(onlyBody(node.emulator, 'POST')).toEqual({
			recipients: ['+15550100199', 'ada@example.com'],
			body: 'Welcome',
		});
		expect(json.to_number).toMatch(/^grp_/);
	});

	it.each([
		['one text', '+15550100199,5550100198; ada@example.com'],
		['JSON', '["+15550100199", "5550100198", "ada@example.com"]'],
		['a list', '={{ ["+15550100199", "5550100198", "ada@example.com"] }}'],
	])('takes its members as %s', async (_how, recipients) => {
		await node.engine.execute(group(recipients));
		expect(onlyBody(node.emulator, 'POST')).toMatchObject({
			recipients: ['+15550100199', '5550100198', 'ada@example.com'],
		});
	});

	it.each([
		['nobody', []],
		['one', ['+15550100199']],
		['one twice', ['+15550100199', '(555) 010-0199']],
	])('is refused with %s', async (_who, recipients) => {
		const error = await failureOf(node.engine.execute(group(recipients)));
		expect(error.message).toContain('A new group needs at least 2 different recipients');
		expect([...node.emulator.requests]).toEqual([]);
	});
});

describe('several items', () => {
	it('reach one recipient in their order, however the number is spelled, and others meanwhile', async () => {
		node.emulator.faults.add({ kind: 'latency', ms: 30, path: '/v1/messages' });
		const recipients: unknown[] = [];
		node.emulator.beforeEach(({ body }) => {
			recipients.push((body as { to_number: string }).to_number);
		});
		const spellings = ['+15550100199', '(555) 010-0199', '1 555 010 0199', '5550100199'];
		const items = itemsOf(
			...Array.from({ length: 12 }, (_each, index) => ({
				to: index % 3 ? `+1555010020${index}` : spellings[(index / 3) % 4],
				text: String(index),
			})),
		);
		const output = await node.engine.execute(send(), items);
		// The first of each of five recipients before the second of anybody.
		expect(recipients.slice(0, 5).sort()).toEqual(
			[0, 1, 2, 4, 5].map((index) => items[index].json.to).sort(),
		);
		expect(sentTo('+15550100199')).toEqual(['0', '3', '6', '9']);
		expect(pairsOf(output)).toEqual(items.map((_item, item) => ({ item })));
	});

	it('are all checked before the first is sent', async () => {
		const error = await failureOf(
			node.engine.execute(
				send(),
				itemsOf({ to: '+15550100199', text: 'Hi' }, { to: '', text: 'x' }),
			),
		);
		expect(error.message).toBe('Recipient is empty [item 1]');
		expect([...node.emulator.requests]).toEqual([]);
	});

	it('are not begun once one has failed, also those for somebody who is being written to', async () => {
		node.emulator.faults.add({ kind: 'latency', ms: 40, path: '/v1/messages' });
		const long = Array.from({ length: 20 }, (_each, at) => ({ to: '+15550100191', text: `${at}` }));
		await failureOf(node.engine.execute(send(), itemsOf(...long, { to: 'nobody', text: 'x' })));
		expect(sentTo('+15550100191').length).toBeLessThan(4);
	});

	it('that fail half-way say which were sent', async () => {
		const error = await failureOf(
			node.engine.execute(
				send({ options: { concurrency: 1 } }),
				itemsOf(
					{ to: '+15550100191', text: 'a' },
					{ to: '+15550100192', text: 'b' },
					{ to: 'nobody', text: 'c' },
					{ to: '+15550100194', text: 'd' },
				),
			),
		);
		expect(error.context).toMatchObject({ itemIndex: 2 });
		expect(error.description).toContain('Already carried out: 2 of 4 items (0, 1)');
		expect(bodies()).toHaveLength(3);
	});

	it('go on without the ones that fail, where the node is set to', async () => {
		const items = await node.engine.execute(
			send(),
			itemsOf(
				{ to: '+15550100191', text: 'a' },
				{ to: 'nobody', text: 'b' },
				{ to: '+15550100193', text: '' },
				{ to: '+15550100194', text: 'd' },
			),
			{ continueOnFail: true },
		);
		expect(jsonOf(items).map((json) => json.error ?? json.status)).toEqual([
			'sent',
			expect.stringContaining('nobody'),
			'The message is empty: it has neither text nor media',
			'sent',
		]);
		expect(pairsOf(items)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }, { item: 3 }]);
	});
});

describe('a message whose answer is lost', () => {
	it('is not sent again, and the error says that it may have been sent', async () => {
		node.emulator.faults.add({ kind: 'reset', when: 'after', times: 1 });
		const error = await failureOf(
			node.engine.execute(send(), itemsOf({ to: '+15550100199', text: 'Hi' })),
		);
		expect(error.message).toContain('Unknown whether it was sent');
		expect(error.description).toContain('It may have been sent');
		expect(sentTo('+15550100199')).toEqual(['Hi']);
	});

	it('is sent again when it was refused for coming too fast', async () => {
		node.emulator.faults.add({ kind: 'status', status: 429, retryAfter: '0.01', times: 2 });
		await node.engine.execute(send(), itemsOf({ to: '+15550100199', text: 'Hi' }));
		expect(sentTo('+15550100199')).toEqual(['Hi']);
	});
});

describe('Retry On Fail', () => {
	const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
	const people = ['+15550100191', '+15550100192', '+15550100193', '+15550100194'];
	const greetings = () => itemsOf(...people.map((to) => ({ to, text: `Hello ${to}` })));
	const once = () => people.map((to) => [`Hello ${to}`]);

	it.each([
		[{}, [/^Account balance is too low \[item 0\]/]],
		[{ onError: 'continueRegularOutput' as const }, []],
	])('sends to nobody twice, and to everybody (%j)', async (settings, log) => {
		node.emulator.faults.add({ kind: 'status', status: 402, times: 1 });
		const [output] = await node.engine.executeInWorkflow(
			send({ options: { concurrency: 2 } }),
			greetings(),
			{ ...retrying, ...settings },
		);
		expectLogged(...log);
		expect(people.map(sentTo)).toEqual(once());
		expect(jsonOf(output).map(({ status }) => status)).toEqual(['sent', 'sent', 'sent', 'sent']);
		expect(pairsOf(output)).toEqual(people.map((_each, item) => ({ item })));
	});

	it('sends to nobody again whose answer was lost', async () => {
		node.emulator.faults.add({ kind: 'reset', when: 'after', times: 1 });
		const error = await failureOf(
			node.engine.executeInWorkflow(send({ options: { concurrency: 1 } }), greetings(), retrying),
		);
		expect(error.message).toContain('Unknown whether it was sent');
		expectLogged(/^Unknown whether it was sent/);
		expect(bodies()).toHaveLength(1);
	});

	it('sends the same text again where a later run of the workflow asks for it', async () => {
		const [first] = greetings();
		await node.engine.executeInWorkflow(send(), [first, first], retrying);
		await node.engine.executeInWorkflow(send(), [first], retrying);
		expect(sentTo(people[0])).toHaveLength(3);
	});
});

describe('what AgentPhone would refuse', () => {
	const images = (count: number) =>
		Array.from({ length: count }, (_each, index) => `https://example.com/${index}.jpg`);

	it.each([
		['nothing to send', { body: ' \n' }, 'The message is empty'],
		['text with a carousel', { body: 'Hi', mediaUrls: images(2) }, 'cannot carry a text'],
		['too many images', { body: '', mediaUrls: images(21) }, 'at most 20 images'],
		[
			'media that is no address',
			{ body: '', mediaUrls: ['menu.jpg'] },
			'not a web address: menu.jpg',
		],
		['an object for a text', { body: '={{ ({ a: 1 }) }}' }, 'The field Message must be a text'],
	])('%s is refused before any request', async (_what, parameters, message) => {
		const error = await failureOf(
			node.engine.execute(send({ toNumber: '+15550100199', ...parameters })),
		);
		expect(error.message).toContain(message);
		expect(error.description).toBeTruthy();
		expect([...node.emulator.requests]).toEqual([]);
	});

	it('a balance too low is told with what to do', async () => {
		node.emulator.store.balance = 0;
		const error = await failureOf(
			node.engine.execute(send(), itemsOf({ to: '+15550100199', text: 'Hi' })),
		);
		expect(error.message).toBe('Account balance is too low');
		expect(error.description).toContain('Top it up');
	});
});

describe('the text of an AI model', () => {
	it('goes as plain text', async () => {
		await node.engine.execute(
			send({ options: { plainText: true } }),
			itemsOf({ to: '+15550100199', text: '**Booked!** See [menu](https://example.com)' }),
		);
		expect(sentTo('+15550100199')).toEqual(['Booked! See menu (https://example.com)']);
	});

	it('goes as it is where the expression says so', async () => {
		const items = itemsOf(
			{ to: '+15550100199', text: '**a**', plain: 'false' },
			{ to: '+15550100199', text: '**b**', plain: 'true' },
		);
		await node.engine.execute(send({ options: { plainText: '={{ $json.plain }}' } }), items);
		expect(sentTo('+15550100199')).toEqual(['**a**', 'b']);
	});

	it('is refused where there is nothing but marks in it', async () => {
		const error = await failureOf(
			node.engine.execute(
				send({ options: { plainText: true } }),
				itemsOf({ to: '+15550100199', text: '---' }),
			),
		);
		expect(error.message).toBe('The message is empty: it has neither text nor media');
	});
});

describe('a long text', () => {
	const long = ['One.', 'Two.', 'Three.'].map((start) => start + ' word'.repeat(250)).join('\n\n');
	const parts = long.split('\n\n');
	const split = (options: object = {}, parameters: object = {}) =>
		send({ options: { splitLongText: true, ...options }, ...parameters });

	it('goes as several messages in order, and the item has the IDs of all', async () => {
		const items = await node.engine.execute(split(), itemsOf({ to: '+15550100199', text: long }));
		expect(sentTo('+15550100199')).toEqual(parts);
		const { store } = node.emulator;
		const thread = store.thread(store.defaultNumber().id, '+15550100199')!;
		const ids = store.messages(thread.id).map(({ id }) => id);
		expect(jsonOf(items)).toEqual([
			expect.objectContaining({ id: ids[0], to_number: '+15550100199', messageIds: ids }),
		]);
	});

	it('stays one message where it is short enough, or nothing is said', async () => {
		const items = itemsOf({ to: '+15550100199', text: 'Hi' });
		expect(jsonOf(await node.engine.execute(split(), items))[0]).toHaveProperty('messageIds', [
			expect.any(String),
		]);
		expect(jsonOf(await node.engine.execute(send(), items))[0]).not.toHaveProperty('messageIds');
	});

	it('carries media and what it replies to with its first part, and the style with each', async () => {
		const parameters = { mediaUrls: ['https://example.com/menu.jpg'] };
		await node.engine.execute(
			split({ replyToMessageId: 'msg_1', sendStyle: 'invisible' }, parameters),
			itemsOf({ to: '+15550100199', text: long }),
		);
		const [first, ...others] = bodies();
		expect(first).toMatchObject({
			media_urls: parameters.mediaUrls,
			reply_to_message_id: 'msg_1',
			send_style: 'invisible',
		});
		for (const other of others)
			expect(other).toEqual({
				to_number: '+15550100199',
				body: expect.any(String),
				send_style: 'invisible',
			});
	});

	it('goes into the group that its first part starts', async () => {
		const recipients = ['+15550100198', '+15550100199'];
		const [item] = jsonOf(
			await node.engine.execute(
				split({}, { sendTo: 'newGroup', recipients }),
				itemsOf({ text: long }),
			),
		);
		expect(bodies()).toEqual([
			{ recipients, body: parts[0] },
			{ to_number: item!.to_number, body: parts[1] },
			{ to_number: item!.to_number, body: parts[2] },
		]);
	});

	it('ends with its WhatsApp buttons', async () => {
		const { store } = node.emulator;
		const thread = store.addConversation({ participant: '+15550100199', channel: 'whatsapp' });
		store.addMessage(thread.id, { channel: 'whatsapp' });
		await node.engine.execute(
			split({ whatsApp: { buttons: { texts: ['Yes', 'No'] } } }),
			itemsOf({ to: '+15550100199', text: long }),
		);
		expect(bodies()).toEqual([
			{ to_number: '+15550100199', body: parts[0], channel: 'whatsapp' },
			{ to_number: '+15550100199', body: parts[1], channel: 'whatsapp' },
			{ to_number: '+15550100199', body: parts[2], channel: 'whatsapp', buttons: ['Yes', 'No'] },
		]);
	});
});
