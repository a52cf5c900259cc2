import type { INodeParameters } from 'n8n-workflow';

import { Api } from '../../nodes/api/http/api';
import { conversationIdOf } from '../../nodes/AgentPhone/run/conversationRef';
import { asked, byId, itemsOf, useActionNode } from '../harness/engine/actionNode';

const node = useActionNode();

/** An item that counts how often its `id` and its `given` are read. */
function countingItem(id: string, given: unknown) {
	const reads = { id: 0, given: 0 };
	const item = {
		get id() {
			reads.id++;
			return id;
		},
		get given() {
			reads.given++;
			return given;
		},
	};
	return { item, reads };
}

describe('an update evaluates each expression of an item once', () => {
	const field = { name: 'stage', type: 'string', value: '={{ $json.given }}' };
	it.each<[string, unknown, INodeParameters]>([
		[
			'metadata in one expression',
			{ stage: 'booked' },
			{ metadataInput: 'json', metadata: '={{ $json.given }}' },
		],
		[
			'metadata as JSON with an expression in it',
			'booked',
			{ metadataInput: 'json', metadata: '={ "stage": "{{ $json.given }}" }' },
		],
		[
			'metadata in fields',
			'booked',
			{ metadataInput: 'fields', metadataFields: { field: [field] } },
		],
		[
			'a field of another type',
			7,
			{ metadataInput: 'fields', metadataFields: { field: [{ ...field, type: 'number' }] } },
		],
	])('%s', async (_what, given, metadata) => {
		const { id } = node.emulator.store.addConversation();
		const parameters = {
			resource: 'conversation',
			operation: 'update',
			conversationId: byId('={{ $json.id }}'),
			...metadata,
		};
		const once = countingItem(id, given);
		const context = node.engine.executeContext(parameters, itemsOf(once.item));
		context.getNodeParameter('conversationId', 0);
		for (const name of Object.keys(metadata)) context.getNodeParameter(name, 0);

		const { item, reads } = countingItem(id, given);
		await node.engine.execute(parameters, itemsOf(item));

		expect(once.reads).toEqual({ id: expect.any(Number), given: expect.any(Number) });
		expect(reads).toEqual(once.reads);
		expect(node.emulator.store.conversation(id)!.metadata).toEqual({
			stage: typeof given === 'object' ? 'booked' : given,
		});
	});
});

it('who is looked up for thousands of items is listed once per run, and not at all for known IDs', async () => {
	const { participant } = node.emulator.store.addConversation({ participant: '+15550100001' });
	const context = node.engine.executeContext({}, itemsOf({}));
	const run = { context: context as never, api: await Api.for(context as never), concurrency: 8 };
	const refs = Array.from({ length: 2_000 }, () => ({ participant: participant! }));
	let listings = 0;
	const list = () => {
		listings++;
		return refs;
	};

	await conversationIdOf({ id: 'conv_known' }, run, list);
	expect(listings).toBe(0);
	await Promise.all(refs.map(async (ref) => await conversationIdOf(ref, run, list)));

	expect(listings).toBe(1);
	expect(asked(node.emulator, 'GET')).toEqual(['/v1/conversations']);
});
