import { useScene } from '../harness/n8n/scene';
import { readExample } from '../harness/example';
import { startHubSpot, type HubSpot } from './hubspot';
import { pollOften, untilAtRest, untilPolled } from './polls';

jest.setTimeout(300_000);

const BY_HAND = 'Take All by Hand';

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

	it('creates, finds, writes the contact back, and rests when there is nothing left to write', async () => {
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
		const draft = pollOften(readExample('sync-conversations-hubspot'));
		for (const node of draft.nodes)
			if (node.type === 'n8n-nodes-base.hubspot')
				node.credentials = { hubspotAppToken: { id, name } };
		const workflow = await scene.saveWorkflow(draft);
		const takeAll = async () => {
			const { status, error } = await n8n.runManually(workflow, BY_HAND);
			return error ?? status;
		};
		const metadata = () =>
			[ada, ben, unknown, group].map((each) => store.conversation(each.id)!.metadata);

		// It is tried again.
		hubSpot.failOnce();
		expect(await takeAll()).toBe('success');
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

		await n8n.activate(workflow);
		await untilPolled(emulator);
		emulator.clearRequests();
		const found = store.conversation(unknown.id)!;
		found.metadata = { email: 'cy@example.com' };
		const mails = store.addConversation({ participant: 'dee@example.com' });
		hubSpot.contacts.push({ id: 88, phone: '+14155550188' });
		const called = store.addConversation({ participant: '+14155550188' });
		const executions = await untilAtRest(emulator, n8n, workflow);

		expect(executions.map(({ status, error }) => error ?? status)).toEqual(
			executions.map(() => 'success'),
		);
		const contactOf = (email: string) =>
			String(hubSpot.contacts.find((contact) => contact.email === email)?.id);
		expect(metadata()[2]).toEqual({
			email: 'cy@example.com',
			crm: { hubspot: contactOf('cy@example.com') },
		});
		expect([mails, called].map((each) => store.conversation(each.id)!.metadata)).toEqual([
			{ crm: { hubspot: contactOf('dee@example.com') } },
			{ crm: { hubspot: '88' } },
		]);
		const writes = emulator.requests.filter(({ method }) => method === 'PATCH');
		expect(writes).toHaveLength(3);
		// Once for what came, and once more for the ID that was written: they are as they were then.
		const upserts = hubSpot.requests.filter(({ path }) => path.includes('cy@example.com'));
		expect(upserts).toHaveLength(2);
	});
});
