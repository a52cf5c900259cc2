import { useScene } from '../harness/n8n/scene';
import { readExample } from '../harness/example';

const TABLE = 'Customers';
const EVERY_HOUR = 'Every Hour';
const [ADA, BEN, CARA] = ['+14155550117', '+14155550118', '+14155550119'];

describe('the example “write contacts and state from a CRM”', () => {
	const scene = useScene();

	it('writes both by phone number, only what differs, and reports what failed', async () => {
		const { emulator, n8n } = scene;
		const { store } = emulator;
		const [ada, ben] = [
			store.addConversation({ participant: ADA, metadata: { lastQuestion: 'Are you open?' } }),
			store.addConversation({ participant: BEN }),
		];
		for (let index = 0; index < 150; index++)
			store.addConversation({ participant: `+1206555${String(index).padStart(4, '0')}` });
		const workflow = await scene.saveWorkflow(readExample('crm-to-agentphone'));
		const sync = async () => {
			emulator.clearRequests();
			const { status, error } = await n8n.runManually(workflow, EVERY_HOUR);
			const writes = emulator.requests.filter(({ method }) => method !== 'GET');
			return {
				outcome: error ?? status,
				writes: writes.map(({ method, path }) => `${method} ${path}`).sort(),
			};
		};
		const stateOf = ({ id }: { id: string }) => store.conversation(id)!.metadata;

		// The table is made, and is empty.
		expect(await sync()).toEqual({ outcome: 'success', writes: [] });
		await n8n.dataTables.insert(TABLE, [
			// As somebody typed it into the CRM.
			{ phoneNumber: '(415) 555-0117', name: 'Ada', email: 'ada@example.com', stage: 'customer' },
			{ phoneNumber: BEN, name: 'Ben', stage: 'lead', owner: 'Eve' },
			{ phoneNumber: CARA, name: 'Cara', stage: 'lead' },
		]);
		expect(await sync()).toEqual({
			outcome: 'success',
			writes: [
				`PATCH /v1/conversations/${ada.id}`,
				`PATCH /v1/conversations/${ben.id}`,
				'POST /v1/contacts',
				'POST /v1/contacts',
				'POST /v1/contacts',
			].sort(),
		});
		const lists = emulator.requests.filter(({ path }) => path === '/v1/conversations');
		expect(lists.length).toBeLessThanOrEqual(4);
		expect(store.contacts.list().map(({ phoneNumber, name }) => `${phoneNumber} ${name}`)).toEqual([
			`${ADA} Ada`,
			`${BEN} Ben`,
			`${CARA} Cara`,
		]);
		expect([ada, ben].map(stateOf)).toEqual([
			{ lastQuestion: 'Are you open?', crm: { stage: 'customer' } },
			{ crm: { stage: 'lead', owner: 'Eve' } },
		]);

		expect(await sync()).toEqual({ outcome: 'success', writes: [] });

		// Cara writes for the first time, Ben's owner leaves, and a row cannot be written.
		const cara = store.addConversation({ participant: CARA });
		await n8n.dataTables.update(TABLE, 'name', 'Ben', { stage: 'customer', owner: null });
		await n8n.dataTables.insert(TABLE, [{ phoneNumber: '555', name: 'Nobody', stage: 'lead' }]);
		const { outcome, writes } = await sync();
		expect(outcome).toMatch(/555/);
		expect(writes).toEqual(
			[`PATCH /v1/conversations/${ben.id}`, `PATCH /v1/conversations/${cara.id}`].sort(),
		);
		expect([ben, cara].map(stateOf)).toEqual([
			{ crm: { stage: 'customer' } },
			{ crm: { stage: 'lead' } },
		]);
	});
});
