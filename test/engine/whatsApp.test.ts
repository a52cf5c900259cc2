import {
	asked,
	byId,
	failureOf,
	itemsOf,
	jsonOf,
	useActionNode,
} from '../harness/engine/actionNode';

const node = useActionNode();
const ADA = '+14155550117';
const DAY = 24 * 3_600_000;

/** Ada has a thread by WhatsApp, and one by iMessage, on the same number. */
function threads(lastWroteAt = Date.now() - 1_000) {
	const { store } = node.emulator;
	const native = store.addConversation({ participant: ADA });
	const whatsApp = store.addConversation({ participant: ADA, channel: 'whatsapp' });
	store.addMessage(whatsApp.id, { channel: 'whatsapp', receivedAt: lastWroteAt });
	store.addMessage(native.id, { channel: 'imessage' });
	return { native, whatsApp };
}

const send = (parameters: object) => ({
	resource: 'message',
	operation: 'send',
	body: 'Hello',
	...parameters,
});
const run = async (parameters: object, items = itemsOf({})) =>
	await node.engine.execute(send(parameters) as never, items);
const bodies = () =>
	node.emulator.requests.flatMap(({ method, body }) => (method === 'POST' ? [body] : []));

describe('a conversation by WhatsApp', () => {
	it('is answered by WhatsApp, the other thread of the same person is not', async () => {
		const { native, whatsApp } = threads();
		const items = await run(
			{ sendTo: 'conversation', conversationId: byId('={{ $json.id }}') },
			itemsOf({ id: whatsApp.id }, { id: native.id }),
		);
		expect(jsonOf(items)).toMatchObject([
			{ channel: 'whatsapp', conversation_id: whatsApp.id },
			{ channel: 'imessage', conversation_id: native.id },
		]);
	});

	it('is got with its channel and its capabilities', async () => {
		const { whatsApp } = threads();
		const get = { resource: 'conversation', operation: 'get', conversationId: byId(whatsApp.id) };
		expect(jsonOf(await node.engine.execute(get))).toMatchObject([
			{ channel: 'whatsapp', capabilities: { channels: ['whatsapp'], reactions: true } },
		]);
	});

	it('is filtered by its channel, and so are messages', async () => {
		const { whatsApp } = threads();
		const list = {
			resource: 'conversation',
			operation: 'getAll',
			filters: { channel: 'WhatsApp' },
		};
		expect(jsonOf(await node.engine.execute(list)).map(({ id }) => id)).toEqual([whatsApp.id]);
		const messages = {
			resource: 'message',
			operation: 'getAll',
			conversationId: byId(whatsApp.id),
			filters: { channel: 'whatsapp' },
		};
		expect(jsonOf(await node.engine.execute(messages))).toHaveLength(1);
	});

	it('takes reactions', async () => {
		const { whatsApp } = threads();
		const [message] = node.emulator.store.messages(whatsApp.id);
		const react = {
			resource: 'reaction',
			operation: 'send',
			messageId: message.id,
			reaction: 'like',
		};
		expect(jsonOf(await node.engine.execute(react))).toMatchObject([{ channel: 'whatsapp' }]);
	});
});

describe('the option Channel', () => {
	it.each([
		['whatsapp', 'whatsapp'],
		['WhatsApp', 'whatsapp'],
		['automatic', undefined],
		['imessage', undefined],
		['sms', undefined],
		['mms', undefined],
	])('%s goes out as %s', async (channel, sent) => {
		threads();
		await run(
			{ toNumber: ADA, options: { channel: '={{ $json.channel }}' } },
			itemsOf({ channel }),
		);
		expect(bodies()).toEqual([expect.objectContaining({ to_number: ADA })]);
		expect((bodies()[0] as { channel?: string }).channel).toBe(sent);
	});

	it('takes nothing else', async () => {
		const error = await failureOf(run({ toNumber: ADA, options: { channel: 'pigeon' } }));
		expect(error.message).toContain('must be one of automatic, whatsapp');
		expect(asked(node.emulator, 'POST')).toEqual([]);
	});

	it('says what to do where the account has no WhatsApp', async () => {
		threads();
		node.emulator.store.whatsAppEnabled = false;
		const error = await failureOf(run({ toNumber: ADA, options: { channel: 'whatsapp' } }));
		expect(error).toMatchObject({ httpCode: '403', context: { code: 'WHATSAPP_NOT_ENABLED' } });
		expect(error.description).toContain('WhatsApp is not enabled');
	});
});

describe('WhatsApp Content', () => {
	it.each<[string, object, object]>([
		['buttons', { buttons: { texts: ['Yes', 'No'] } }, { buttons: ['Yes', 'No'] }],
		[
			'a link button',
			{ cta: { displayText: 'Menu', url: 'https://example.com/menu' } },
			{ cta: { display_text: 'Menu', url: 'https://example.com/menu' } },
		],
		[
			'a list',
			{ list: { list: '{"button": "Choose", "rows": [{"id": "1", "title": "Pizza"}]}' } },
			{ list: { button: 'Choose', rows: [{ id: '1', title: 'Pizza' }] } },
		],
		[
			'a template',
			{ template: { name: 'reminder', variables: '["Ada"]' } },
			{ template: { name: 'reminder', language: 'en_US', variables: ['Ada'] } },
		],
	])('%s goes by WhatsApp', async (_name, whatsApp, sent) => {
		threads();
		await run({ toNumber: ADA, options: { whatsApp } });
		expect(bodies()).toEqual([
			expect.objectContaining({ ...sent, channel: 'whatsapp', to_number: ADA }),
		]);
	});

	it('takes its buttons from an expression', async () => {
		threads();
		await run(
			{ toNumber: ADA, options: { whatsApp: { buttons: { texts: '={{ $json.choices }}' } } } },
			itemsOf({ choices: ['Yes'] }),
		);
		expect(bodies()).toEqual([expect.objectContaining({ buttons: ['Yes'], channel: 'whatsapp' })]);
	});

	it('a template may write first, and needs no text', async () => {
		node.emulator.store.addNumber();
		await run({ toNumber: ADA, body: '', options: { whatsApp: { template: { name: 'hello' } } } });
		expect(bodies()).toEqual([expect.objectContaining({ body: '' })]);
	});

	it('free text later than a day after the person wrote is refused by AgentPhone, in its words', async () => {
		threads(Date.now() - DAY - 60_000);
		const error = await failureOf(run({ toNumber: ADA, options: { channel: 'whatsapp' } }));
		expect(error.message).toContain('24-hour window');
	});

	it.each<[string, object, string]>([
		['two kinds', { buttons: { texts: ['A'] }, template: { name: 'b' } }, 'has one of'],
		['four buttons', { buttons: { texts: ['A', 'B', 'C', 'D'] } }, '1 to 3 buttons'],
		['a long button', { buttons: { texts: ['A button that is too long'] } }, '1 to 20 characters'],
		['a link without https', { cta: { displayText: 'A', url: 'http://a.example' } }, 'https://'],
		[
			'a list of eleven',
			{ list: { list: JSON.stringify({ rows: Array.from({ length: 11 }, () => ({})) }) } },
			'1 to 10 rows',
		],
		[
			'a template without a name',
			{ template: { language: 'de' } },
			'name of the WhatsApp template',
		],
		['a list that is no JSON', { list: { list: '{' } }, 'JSON'],
	])('with %s is refused before anything is sent', async (_name, whatsApp, message) => {
		threads();
		const error = await failureOf(run({ toNumber: ADA, options: { whatsApp } }));
		expect(error.message).toContain(message);
		expect(node.emulator.requests).toEqual([]);
	});

	it('with media is refused, but for buttons', async () => {
		threads();
		const mediaUrls = ['https://media.example.com/1.jpg'];
		const template = { whatsApp: { template: { name: 'b' } } };
		const error = await failureOf(run({ toNumber: ADA, mediaUrls, options: template }));
		expect(error.message).toContain('carries no media');
		await run({ toNumber: ADA, mediaUrls, options: { whatsApp: { buttons: { texts: ['Yes'] } } } });
		expect(bodies()).toEqual([
			expect.objectContaining({ media_urls: mediaUrls, buttons: ['Yes'] }),
		]);
	});

	it('starts no group', async () => {
		const group = { sendTo: 'newGroup', recipients: [ADA, '+14155550118'] };
		const error = await failureOf(run({ ...group, options: { channel: 'whatsapp' } }));
		expect(error.message).toContain('group cannot be started by WhatsApp');
	});
});

it('a group whose ID is missing is not answered privately', async () => {
	const group = node.emulator.store.addConversation({
		participants: [{ identifier: ADA, name: null }],
	});
	Object.assign(group, { participant: ADA, groupId: '' });
	const error = await failureOf(run({ sendTo: 'conversation', conversationId: byId(group.id) }));
	expect(error.message).toContain('does not say whom this conversation is with');
	expect(asked(node.emulator, 'POST')).toEqual([]);
});
