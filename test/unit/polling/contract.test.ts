import type { INodeProperties } from 'n8n-workflow';

import { AgentPhonePollingTrigger } from '../../../nodes/AgentPhonePollingTrigger/AgentPhonePollingTrigger.node';

const { description } = new AgentPhonePollingTrigger();

/** Names and defaults are stored in users' workflows: they never change. */
const CONTRACT = {
	event: 'message',
	simplify: true,
	'filters.agentId': { mode: 'list', value: '' },
	'filters.channel': 'imessage',
	'filters.isGroup': true,
	'filters.participant': '',
	'options.contextLimit': 10,
	'options.metadataChanges': true,
};

const tabulate = (properties: INodeProperties[], prefix = ''): Array<[string, unknown]> =>
	properties.flatMap(
		(property): Array<[string, unknown]> =>
			property.type === 'collection'
				? tabulate(property.options as INodeProperties[], `${prefix}${property.name}.`)
				: [[`${prefix}${property.name}`, property.default]],
	);

it('the node is called what workflows call it', () => {
	expect(description).toMatchObject({
		name: 'agentPhonePollingTrigger',
		displayName: 'AgentPhone Polling Trigger',
		version: 1,
		polling: true,
		credentials: [{ name: 'agentPhoneApi', required: true }],
	});
});

it('has the parameters of the contract', () => {
	expect(Object.fromEntries(tabulate(description.properties))).toEqual(CONTRACT);
});
