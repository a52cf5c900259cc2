import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { AgentPhone } from '../../nodes/AgentPhone/AgentPhone.node';
import type { FaultPlan } from '../../emulator/api/faults';
import { asked, byId, failureOf, jsonOf, useActionNode } from '../harness/engine/actionNode';
import { Engine } from '../harness/engine/engine';

/** A merge whose write fails while somebody else writes the same conversation. */
const node = useActionNode();
const merge = (id: string) =>
	node.engine.execute({
		resource: 'conversation',
		operation: 'update',
		conversationId: byId(id),
		metadataInput: 'json',
		metadata: '{"ours": true}',
	});

const FAULTS: Array<[string, FaultPlan]> = [
	['is answered 503', { kind: 'status', status: 503 }],
	['is answered 503, but done', { kind: 'status', status: 503, when: 'after' }],
	['is answered 429', { kind: 'status', status: 429, retryAfter: '0.05' }],
	['is not answered', { kind: 'reset' }],
	['is done, but its answer is lost', { kind: 'reset', when: 'after' }],
	['is answered with something else', { kind: 'notJson' }],
];

it.each(FAULTS)('a write that %s: the other writer’s key stays', async (_what, fault) => {
	const { store, faults } = node.emulator;
	const { id } = store.addConversation({ metadata: { old: true } });
	faults.add({ ...fault, method: 'PATCH', times: 2 });
	let writes = 0;
	const stop = node.emulator.beforeEach(({ method }) => {
		// Between two attempts: the first write has failed, and the next read has not begun.
		if (method === 'GET' && writes === 1)
			store.setMetadata(id, { ...store.conversation(id)!.metadata, theirs: true });
		if (method === 'PATCH') writes++;
	});
	const items = await merge(id);
	stop();
	expect(store.conversation(id)!.metadata).toEqual({ old: true, theirs: true, ours: true });
	expect(jsonOf(items)).toEqual([
		expect.objectContaining({
			changed: true,
			metadata: { old: true, theirs: true, ours: true },
		}),
	]);
});

it('each write comes right after a read of its own', async () => {
	const { id } = node.emulator.store.addConversation({ metadata: {} });
	node.emulator.faults.add({ kind: 'status', status: 503, method: 'PATCH', times: 3 });
	await merge(id);
	expect(node.emulator.requests.map(({ method }) => method)).toEqual(
		Array.from({ length: 4 }, () => ['GET', 'PATCH']).flat(),
	);
});

it('what can never be written is not read again', async () => {
	const { id } = node.emulator.store.addConversation({ metadata: {} });
	node.emulator.faults.add({ kind: 'status', status: 422, method: 'PATCH' });
	await failureOf(merge(id));
	expect(asked(node.emulator, 'GET')).toHaveLength(1);
	expect(asked(node.emulator, 'PATCH')).toHaveLength(1);
});

it.each(['null', '{}', '[]', '{"id":"conv_2","metadata":{"a":1}}'])(
	'a read that is answered with %s is followed by no write',
	async (answer) => {
		const methods: string[] = [];
		const server = createServer(({ method }, response) => {
			methods.push(String(method));
			response.setHeader('Content-Type', 'application/json').end(answer);
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		const engine = new Engine({
			nodeType: new AgentPhone(),
			credentials: { apiKey: 'key', baseUrl: `http://127.0.0.1:${port}` },
		});
		const error = await failureOf(
			engine.execute({
				resource: 'conversation',
				operation: 'update',
				conversationId: byId('conv_1'),
				metadataInput: 'json',
				metadata: '{"ours": true}',
			}),
		);
		server.close();
		expect(error.message).toBe('AgentPhone did not answer with the conversation conv_1');
		expect(methods).toEqual(['GET']);
	},
);
