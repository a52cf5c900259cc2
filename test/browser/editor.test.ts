import { marked } from '../harness/browser/editor/marked';
import { signIn } from '../harness/browser/editor/signIn';
import { agentPhone, byId, chain, manualTrigger, node } from '../harness/n8n/workflows';
import { useEditor } from './editor/useEditor';
import { eventually } from './eventually';

const test = useEditor();

beforeAll(async () => {
	const { n8n, emulator, page } = test;
	await n8n.client.setupOwner();
	await n8n.client.createCredential('AgentPhone account', 'agentPhoneApi', {
		apiKey: emulator.apiKey,
		baseUrl: emulator.baseUrl,
	});
	await signIn(page, n8n.url);
});

beforeEach(async () => await test.editor.open());

const ACTIONS = {
	'CONVERSATION ACTIONS': [
		'Get a conversation',
		'Get many conversations',
		'Remove the background of a conversation',
		'Send a typing indicator to a conversation',
		'Set the background of a conversation',
		'Update a conversation',
	],
	'CALL ACTIONS': ['Call a person', 'End a call', 'Get a call', 'Get many calls'],
	'CONTACT ACTIONS': [
		'Create a contact',
		'Create or update a contact',
		'Delete a contact',
		'Get a contact',
		'Get the capabilities of a phone number',
		'Get many contacts',
		'Update a contact',
	],
	'MESSAGE ACTIONS': [
		'Send a message',
		'Get many messages',
		'Download the media of a message',
		'Send a message and wait for response',
	],
	'REACTION ACTIONS': ['React to a message', 'Get many reactions'],
};

describe('The node panel', () => {
	it('finds AgentPhone and lists what it does, by resource', async () => {
		const panel = await test.editor.openPanel();
		await panel.search('agentphone');
		await eventually(
			() => panel.names(),
			(names) => expect(names).toEqual(['AgentPhone', 'AgentPhone Polling']),
		);
		await panel.open('AgentPhone');
		// n8n 2.41 fills a long list bit by bit.
		await eventually(
			() => panel.actions(),
			(actions) =>
				expect(actions).toMatchObject({
					'Triggers (4)': [
						'On call ended',
						'On message received',
						'On other event',
						'On reaction received',
					],
					...ACTIONS,
				}),
		);
	});

	it.each(['sms', 'imessage', 'tapback'])('finds AgentPhone by "%s"', async (word) => {
		const panel = await test.editor.openPanel();
		await panel.search(word);
		await eventually(
			() => panel.names(),
			(names) => expect(names).toContain('AgentPhone'),
		);
	});
});

describe('An action', () => {
	it.each([
		['Get a conversation', ['Conversation', 'Simplify', 'Options']],
		['Get many conversations', ['Return All', 'Limit', 'Filters', 'Options']],
		[
			'Update a conversation',
			[
				'Conversation',
				'Metadata Mode',
				'Metadata Input',
				'Metadata Fields',
				'Update Fields',
				'Options',
			],
		],
		['Remove the background of a conversation', ['Conversation', 'Options']],
		['Send a typing indicator to a conversation', ['Conversation', 'Options']],
		['Set the background of a conversation', ['Conversation', 'Image URL', 'Options']],
		['Send a message', ['To', 'Recipient', 'Message', 'Media URLs', 'Options']],
		['Get many messages', ['Conversation', 'Return All', 'Limit', 'Filters', 'Options']],
		[
			'Download the media of a message',
			['Media Source', 'Media URL', 'Put Output File in Field', 'Options'],
		],
		['React to a message', ['Message ID', 'Reaction', 'Options']],
		['Get many reactions', ['Conversation', 'Return All', 'Limit', 'Options']],
		['Create or update a contact', ['Phone Number', 'Name', 'Additional Fields', 'Options']],
		['Call a person', ['Agent', 'Recipient', 'Options']],
	])('"%s" opens with its fields', async (action, labels) => {
		const node = await test.editor.add(action);
		expect(await node.labels()).toEqual(['Credential', 'Resource', 'Operation', ...labels]);
		expect(await node.credential()).toBe('AgentPhone account');
	});

	it('shows the fields that a choice asks for', async () => {
		const node = await test.editor.add('Send a message');
		await node.choose('To', 'Conversation');
		await eventually(
			() => node.labels(),
			(labels) => {
				expect(labels).toContain('Conversation');
				expect(labels).not.toContain('Recipient');
			},
		);
		await node.choose('Resource', 'Reaction');
		await node.choose('Reaction', 'Custom Emoji');
		await node.field('Emoji').waitFor();
	});
});

describe('The conversation', () => {
	const GRACE = '+14155550142';

	beforeEach(() => {
		const { store } = test.emulator;
		test.emulator.reset();
		for (const participant of ['+14155550117', GRACE, '+447700900123'])
			store.addMessage(store.addConversation({ participant }).id, { body: 'Hello' });
	});

	it('is found in the list by a part of its phone number, and is what the node gets', async () => {
		const node = await test.editor.add('Get a conversation');
		const conversation = node.resourceLocator('Conversation');
		await conversation.open();
		expect(await conversation.items.count()).toBe(3);
		await conversation.search('555 0142');
		await eventually(
			() => conversation.items.allInnerTexts(),
			(found) => expect(found).toEqual([`${GRACE}: Hello`]),
		);
		await conversation.items.click();
		expect(await conversation.input.inputValue()).toBe(`${GRACE}: Hello`);
		await node.execute();
		await node.output.getByText(GRACE).first().waitFor();
	});

	it('cannot be something that is no ID, and says why', async () => {
		const node = await test.editor.add('Get a conversation');
		await node.resourceLocator('Conversation').enterId('+1 (415) 555-0142');
		expect(await node.issue('Conversation')).toContain('An ID has no spaces and no slashes');
	});
});

describe('The trigger', () => {
	it('opens with its fields and its notice', async () => {
		const trigger = await test.editor.add('On message received');
		expect(await trigger.labels()).toEqual([
			'Credential',
			'Events',
			'Scope',
			'Simplify',
			'Answer Callers',
			'Test Run With',
			'Options',
		]);
		expect(await trigger.notices()).toEqual([
			expect.stringContaining('AgentPhone sends events to one URL only.'),
		]);
		await trigger.field('Events').getByText('Message Received').waitFor();
	});

	it('asks for the agent where it is for one agent', async () => {
		test.emulator.store.addAgent({ id: 'agt_shop', name: 'Corner Shop' });
		const trigger = await test.editor.add('On message received');
		await trigger.choose('Scope', 'One Agent');
		const agent = trigger.resourceLocator('Agent');
		await agent.open();
		await agent.search('corner');
		await eventually(
			() => agent.items.allInnerTexts(),
			(found) => expect(found).toEqual(['Corner Shop']),
		);
	});

	it('gives a sample without waiting for anybody', async () => {
		const trigger = await test.editor.add('On message received');
		await trigger.choose('Test Run With', 'Sample Message');
		await trigger.execute();
		await trigger.output.getByText('agent.message').first().waitFor();
	});
});

describe('The output preview', () => {
	it('offers the fields of the node before, although nothing ran', async () => {
		const { n8n, editor, page } = test;
		const id = await n8n.client.createWorkflow(
			chain([
				manualTrigger(),
				agentPhone('Get It', {
					resource: 'conversation',
					operation: 'get',
					conversationId: byId('conv_ada'),
				}),
				node('Next', 'n8n-nodes-base.noOp', {}),
			]),
		);
		await editor.open(id);
		await editor.openNode('Next');
		const input = marked(page, 'ndv-input-panel');
		await input.getByText('lastMessageAt').waitFor();
		expect(await marked(input, 'run-data-schema-item').allInnerTexts()).toEqual(
			expect.arrayContaining(['participant', 'replyTo', 'metadata']),
		);
	});
});
