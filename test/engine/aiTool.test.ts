import { AgentPhone } from '../../nodes/AgentPhone/AgentPhone.node';
import { byId, failureOf, onlyBody, useActionNode } from '../harness/engine/actionNode';
import { connectTool } from '../harness/engine/aiAgent';

/** The node in the hands of an AI agent: what the model fills in, and what it is told. */
const node = useActionNode();
const fromAi = (key: string, description: string) =>
	`={{ $fromAI('${key}', '${description}', 'string') }}`;

const send = {
	resource: 'message',
	operation: 'send',
	sendTo: 'participant',
	toNumber: fromAi('to', 'Phone number of the person'),
	body: fromAi('text', 'What to write'),
};

it('sends what the model says, and tells it what became of it', async () => {
	node.emulator.store.addNumber();
	const tool = await connectTool(node.engine, new AgentPhone(), send);
	expect(tool.description).toBe('Send a message in AgentPhone');
	expect(tool.schema.safeParse({ to: '+15550100199', text: 'Hi' }).success).toBe(true);
	expect(tool.schema.safeParse({ to: '+15550100199' }).success).toBe(false);

	const answer = await tool.invoke({ to: '+15550100199', text: 'Hi' });
	expect(onlyBody(node.emulator, 'POST')).toEqual({ to_number: '+15550100199', body: 'Hi' });
	expect(JSON.parse(answer)).toEqual([expect.objectContaining({ status: 'sent' })]);
});

it('remembers state in the words of the model', async () => {
	const { id } = node.emulator.store.addConversation({ metadata: { stage: 'new' } });
	const tool = await connectTool(node.engine, new AgentPhone(), {
		resource: 'conversation',
		operation: 'update',
		conversationId: byId(id),
		metadataInput: 'json',
		metadata: fromAi('state', 'What to remember, as JSON'),
	});
	await tool.invoke({ state: '{"name": "Ada"}' });
	expect(node.emulator.store.conversation(id)!.metadata).toEqual({ stage: 'new', name: 'Ada' });
});

it('tells the model what to do about an error', async () => {
	const tool = await connectTool(node.engine, new AgentPhone(), send);
	const error = await failureOf(tool.invoke({ to: '', text: 'Hi' }));
	expect(error.message).toContain('Recipient is empty');
});

it('is not tried again by itself where the message may have been sent', async () => {
	node.emulator.store.addNumber();
	const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
	const tool = await connectTool(node.engine, new AgentPhone(), send, retrying);
	node.emulator.faults.add({ kind: 'reset', when: 'after', times: 1 });
	const error = await failureOf(tool.invoke({ to: '+15550100199', text: 'Hi' }));
	expect(error.message).toContain('Unknown whether it was sent');
	expect(node.emulator.requests).toHaveLength(1);

	const again = await tool.invoke({ to: '+15550100199', text: 'Are you there?' });
	expect(JSON.parse(again)).toEqual([expect.objectContaining({ status: 'sent' })]);
});

describe('the address book', () => {
	const phone = fromAi('phone', 'Phone number');

	it('is written in the words of the model, and says what is taken', async () => {
		const tool = await connectTool(node.engine, new AgentPhone(), {
			resource: 'contact',
			operation: 'create',
			phoneNumber: phone,
			name: fromAi('name', 'Name'),
		});
		const ada = { phone: '(415) 555-0117', name: 'Ada' };
		expect(JSON.parse(await tool.invoke(ada))).toEqual([
			expect.objectContaining({ phoneNumber: '+14155550117', name: 'Ada' }),
		]);
		const error = await failureOf(tool.invoke(ada));
		expect(error.message).toContain('already exists');
		expect(node.emulator.store.contacts.list()).toHaveLength(1);
	});

	it('a contact that the agent has deleted is gone the next time', async () => {
		const { id } = node.emulator.store.contacts.add({ phoneNumber: '+14155550117', name: 'Ada' });
		const tool = await connectTool(node.engine, new AgentPhone(), {
			resource: 'contact',
			operation: 'delete',
			contactId: { __rl: true, mode: 'id', value: fromAi('id', 'ID of the contact') },
		});
		expect(JSON.parse(await tool.invoke({ id }))).toEqual([{ id, deleted: true }]);
		expect((await failureOf(tool.invoke({ id }))).message).toContain('Contact not found');
	});

	it('a call goes to whom the model says, and to nobody without a number', async () => {
		const { store } = node.emulator;
		const agent = store.addAgent({ name: 'Support' });
		store.addNumber({ agentId: agent.id });
		const tool = await connectTool(node.engine, new AgentPhone(), {
			resource: 'call',
			operation: 'create',
			agentId: byId(agent.id),
			toNumber: phone,
		});
		const error = await failureOf(tool.invoke({ phone: 'my mother' }));
		expect(error.message).toContain('"my mother" is not a phone number');
		await tool.invoke({ phone: '415-555-0117' });
		expect(store.calls.list().map(({ toNumber }) => toNumber)).toEqual(['+14155550117']);
	});
});
