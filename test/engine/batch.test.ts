import fc from 'fast-check';

import type { JsonObject } from '../../nodes/api/model/types';
import { asked, byId, itemsOf, pairsOf, useActionNode } from '../harness/engine/actionNode';

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

it('makes of many items at once what they make one by one', async () => {
	const name = fc.constantFrom('a', 'b', 'c');
	const scalar = fc.oneof(fc.nat(9), fc.constant(null), fc.boolean(), fc.constant([1]));
	const inner = fc.dictionary(name, scalar, { maxKeys: 2 });
	const patch = fc.dictionary(name, fc.oneof(scalar, inner), { maxKeys: 3 });
	const row = fc.record({
		conversation: fc.nat(1),
		mode: fc.constantFrom('merge', 'merge', 'mergeTopLevel', 'replace', 'clear'),
		patch,
	});
	const write = {
		metadataMode: '={{ $json.mode }}',
		metadata: '={{ JSON.stringify($json.patch) }}',
	};
	const pair = () =>
		[0, 1].map(() => node.emulator.store.addConversation({ metadata: { a: { b: 1, c: 2 } } }).id);
	const states = (ids: string[]) => ids.map((id) => node.emulator.store.conversation(id)!.metadata);

	await fc.assert(
		fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (rows) => {
			const [together, oneByOne] = [pair(), pair()];
			const itemsFor = (ids: string[]) =>
				itemsOf(...rows.map(({ conversation, ...rest }) => ({ id: ids[conversation], ...rest })));
			node.emulator.clearRequests();
			await node.engine.execute(update(write), itemsFor(together));
			expect(asked(node.emulator, 'PATCH').length).toBeLessThanOrEqual(2);
			for (const item of itemsFor(oneByOne)) await node.engine.execute(update(write), [item]);
			expect(states(together)).toEqual(states(oneByOne));
		}),
		{ numRuns: 40 },
	);
});
