import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { WAITING_KEY } from '../../nodes/api/dialogue/waiting';
import type { JsonObject } from '../../nodes/api/model/types';
import { byId, jsonOf, useActionNode } from '../harness/engine/actionNode';
import { ANN, setUp } from '../harness/engine/triggerFixture';

/** Our key in a conversation's metadata: whatever becomes of the rest, it stays, and no item has it. */
const node = useActionNode();
const WAITING = {
	version: 1,
	open: [
		{
			id: 'msg_q',
			at: '2026-01-31T12:00:00Z',
			url: 'https://n8n.example.com/webhook-waiting/1/n?signature=s',
		},
	],
	closed: [],
};

const conversation = (metadata: JsonObject = {}) =>
	node.emulator.store.addConversation({
		participant: ANN,
		metadata: { ...metadata, [WAITING_KEY]: WAITING },
	}).id;
const stored = (id: string) => node.emulator.store.conversation(id)!.metadata;
const run = async (operation: string, parameters: INodeParameters) =>
	jsonOf(await node.engine.execute({ resource: 'conversation', operation, ...parameters }));
const hidden = (items: IDataObject[]) => expect(JSON.stringify(items)).not.toContain(WAITING_KEY);

describe.each([true, false])('Update with Skip Unchanged %s', (skipUnchanged) => {
	it.each<[string, INodeParameters, object | null]>([
		['merge', { metadata: '{"stage": "new"}' }, { name: 'Ada', stage: 'new' }],
		['mergeTopLevel', { metadata: '{"stage": "new"}' }, { name: 'Ada', stage: 'new' }],
		['replace', { metadata: '{"stage": "new"}' }, { stage: 'new' }],
		['clear', {}, null],
		['keep', { updateFields: { groupName: 'New' } }, { name: 'Ada' }],
		[
			'merge',
			{ metadata: `{"${WAITING_KEY}": null, "stage": "new"}` },
			{ name: 'Ada', stage: 'new' },
		],
		['replace', { metadata: `{"${WAITING_KEY}": {"open": []}}` }, {}],
	])('keeps it: %s %j', async (metadataMode, parameters, rest) => {
		const id = conversation({ name: 'Ada' });
		if (metadataMode === 'keep')
			Object.assign(node.emulator.store.conversation(id)!, { groupId: 'grp_1' });
		const items = await run('update', {
			conversationId: byId(id),
			metadataMode,
			metadataInput: 'json',
			...parameters,
			options: { skipUnchanged },
		});
		expect(stored(id)).toEqual({ ...rest, [WAITING_KEY]: WAITING });
		expect(items[0]!.metadata ?? {}).toEqual(rest ?? {});
		hidden(items);
	});
});

it('an update that changes nothing of the builder’s writes nothing', async () => {
	const id = conversation({ name: 'Ada' });
	const items = await run('update', {
		conversationId: byId(id),
		metadataMode: 'replace',
		metadataInput: 'json',
		metadata: '{"name": "Ada"}',
	});
	expect(items).toMatchObject([{ changed: false, metadata: { name: 'Ada' } }]);
	expect(node.emulator.requests.filter(({ method }) => method === 'PATCH')).toEqual([]);
});

it('is in no item of Get and Get Many, and is no metadata to Has Metadata', async () => {
	const only = conversation();
	const named = conversation({ name: 'Ada' });
	for (const simplify of [true, false]) {
		const items = await run('get', { conversationId: byId(named), simplify });
		expect(items).toMatchObject([{ metadata: { name: 'Ada' } }]);
		hidden(items);
	}
	const all = await run('getAll', { returnAll: true });
	expect(all).toHaveLength(2);
	hidden(all);
	const idsWith = async (hasMetadata: boolean) =>
		(await run('getAll', { returnAll: true, filters: { hasMetadata } })).map(({ id }) => id);
	expect(await idsWith(true)).toEqual([named]);
	expect(await idsWith(false)).toEqual([only]);
});

describe('the trigger', () => {
	const world = setUp();

	it.each([true, false])('has it in no item, with Simplify %s', async (simplify) => {
		world.emulator.store.addConversation({
			participant: ANN,
			metadata: { name: 'Ada', [WAITING_KEY]: WAITING },
		});
		const host = await world.n8n({ parameters: { simplify } });
		await host.activate();
		await world.emulator.person.text(ANN, 'Hello');
		expect(host.executions).toHaveLength(1);
		const { json } = host.executions[0]!.items[0]!;
		expect(simplify ? json.state : json.conversationState).toEqual({ name: 'Ada' });
		hidden([json]);
	});
});
