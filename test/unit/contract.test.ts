import { NodeHelpers } from 'n8n-workflow';
import type {
	INode,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
} from 'n8n-workflow';

import { AgentPhone } from '../../nodes/AgentPhone/AgentPhone.node';

/**
 * The names below are stored in users' workflows: what is in this table must never change. A parameter is a name
 * with its default and, for menus, its values. `a.b` is `b` in the collection `a`; `a.b[]` one field of many.
 */
const CONTRACT: Record<string, Record<string, unknown>> = {
	'conversation get': {
		conversationId: { mode: 'list', value: '' },
		simplify: true,
		'options.messageLimit': 50,
		'options.concurrency': 8,
	},
	'conversation getAll': {
		returnAll: false,
		limit: 50,
		'filters.agentId': { mode: 'list', value: '' },
		'filters.channel': ['imessage', 'imessage', 'mms', 'sms', 'whatsapp'],
		'filters.participant': '',
		'filters.activeSince': '',
		'filters.hasMetadata': true,
		'filters.isGroup': true,
		'options.concurrency': 8,
	},
	'conversation update': {
		conversationId: { mode: 'list', value: '' },
		metadataMode: ['merge', 'clear', 'keep', 'merge', 'mergeTopLevel', 'replace'],
		metadataInput: ['fields', 'fields', 'json'],
		'metadataFields.field[].name': '',
		'metadataFields.field[].type': ['string', 'boolean', 'json', 'null', 'number', 'string'],
		'metadataFields.field[].value': '',
		metadata: '',
		'updateFields.groupName': '',
		'options.skipUnchanged': true,
		'options.concurrency': 8,
	},
	'conversation sendTyping': {
		conversationId: { mode: 'list', value: '' },
		'options.concurrency': 8,
	},
	'conversation setBackground': {
		conversationId: { mode: 'list', value: '' },
		imageUrl: '',
		'options.concurrency': 8,
	},
	'conversation removeBackground': {
		conversationId: { mode: 'list', value: '' },
		'options.concurrency': 8,
	},
	'message send': {
		sendTo: ['participant', 'conversation', 'newGroup', 'participant'],
		toNumber: '',
		conversationId: { mode: 'list', value: '' },
		recipients: [],
		body: '',
		mediaUrls: [],
		'options.agentId': { mode: 'list', value: '' },
		'options.numberId': { mode: 'list', value: '' },
		'options.fromNumber': '',
		'options.channel': ['automatic', 'automatic', 'whatsapp'],
		'options.whatsApp.buttons[].texts': [],
		'options.whatsApp.cta[].displayText': '',
		'options.whatsApp.cta[].url': '',
		'options.whatsApp.list[].list': '',
		'options.whatsApp.template[].language': 'en_US',
		'options.whatsApp.template[].name': '',
		'options.whatsApp.template[].variables': '',
		'options.sendStyle': [
			'confetti',
			'balloons',
			'celebration',
			'confetti',
			'echo',
			'fireworks',
			'gentle',
			'invisible',
			'lasers',
			'loud',
			'love',
			'slam',
			'spotlight',
		],
		'options.plainText': true,
		'options.splitLongText': true,
		'options.replyToMessageId': '',
		'options.concurrency': 8,
	},
	'message sendAndWait': {
		hearingNotice: '',
		sendTo: ['participant', 'conversation', 'participant'],
		toNumber: '',
		conversationId: { mode: 'list', value: '' },
		message: '',
		responseType: ['approval', 'approval', 'choice', 'freeText'],
		choices: [],
		'options.answerFrom': '',
		'options.approveWords': '',
		'options.declineWords': '',
		'options.limitWaitTime.values[].limitType': [
			'afterTimeInterval',
			'afterTimeInterval',
			'atSpecifiedTime',
		],
		'options.limitWaitTime.values[].maxDateAndTime': '',
		'options.limitWaitTime.values[].resumeAmount': 45,
		'options.limitWaitTime.values[].resumeUnit': ['minutes', 'days', 'hours', 'minutes'],
		'options.plainText': true,
		'options.notUnderstood': 'Sorry, I did not understand that. Could you answer again?',
		'options.concurrency': 8,
	},
	'message getAll': {
		conversationId: { mode: 'list', value: '' },
		returnAll: false,
		limit: 50,
		'filters.after': '',
		'filters.before': '',
		'filters.direction': ['inbound', 'inbound', 'outbound'],
		'filters.channel': ['imessage', 'imessage', 'mms', 'sms', 'whatsapp'],
		'filters.hasMedia': true,
		'options.sort': ['newestFirst', 'newestFirst', 'oldestFirst'],
		'options.concurrency': 8,
	},
	'message downloadMedia': {
		mediaSource: ['url', 'message', 'url'],
		mediaUrl: '',
		conversationId: { mode: 'list', value: '' },
		messageId: '',
		binaryPropertyName: 'data',
		'options.maxFileSize': 25,
		'options.concurrency': 8,
	},
	'reaction send': {
		messageId: '',
		reaction: ['love', 'custom', 'dislike', 'emphasize', 'laugh', 'like', 'love', 'question'],
		emoji: '',
		'options.concurrency': 8,
	},
	'contact create': {
		phoneNumber: '',
		name: '',
		'additionalFields.email': '',
		'additionalFields.notes': '',
		'options.concurrency': 8,
	},
	'contact upsert': {
		phoneNumber: '',
		name: '',
		'additionalFields.email': '',
		'additionalFields.notes': '',
		'options.concurrency': 8,
	},
	'contact get': { contactId: { mode: 'list', value: '' }, 'options.concurrency': 8 },
	'contact getAll': { returnAll: false, limit: 50, search: '', 'options.concurrency': 8 },
	'contact update': {
		contactId: { mode: 'list', value: '' },
		'updateFields.email': '',
		'updateFields.name': '',
		'updateFields.notes': '',
		'updateFields.phoneNumber': '',
		'options.concurrency': 8,
	},
	'contact delete': { contactId: { mode: 'list', value: '' }, 'options.concurrency': 8 },
	'contact getCapabilities': { phoneNumber: '', 'options.concurrency': 8 },
	'call create': {
		agentId: { mode: 'list', value: '' },
		toNumber: '',
		'options.callScreeningIdentity': '',
		'options.callScreeningPurpose': '',
		'options.disableRecording': true,
		'options.fromNumberId': { mode: 'list', value: '' },
		'options.initialGreeting': '',
		'options.modelTier': ['balanced', 'balanced', 'max', 'turbo'],
		'options.systemPrompt': '',
		'options.variables': '',
		'options.voice': '',
		'options.concurrency': 8,
	},
	'call get': { callId: { mode: 'list', value: '' }, 'options.concurrency': 8 },
	'call getAll': {
		returnAll: false,
		limit: 50,
		'filters.direction': ['outbound', 'inbound', 'outbound', 'web'],
		'filters.search': '',
		'filters.status': ['completed', 'completed', 'failed', 'in-progress'],
		'filters.type': ['pstn', 'pstn', 'web'],
		'options.concurrency': 8,
	},
	'call end': { callId: { mode: 'list', value: '' }, 'options.concurrency': 8 },
	'reaction getAll': {
		conversationId: { mode: 'list', value: '' },
		returnAll: false,
		limit: 50,
		'options.concurrency': 8,
	},
};

const { description } = new AgentPhone();

/** Parameters as the table writes them: a menu is its default followed by its values. */
function tabulate(properties: INodeProperties[], prefix = ''): Array<[string, unknown]> {
	return properties.flatMap((property): Array<[string, unknown]> => {
		const name = `${prefix}${property.name}`;
		const options = property.options ?? [];
		if (property.type === 'collection') return tabulate(options as INodeProperties[], `${name}.`);
		if (property.type === 'fixedCollection')
			return (options as INodePropertyCollection[]).flatMap((each) =>
				tabulate(each.values, `${name}.${each.name}[].`),
			);
		if (property.type !== 'options') return [[name, property.default]];
		return [
			[name, [property.default, ...(options as INodePropertyOptions[]).map(({ value }) => value)]],
		];
	});
}

const operationsOf = ({ options }: INodeProperties) =>
	(options as INodePropertyOptions[]).map(({ value }) => String(value));

/** Each resource with one of its operations, as the menus offer them. */
const offered = description.properties
	.filter(({ name }) => name === 'operation')
	.flatMap((menu) => {
		const [resource] = menu.displayOptions!.show!.resource!;
		return operationsOf(menu).map((operation) => ({ resource, operation }));
	});

const fieldsOf = (resource: unknown, operation: string) =>
	description.properties.filter(
		({ displayOptions: { show = {} } = {} }) =>
			show.resource?.includes(resource as string) && show.operation?.includes(operation),
	);

it('a conversation is chosen in the ways of the contract', () => {
	const locators = description.properties.filter(({ name }) => name === 'conversationId');
	expect(locators.length).toBeGreaterThan(5);
	for (const { modes } of locators)
		expect(modes?.map(({ name }) => name)).toEqual(['list', 'id', 'participant']);
});

it('the node is called what workflows call it', () => {
	expect(description).toMatchObject({
		name: 'agentPhone',
		displayName: 'AgentPhone',
		version: 1,
		usableAsTool: true,
		credentials: [{ name: 'agentPhoneApi', required: true }],
	});
});

it('offers the resources and operations of the contract', () => {
	expect(offered.map(({ resource, operation }) => `${resource} ${operation}`).sort()).toEqual(
		Object.keys(CONTRACT).sort(),
	);
});

it.each(Object.keys(CONTRACT))('%s has the parameters of the contract', (entry) => {
	const [resource, operation] = entry.split(' ');
	expect(Object.fromEntries(tabulate(fieldsOf(resource, operation)))).toEqual(CONTRACT[entry]);
});

it.each([
	['message', 'send', 'Send a message in AgentPhone'],
	['conversation', 'update', 'Update a conversation in AgentPhone'],
	['reaction', 'send', 'React to a message in AgentPhone'],
	['contact', 'upsert', 'Create or update a contact in AgentPhone'],
	['call', 'create', 'Call a person in AgentPhone'],
])('as an AI agent’s tool, %s %s describes itself', (resource, operation, words) => {
	const node = { parameters: { resource, operation } } as unknown as INode;
	expect(NodeHelpers.getToolDescriptionForNode(node, new AgentPhone())).toBe(words);
});

describe('for the people who read it', () => {
	const all = (properties: INodeProperties[]): INodeProperties[] =>
		properties.flatMap((property) => {
			const inner = (property.options ?? []).flatMap((option) => {
				if ('values' in option) return option.values;
				return 'type' in option ? [option] : [];
			});
			return [property, ...all(inner as INodeProperties[])];
		});

	it('every field says what it is for', () => {
		const silent = all(description.properties)
			.filter(({ name }) => !['resource', 'operation'].includes(name))
			// A notice is what it says.
			.filter(({ type }) => !['collection', 'fixedCollection', 'notice'].includes(type))
			.filter((property) => !property.description && !property.hint);
		expect(silent.map(({ name }) => name)).toEqual([]);
	});

	it('no two fields of an operation are called the same', () => {
		for (const { resource, operation } of offered) {
			const labels = fieldsOf(resource, operation).map(({ displayName }) => displayName);
			expect(new Set(labels).size).toBe(labels.length);
		}
	});

	it('every operation says what it does, in the panel and in the menu', () => {
		for (const menu of description.properties.filter(({ name }) => name === 'operation'))
			for (const option of menu.options as INodePropertyOptions[])
				expect(option).toMatchObject({
					action: expect.stringMatching(/^[A-Z]/),
					description: expect.stringMatching(/^[A-Z].*[^.]$/),
				});
	});
});
