import { useScene } from '../harness/n8n/scene';
import { readExample } from '../harness/example';
import { startHubSpot, type HubSpot } from './hubspot';

const ADA = '+14155550117';
const BEN = '+14155550118';
const UNKNOWN = '+14155550119';

/** With n8n's own HubSpot node, against a stand-in for HubSpot's API. */
describe('the example “sync conversations to HubSpot”', () => {
	const scene = useScene();
	let hubSpot: HubSpot;

	beforeAll(async () => {
		hubSpot = await startHubSpot(JSON.parse(process.env.EXAMPLES_HUBSPOT!));
	});
	afterAll(() => hubSpot.stop());

	it('creates, finds, writes the contact back, and makes up for a failed run', async () => {
		const { emulator, n8n } = scene;
		const { store } = emulator;
		const lastMessageAt = new Date(Date.now() - 24 * 60 * 60 * 1_000);
		const [ada, ben, unknown, group] = [
			store.addConversation({
				participant: ADA,
				metadata: { name: 'Ada', email: 'ada@example.com', crm: { owner: 'Eve' } },
				lastMessageAt,
			}),
			store.addConversation({ participant: BEN, metadata: { stage: 'lead' }, lastMessageAt }),
			store.addConversation({ participant: UNKNOWN, lastMessageAt }),
			store.addConversation({
				groupId: 'grp_1',
				participants: [{ identifier: ADA, name: 'Ada' }],
				lastMessageAt,
			}),
		];
		hubSpot.contacts.push({ id: 77, phone: BEN });
		const name = 'HubSpot stand-in';
		const id = await n8n.createCredential(name, 'hubspotAppToken', { appToken: 'pat-stand-in' });
		const draft = readExample('sync-conversations-hubspot');
		for (const node of draft.nodes)
			if (node.type === 'n8n-nodes-base.hubspot')
				node.credentials = { hubspotAppToken: { id, name } };
		const workflow = await scene.saveWorkflow(draft);
		const metadata = () =>
			[ada, ben, unknown, group].map((each) => store.conversation(each.id)!.metadata);

		hubSpot.failOnce();
		const failed = await n8n.runManually(workflow, 'Every Hour');
		expect(failed.status).toBe('error');

		const first = await n8n.runManually(workflow, 'Every Hour');
		expect({ status: first.status, error: first.error }).toEqual({
			status: 'success',
			error: undefined,
		});
		expect(hubSpot.contacts).toEqual([
			{ id: 77, phone: BEN },
			{ id: 502, email: 'ada@example.com', phone: ADA },
		]);
		expect(metadata()).toEqual([
			{ name: 'Ada', email: 'ada@example.com', crm: { owner: 'Eve', hubspot: '502' } },
			{ stage: 'lead', crm: { hubspot: '77' } },
			null,
			null,
		]);
		for (const { authorization } of hubSpot.requests)
			expect(authorization).toBe('Bearer pat-stand-in');

		hubSpot.requests.length = 0;
		emulator.clearRequests();
		const second = await n8n.runManually(workflow, 'Every Hour');
		expect(second.status).toBe('success');
		expect(hubSpot.requests).toEqual([]);
		expect(emulator.requests.map(({ path }) => path)).toEqual(['/v1/conversations']);

		hubSpot.contacts.push({ id: 88, phone: '+14155550188' });
		for (const [participant, contact] of [
			['cy@example.com', '504'],
			['+14155550188', '88'],
		]) {
			const { id: alone } = store.addConversation({ participant });
			expect((await n8n.runManually(workflow, 'Every Hour')).status).toBe('success');
			expect(store.conversation(alone)!.metadata).toEqual({ crm: { hubspot: contact } });
			store.removeConversation(alone);
		}
	});
});
