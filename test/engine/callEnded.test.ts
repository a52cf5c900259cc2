import { AgentPhone } from '../../nodes/AgentPhone/AgentPhone.node';
import { byId, itemsOf } from '../harness/engine/actionNode';
import { Engine } from '../harness/engine/engine';
import { setUp, until } from '../harness/engine/triggerFixture';

const ADA = '+14155550117';
const box = setUp();

it('a call that was created leads to the event of its end, and the event to the call', async () => {
	const { emulator } = box;
	const { store, person, apiKey, baseUrl } = emulator;
	const agent = store.addAgent({ name: 'Support' });
	store.addNumber({ phoneNumber: '+14155551000', agentId: agent.id });
	store.contacts.add({ phoneNumber: ADA, name: 'Ada' });
	const n8n = await box.n8n({ parameters: { events: ['agent.call_ended'] } });
	await n8n.activate();
	const node = new Engine({ nodeType: new AgentPhone(), credentials: { apiKey, baseUrl } });

	const [created] = await node.execute(
		{
			resource: 'call',
			operation: 'create',
			agentId: byId(agent.id),
			toNumber: '={{ $json.phone }}',
			options: { initialGreeting: 'Hello, this is Support.' },
		},
		itemsOf({ phone: '(415) 555-0117' }),
	);
	const { id } = created!.json;
	await person.hangUp(String(id), { summary: 'Ada will come at seven' });
	await until(() => n8n.executions.length === 1);

	const { json } = n8n.executions[0]!.items[0]!;
	expect(json).toMatchObject({
		event: 'agent.call_ended',
		direction: 'outbound',
		from: '+14155551000',
		to: ADA,
		replyTo: ADA,
		text: 'Ada will come at seven',
		contact: { name: 'Ada' },
		call: {
			callId: id,
			status: 'completed',
			transcript: [{ role: 'agent', content: 'Hello, this is Support.' }],
		},
	});
	const { callId } = json.call as { callId: string };
	const [got] = await node.execute({ resource: 'call', operation: 'get', callId: byId(callId) });
	expect(got!.json).toMatchObject({ id, status: 'completed', toNumber: ADA });
});
