import type { ExecutionDetail } from '../../n8n';
import { useScene } from '../harness/n8n/scene';
import { readExample } from '../harness/example';
import { pollOften, untilAtRest, untilPolled } from './polls';

jest.setTimeout(400_000);

const TABLE = 'AgentPhone conversations';
const BY_HAND = 'Take All by Hand';
const DAY = 24 * 60 * 60 * 1_000;

describe('the example “sync conversations to a data table”', () => {
	const scene = useScene();

	const writes = () => scene.emulator.requests.filter(({ method }) => method === 'PATCH');
	const rowOf = async (conversation: string) =>
		(await scene.n8n.dataTables.rowsOf(TABLE)).find(
			({ conversationId }) => conversationId === conversation,
		);

	it('takes all once, then what changes, and rests when there is nothing left to write', async () => {
		const { emulator, n8n } = scene;
		const { store } = emulator;
		const old = Array.from({ length: 120 }, (_each, index) =>
			store.addConversation({
				participant: `+1206555${String(index).padStart(4, '0')}`,
				metadata: { stage: 'lead', source: { campaign: 'spring' } },
				lastMessageAt: new Date(Date.now() - DAY - index * 60_000),
			}),
		);
		const workflow = await scene.saveWorkflow(pollOften(readExample('sync-conversations')));
		const settle = async () => await untilAtRest(emulator, n8n, workflow);
		await n8n.activate(workflow);
		await untilPolled(emulator);

		expectSuccess(await n8n.runManually(workflow, BY_HAND));
		const rows = await n8n.dataTables.rowsOf(TABLE);
		expect(rows.map(({ conversationId }) => conversationId).sort()).toEqual(
			old.map(({ id }) => id).sort(),
		);
		for (const { id, conversationId, stage } of rows) {
			expect(stage).toBe('lead');
			expect(store.conversation(String(conversationId))!.metadata).toEqual({
				stage: 'lead',
				source: { campaign: 'spring' },
				crmId: id,
			});
		}

		// What was written is a change of the metadata, and comes once more: there is nothing to write then.
		let done = (await settle()).length;
		expect(writes()).toHaveLength(120);
		const step = async () => {
			emulator.clearRequests();
			const executions = await settle();
			const fresh = executions.slice(done);
			done = executions.length;
			fresh.forEach(expectSuccess);
			return fresh.map((each) => each.items('When a Conversation Changes').map(idOf));
		};

		const changed = store.conversation(old[7].id)!;
		changed.metadata = { ...changed.metadata, stage: 'customer' };
		expect(await step()).toEqual([[changed.id]]);
		expect(writes()).toEqual([]);
		expect(await rowOf(changed.id)).toMatchObject({ stage: 'customer' });

		store.addMessage(old[100].id, { direction: 'inbound', body: 'I am back' });
		expect(await step()).toEqual([[old[100].id]]);
		expect(writes()).toEqual([]);
		expect(await rowOf(old[100].id)).toMatchObject({ messageCount: 1 });

		const fresh = store.addConversation({ participant: '+12065559999' });
		expect(await step()).toEqual([[fresh.id], [fresh.id]]);
		expect(writes().map(({ path }) => path)).toEqual([`/v1/conversations/${fresh.id}`]);
		expect(await n8n.dataTables.rowsOf(TABLE)).toHaveLength(121);
	});

	it('tries again what failed, and by hand makes up for the rest', async () => {
		const { emulator, n8n } = scene;
		const workflow = await scene.saveWorkflow(readExample('sync-conversations'));
		const fail = (times: number) =>
			emulator.faults.add({ kind: 'status', method: 'PATCH', status: 402, times });

		const [one, other] = [1, 2].map((number) =>
			emulator.store.addConversation({ participant: `+1206555888${number}` }),
		);
		fail(1);
		expectSuccess(await n8n.runManually(workflow, BY_HAND));
		for (const { id } of [one, other])
			expect(emulator.store.conversation(id)!.metadata).toEqual({ crmId: expect.any(Number) });

		const late = emulator.store.addConversation({ participant: '+12065558883' });
		fail(3);
		expect((await n8n.runManually(workflow, BY_HAND)).status).toBe('error');
		expect(emulator.store.conversation(late.id)!.metadata).toBeNull();
		expectSuccess(await n8n.runManually(workflow, BY_HAND));
		expect(emulator.store.conversation(late.id)!.metadata).toEqual({ crmId: expect.any(Number) });
	});
});

const idOf = ({ json }: { json: { id?: unknown } }) => json.id;

function expectSuccess({ status, error }: ExecutionDetail) {
	expect({ status, error }).toEqual({ status: 'success', error: undefined });
}
