import type { JsonObject } from '../../nodes/shared/types';
import { asked, byId, itemsOf, pairsOf, useActionNode } from './actionNode';

/** Many items over few conversations, mixed: what a flow that fans out over a CRM's changes sends. */
const CONVERSATIONS = 40;
const ITEMS = 200;

const node = useActionNode();

const update = (parameters: object = {}) => ({
	resource: 'conversation',
	operation: 'update',
	conversationId: byId('={{ $json.id }}'),
	metadataInput: 'json',
	metadata: '={{ $json.patch }}',
	...parameters,
});

function mixedItems() {
	const ids = node.emulator.store.seed({ conversations: CONVERSATIONS }).map(({ id }) => id);
	for (const id of ids) node.emulator.store.setMetadata(id, { old: true });
	return Array.from({ length: ITEMS }, (_each, index) => ({
		id: ids[(index * 7) % CONVERSATIONS],
		patch: { [`key${index}`]: index, last: index } as JsonObject,
	}));
}

it.each([1, 5, 20])(
	'loses no key at a concurrency of %i, with a read and a write each',
	async (concurrency) => {
		const rows = mixedItems();
		const output = await node.engine.execute(
			update({ options: { concurrency } }),
			itemsOf(...rows),
		);

		for (const { id } of rows) {
			const mine = rows.filter((row) => row.id === id).map(({ patch }) => patch);
			expect(node.emulator.store.conversation(id)!.metadata).toEqual(
				Object.assign({ old: true }, ...mine),
			);
		}
		expect(asked(node.emulator, 'GET')).toHaveLength(CONVERSATIONS);
		expect(asked(node.emulator, 'PATCH')).toHaveLength(CONVERSATIONS);
		expect(pairsOf(output)).toEqual(rows.map((_row, item) => ({ item })));
		expect(output.map(({ json }) => json.id)).toEqual(rows.map(({ id }) => id));
	},
);

it('loses no key either while the connection fails and AgentPhone limits the rate', async () => {
	const rows = mixedItems();
	let seed = 1;
	const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
	node.emulator.faults.add({ kind: 'status', status: 503, probability: 0.1, random });
	node.emulator.faults.add({ kind: 'reset', when: 'after', probability: 0.1, random });
	node.emulator.faults.add({
		kind: 'status',
		status: 429,
		retryAfter: '0',
		probability: 0.1,
		random,
	});
	await node.engine.execute(update(), itemsOf(...rows));
	for (const { id, patch } of rows)
		expect(Object.keys(node.emulator.store.conversation(id)!.metadata!)).toEqual(
			expect.arrayContaining(['old', Object.keys(patch)[0]]),
		);
});

it('has at most as many requests under way as asked for', async () => {
	const rows = mixedItems();
	node.emulator.faults.add({ kind: 'latency', ms: 10 });
	let underWay = 0;
	let most = 0;
	node.emulator.beforeEach(() => {
		underWay++;
		most = Math.max(most, underWay);
		setTimeout(() => underWay--, 8);
	});
	await node.engine.execute(update({ options: { concurrency: 3 } }), itemsOf(...rows));
	expect(most).toBeLessThanOrEqual(3);
	expect(most).toBeGreaterThan(1);
});
