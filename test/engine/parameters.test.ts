import type { INodeParameters, INodeProperties, INodePropertyCollection } from 'n8n-workflow';

import { resources } from '../../nodes/AgentPhone/resources';
import {
	asked,
	byId,
	failureOf,
	itemsOf,
	jsonOf,
	onlyBody,
	useActionNode,
} from '../harness/engine/actionNode';

const node = useActionNode();
const PERSON = '+442079460958';
const send = (parameters: INodeParameters = {}): INodeParameters => ({
	resource: 'message',
	operation: 'send',
	toNumber: PERSON,
	body: 'Hi',
	...parameters,
});
const conversations = (filters: INodeParameters): INodeParameters => ({
	resource: 'conversation',
	operation: 'getAll',
	returnAll: true,
	filters,
});
const messages = (filters: INodeParameters, options: INodeParameters = {}): INodeParameters => ({
	resource: 'message',
	operation: 'getAll',
	conversationId: byId('conv_1'),
	filters,
	options,
});
const download = (parameters: INodeParameters): INodeParameters => ({
	resource: 'message',
	operation: 'downloadMedia',
	mediaUrl: 'https://example.com/a.jpg',
	...parameters,
});

beforeEach(() => {
	node.emulator.store.addNumber({ id: 'num_1' });
});

/** Runs what must be refused before any request, and gives the message. */
async function refusalOf(parameters: INodeParameters): Promise<string> {
	const error = await failureOf(node.engine.execute(parameters));
	expect(error.description).toBeTruthy();
	expect([...node.emulator.requests]).toEqual([]);
	return error.message;
}

describe('a value that a menu does not offer', () => {
	interface Menu {
		/** The operation, and the field by its name. */
		title: string;
		field: INodeProperties;
		/** What chooses the operation, shows the field, and holds the value. */
		parametersFor(value: unknown): INodeParameters;
	}

	/** The field's own name and value, in whatever it is in. */
	type Place = (value: object) => INodeParameters;

	function menusIn(
		fields: INodeProperties[],
		title: string,
		place: Place,
		base: INodeParameters,
	): Menu[] {
		return fields.flatMap((field): Menu[] => {
			const { show = {} } = field.displayOptions ?? {};
			const shown = Object.fromEntries(
				Object.entries(show).map(([name, values]) => [name, (values as string[])[0]]),
			);
			const name = `${title} ${field.name}`;
			switch (field.type) {
				case 'options':
					return [
						{
							title: name,
							field,
							parametersFor: (value) => ({
								...base,
								...shown,
								...place({ [field.name]: value }),
							}),
						},
					];
				case 'collection':
					return menusIn(
						field.options as INodeProperties[],
						name,
						(value) => ({ [field.name]: value as INodeParameters }),
						{ ...base, ...shown },
					);
				case 'fixedCollection':
					return (field.options as INodePropertyCollection[]).flatMap((group) =>
						menusIn(
							group.values,
							name,
							(value) => {
								const entry = { name: 'x', value: '1', ...value };
								const isList = field.typeOptions?.multipleValues;
								return place({ [field.name]: { [group.name]: isList ? [entry] : entry } });
							},
							{ ...base, ...shown },
						),
					);
				default:
					return [];
			}
		});
	}

	const menus = resources.flatMap((resource) =>
		resource.operations.flatMap((operation) =>
			menusIn(
				operation.fields,
				`${resource.option.value} ${operation.option.value}`,
				(value) => value as INodeParameters,
				{
					resource: resource.option.value,
					operation: operation.option.value,
					// Whatever else the operations need.
					conversationId: byId('conv_1'),
					messageId: 'msg_1',
					contactId: byId('ctc_1'),
					callId: byId('call_1'),
					agentId: byId('agt_1'),
					toNumber: PERSON,
					recipients: [PERSON, 'ada@example.com'],
					body: 'Hi',
					message: 'May I?',
					mediaUrl: 'https://example.com/a.jpg',
				},
			),
		),
	);

	it('menus are found, those in collections too', () => {
		expect(menus.map(({ title }) => title)).toEqual(
			expect.arrayContaining([
				'message send sendTo',
				'message send options sendStyle',
				'conversation update metadataFields type',
			]),
		);
	});

	it.each(
		menus.flatMap((menu) =>
			[
				'append',
				'={{ "append" }}',
				'={{ $json.no }}',
				'={{ null }}',
				'={{ 7 }}',
				'={{ ["a"] }}',
			].map((value) => [menu.title, value, menu] as const),
		),
	)('%s: %s is refused before any request', async (_title, value, { field, parametersFor }) => {
		const message = await refusalOf(parametersFor(value));
		expect(message).toContain(`The field ${field.displayName} must be one of `);
		for (const option of field.options!)
			expect(message).toContain(String('value' in option && option.value));
	});

	it('is taken in another case', async () => {
		const { id } = node.emulator.store.addConversation();
		node.emulator.store.addMessage(id, { channel: 'sms', direction: 'inbound' });
		node.emulator.store.addMessage(id, { channel: 'imessage', direction: 'inbound' });
		const filters = { channel: '={{ "SMS" }}', direction: 'Inbound' };
		const items = await node.engine.execute({
			...messages(filters, { sort: 'OLDESTFIRST' }),
			conversationId: byId(id),
		});
		expect(jsonOf(items)).toEqual([expect.objectContaining({ channel: 'sms' })]);
	});
});

describe('an expression that gives nothing', () => {
	const locator = (value: string) => ({ __rl: true, mode: 'id', value });
	it.each<[string, INodeParameters]>([
		['Participant', conversations({ participant: '={{ $json.phone }}' })],
		['Agent', conversations({ agentId: locator('={{ $json.agent }}') })],
		['Has Metadata', conversations({ hasMetadata: '={{ $json.no }}' })],
		['Is Group', conversations({ isGroup: '={{ $json.no }}' })],
		['Active Since', conversations({ activeSince: '={{ $json.since }}' })],
		['After', messages({ after: '={{ $json.no }}' })],
		['Before', messages({ before: '={{ "  " }}' })],
		['Has Media', messages({ hasMedia: '={{ null }}' })],
		['From Number', send({ options: { fromNumber: '={{ $json.no }}' } })],
		['Phone Number', send({ options: { numberId: locator('={{ $json.no }}') } })],
		['Agent', send({ options: { agentId: locator('={{ "" }}') } })],
		['Reply to Message ID', send({ options: { replyToMessageId: '={{ $json.no }}' } })],
		['Recipient', send({ toNumber: '={{ $json.no }}' })],
		['Return All', { ...conversations({}), returnAll: '={{ $json.no }}' }],
	])('in %s is refused', async (label, parameters) => {
		expect(await refusalOf(parameters)).toBe(`${label} is empty`);
	});

	it('fails its own item alone', async () => {
		node.emulator.store.addConversation({ participant: PERSON });
		node.emulator.store.addConversation();
		const items = await node.engine.execute(
			conversations({ participant: '={{ $json.phone }}' }),
			itemsOf({}, { phone: PERSON }),
			{ continueOnFail: true },
		);
		expect(jsonOf(items)).toEqual([
			{ error: 'Participant is empty', message: expect.any(String) },
			expect.objectContaining({ participant: PERSON }),
		]);
	});

	it('is not the same as a filter that a person left empty', async () => {
		node.emulator.store.seed({ conversations: 3 });
		const filters = { participant: '', activeSince: '', agentId: locator('') };
		expect(await node.engine.execute(conversations(filters))).toHaveLength(3);
	});

	it('is not the same as the word all', async () => {
		node.emulator.store.seed({ conversations: 3 });
		const filters = { activeSince: "={{ $json.since ?? 'all' }}" };
		expect(await node.engine.execute(conversations(filters))).toHaveLength(3);
	});
});

describe('a phone number copied from elsewhere', () => {
	const spellings = [
		'+44 (0)20 7946 0958',
		'\u202a+44 20 7946 0958\u202c',
		'\u200e+44 20 7946 0958\u200f',
		'+44\u00a020\u20117946\u20110958',
		'+44 20–7946—0958',
		'＋４４　２０　７９４６　０９５８',
		'\u2066+442079460958\u2069',
	];

	it.each(spellings)('%j finds the conversation', async (participant) => {
		node.emulator.store.addConversation({ participant: PERSON });
		node.emulator.store.addConversation();
		const items = await node.engine.execute(conversations({ participant }));
		expect(jsonOf(items)).toEqual([expect.objectContaining({ participant: PERSON })]);
	});

	it.each(spellings)('%j is sent without what cannot be seen', async (toNumber) => {
		node.emulator.store.addNumber({ id: 'num_2', phoneNumber: PERSON });
		await node.engine.execute(send({ toNumber, options: { fromNumber: `\u202a${toNumber}` } }));
		const body = onlyBody(node.emulator, 'POST') as Record<string, string>;
		for (const number of [body.to_number, body.from_number])
			expect(number).toMatch(/^\+44[\d -]+$/);
	});

	it('is one recipient, whose messages stay in order', async () => {
		node.emulator.faults.add({ kind: 'latency', ms: 20, path: '/v1/messages' });
		const items = itemsOf(...spellings.map((to, at) => ({ to, text: String(at) })));
		await node.engine.execute(
			send({ toNumber: '={{ $json.to }}', body: '={{ $json.text }}' }),
			items,
		);
		const texts = node.emulator.requests.map(({ body }) => (body as { body: string }).body);
		expect(texts).toEqual(spellings.map((_each, at) => String(at)));
	});

	it('is one recipient of a new group', async () => {
		const message = await refusalOf(send({ sendTo: 'newGroup', recipients: spellings }));
		expect(message).toContain('at least 2 different recipients');
	});
});

describe('a time', () => {
	it.each([
		'02/01/2026',
		'01-02-2026',
		'01.02.2026',
		'2026/01/02',
		'1/2/26',
		'Jan 2 2026',
		'2026-02-30',
		'2026-13-01',
		'20260102',
		'={{ 1767225600000 }}',
		'={{ DateTime.fromISO("x") }}',
		'={{ new Date("x") }}',
		'={{ ({ a: 1 }) }}',
	])('%s is refused, saying what to write', async (after) => {
		const error = await failureOf(node.engine.execute(messages({ after })));
		expect(error.message).toContain('The field After must be a date and time');
		expect(error.description).toContain('2026-01-31T12:00:00Z');
		expect([...node.emulator.requests]).toEqual([]);
	});

	// The workflow's zone is Berlin: an hour ahead of UTC in January.
	it.each([
		['2026-01-02', '2026-01-01T23:00:00Z'],
		['2026-01-02T10:00:00', '2026-01-02T09:00:00Z'],
		['2026-01-02 10:00', '2026-01-02T09:00:00Z'],
		['2026-01-02T10:00:00Z', '2026-01-02T10:00:00Z'],
		['2026-01-02T10:00:00+02', '2026-01-02T08:00:00Z'],
		['2026-01-02 10:00:00 +0200', '2026-01-02T08:00:00Z'],
		['={{ new Date("2026-01-02T10:00:00Z") }}', '2026-01-02T10:00:00Z'],
		['={{ DateTime.fromISO("2026-01-02T10:00:00") }}', '2026-01-02T09:00:00Z'],
	])('%s is %s', async (after, time) => {
		const { store } = node.emulator;
		const { id } = store.addConversation();
		const at = Date.parse(time);
		store.addMessage(id, { receivedAt: at - 1_000 });
		const wanted = store.addMessage(id, { receivedAt: at + 1_000 });
		const items = await node.engine.execute({ ...messages({ after }), conversationId: byId(id) });
		expect(jsonOf(items).map((message) => message.id)).toEqual([wanted.id]);
	});
});

describe('what a field cannot take', () => {
	it.each<[string, INodeParameters, string]>([
		['a blank for a number', download({ options: { maxFileSize: ' ' } }), 'Max File Size (MB)'],
		['a list for a number', download({ options: { maxFileSize: '={{ [5] }}' } }), 'Max File Size'],
		[
			'true for a number',
			{ ...conversations({}), returnAll: false, limit: '={{ true }}' },
			'Limit',
		],
		['a word for true or false', conversations({ isGroup: '={{ "maybe" }}' }), 'Is Group'],
		['a list for true or false', conversations({ isGroup: '={{ [] }}' }), 'Is Group'],
		[
			'objects for recipients',
			send({
				sendTo: 'newGroup',
				recipients: '={{ [{ phone: "+15550100191" }, { phone: "1" }] }}',
			}),
			'Recipients',
		],
		[
			'objects in JSON for recipients',
			send({ sendTo: 'newGroup', recipients: '[{"phone": "+15550100191"}, "+15550100192"]' }),
			'Recipients',
		],
		['objects for media', send({ mediaUrls: '={{ [{ url: "https://a/b.jpg" }] }}' }), 'Media URLs'],
		[
			'a blank in a media URL',
			send({ body: '', mediaUrls: 'https://a/my photo.jpg' }),
			'A media URL is not a web address: https://a/my photo.jpg',
		],
		[
			'a blank in one of several',
			send({ body: '', mediaUrls: ['https://a/b.jpg', 'https://a/my photo.jpg'] }),
			'https://a/my photo.jpg',
		],
		[
			'a blank in an image URL',
			{
				resource: 'conversation',
				operation: 'setBackground',
				conversationId: byId('conv_1'),
				imageUrl: 'https://a/my photo.jpg',
			},
			'The image URL is not a web address: https://a/my photo.jpg',
		],
		['a list for a recipient', send({ toNumber: '={{ ["+15550100191"] }}' }), 'Recipient'],
	])('%s', async (_what, parameters, message) => {
		expect(await refusalOf(parameters)).toContain(message);
	});

	it.each([
		['false', false],
		[' FALSE ', false],
		['true', true],
		['={{ 0 }}', false],
	])('%j is %j', async (isGroup, expected) => {
		node.emulator.store.addConversation({ groupId: 'grp_1' });
		node.emulator.store.addConversation();
		const items = await node.engine.execute(conversations({ isGroup }));
		expect(jsonOf(items).map((row) => row.isGroup)).toEqual([expected]);
		expect(asked(node.emulator, 'GET')).toHaveLength(1);
	});
});
