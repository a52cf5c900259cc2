import { AgentPhoneMemory } from '../../../nodes/AgentPhoneMemory/AgentPhoneMemory.node';
import codex from '../../../nodes/AgentPhoneMemory/AgentPhoneMemory.node.json';

const { description } = new AgentPhoneMemory();

/** Names and defaults are stored in users' workflows: they never change. */
it('has the name and the parameters of the contract', () => {
	expect(description).toMatchObject({
		name: 'agentPhoneMemory',
		displayName: 'AgentPhone Chat Memory',
		version: 1,
		inputs: [],
		outputs: ['ai_memory'],
		credentials: [{ name: 'agentPhoneApi', required: true }],
	});
	const defaults = description.properties.map(({ name, default: value }) => [name, value]);
	expect(Object.fromEntries(defaults)).toEqual({
		conversationId: { mode: 'list', value: '' },
		contextWindowLength: 20,
		options: {},
	});
	const options = description.properties.find(({ name }) => name === 'options')!.options!;
	expect(options).toMatchObject([
		{ name: 'includeMedia', default: true },
		{ name: 'upToMessageId', default: '={{ $json.messageId }}' },
	]);
});

it('stands among the other memories', () => {
	expect(codex.subcategories).toEqual({ AI: ['Memory'], Memory: ['Other memories'] });
});
