import type { ExecutionDetail } from '../../n8n';
import { useScene } from '../harness/n8n/scene';
import { readExample } from '../harness/example';

const TABLE = 'AgentPhone conversations';
const DAY = 24 * 60 * 60 * 1_000;

describe('the example “sync conversations to a data table”', () => {
	const scene = useScene();

	it('takes all conversations once, then only what was active since', async () => {
		const { emulator, n8n } = scene;
		const { store } = emulator;
		const old = Array.from({ length: 120 }, (_each, index) =>
			store.addConversation({
				participant: `+1206555${String(index).padStart(4, '0')}`,
				metadata: { stage: 'lead', source: { campaign: 'spring' } },
				lastMessageAt: new Date(Date.now() - DAY - index * 60_000),
			}),
		);
		const workflow = await scene.saveWorkflow(readExample('sync-conversations'));
		const sync = async () => {
			emulator.clearRequests();
			return await n8n.runManually(workflow, 'Every Hour');
		};

		expectSuccess(await sync());
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

		expectSuccess(await sync());
		expect(emulator.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
			'GET /v1/conversations',
		]);

		store.addMessage(old[100].id, { direction: 'inbound', body: 'I am back' });
		const fresh = store.addConversation({ participant: '+12065559999' });
		expectSuccess(await sync());
		const written = emulator.requests.filter(({ method }) => method === 'PATCH');
		expect(written.map(({ path }) => path)).toEqual([`/v1/conversations/${fresh.id}`]);
		const after = await n8n.dataTables.rowsOf(TABLE);
		expect(after).toHaveLength(121);
		expect(after.find(({ conversationId }) => conversationId === old[100].id)).toMatchObject({
			messageCount: 1,
		});
	});

	it('makes up for a run that failed', async () => {
		const { emulator, n8n } = scene;
		const late = emulator.store.addConversation({ participant: '+12065558888' });
		const workflow = await scene.saveWorkflow(readExample('sync-conversations'));
		emulator.faults.add({ kind: 'status', method: 'PATCH', status: 402, times: 1 });

		const failed = await n8n.runManually(workflow, 'Every Hour');
		expect(failed.status).toBe('error');
		expect(emulator.store.conversation(late.id)!.metadata).toBeNull();

		expectSuccess(await n8n.runManually(workflow, 'Every Hour'));
		expect(emulator.store.conversation(late.id)!.metadata).toEqual({ crmId: expect.any(Number) });
	});
});

function expectSuccess({ status, error }: ExecutionDetail) {
	expect({ status, error }).toEqual({ status: 'success', error: undefined });
}
