import {
	asked,
	byId,
	failureOf,
	itemsOf,
	jsonOf,
	onlyBody,
	pairsOf,
	useActionNode,
} from '../harness/engine/actionNode';

const node = useActionNode();

const update = (parameters: object = {}) => ({
	resource: 'conversation',
	operation: 'update',
	conversationId: byId('={{ $json.id }}'),
	...parameters,
});
const withFields = (...field: object[]) => update({ metadataFields: { field } });
const withJson = (metadata: string, parameters: object = {}) =>
	update({ metadataInput: 'json', metadata, ...parameters });
const run = async (...args: Parameters<typeof node.engine.execute>) =>
	await node.engine.execute(...args);

const stored = (id: string) => node.emulator.store.conversation(id)!;
const conversationWith = (metadata: object | null, more: object = {}) =>
	node.emulator.store.addConversation({ metadata: metadata as never, ...more });

describe('one item', () => {
	it('merges what it names and keeps the rest', async () => {
		const { id } = conversationWith({ stage: 'new', crm: { id: 7, owner: 'Ada' }, old: true });
		const items = await run(
			withJson('{"stage": "booked", "crm": {"id": 8}, "old": null}'),
			itemsOf({ id }),
		);
		expect(stored(id).metadata).toEqual({ stage: 'booked', crm: { id: 8, owner: 'Ada' } });
		expect(jsonOf(items)).toEqual([
			expect.objectContaining({
				id,
				changed: true,
				metadata: { stage: 'booked', crm: { id: 8, owner: 'Ada' } },
			}),
		]);
		expect(items[0].json).not.toHaveProperty('messages');
		expect(onlyBody(node.emulator, 'PATCH')).toEqual({ metadata: stored(id).metadata });
	});

	it('merges the top level, replacing nested objects whole', async () => {
		const { id } = conversationWith({ crm: { id: 7, owner: 'Ada' }, stage: 'new' });
		await run(withJson('{"crm": {"id": 8}}', { metadataMode: 'mergeTopLevel' }), itemsOf({ id }));
		expect(stored(id).metadata).toEqual({ crm: { id: 8 }, stage: 'new' });
	});

	it('replaces', async () => {
		const { id } = conversationWith({ a: 1, b: 2 });
		await run(withJson('{"c": null}', { metadataMode: 'replace' }), itemsOf({ id }));
		expect(stored(id).metadata).toEqual({ c: null });
	});

	it('needs no field that AgentPhone leaves out', async () => {
		node.emulator.dialect.emptyFields = 'absent';
		const { id } = conversationWith(null);
		const [{ json }] = await run(withJson('{"a": 1}'), itemsOf({ id }));
		expect(json).toMatchObject({ changed: true, metadata: { a: 1 }, groupName: null });
		const [again] = await run(update({ metadataMode: 'clear' }), itemsOf({ id }));
		expect(again.json).toMatchObject({ changed: true, metadata: null });
		const [last] = await run(update({ metadataMode: 'clear' }), itemsOf({ id }));
		expect(last.json).toMatchObject({ changed: false, metadata: null });
	});

	it('clears', async () => {
		const { id } = conversationWith({ a: 1 });
		await run(update({ metadataMode: 'clear' }), itemsOf({ id }));
		expect(stored(id).metadata).toBeNull();
		expect(onlyBody(node.emulator, 'PATCH')).toEqual({ metadata: null });
	});

	it('renames a group and does not touch its metadata', async () => {
		const { id } = conversationWith({ a: 1 }, { groupId: 'grp_1', groupName: 'Old' });
		await run(
			update({ metadataMode: 'keep', updateFields: { groupName: 'New' } }),
			itemsOf({ id }),
		);
		expect(stored(id)).toMatchObject({ groupName: 'New', metadata: { a: 1 } });
		expect(onlyBody(node.emulator, 'PATCH')).toEqual({ group_name: 'New' });
	});

	it('reads nothing for what needs no merge when unchanged conversations are written too', async () => {
		const { id } = conversationWith({ a: 1 }, { groupId: 'grp_1', groupName: 'New' });
		await run(
			update({
				metadataMode: 'keep',
				updateFields: { groupName: 'New' },
				options: { skipUnchanged: false },
			}),
			itemsOf({ id }),
		);
		expect(asked(node.emulator, 'GET')).toEqual([]);
		expect(onlyBody(node.emulator, 'PATCH')).toEqual({ group_name: 'New' });
	});

	it('stores each type of field as it is called', async () => {
		const { id } = conversationWith({ gone: 1 });
		await run(
			withFields(
				{ name: 'text', type: 'string', value: '42' },
				{ name: 'number', type: 'number', value: '4.5' },
				{ name: 'flag', type: 'boolean', value: 'false' },
				{ name: 'list', type: 'json', value: '[1, {"a": null}]' },
				{ name: 'gone', type: 'null' },
				{ name: 'a.b', type: 'string', value: '={{ $json.id }}' },
				{ name: '__proto__', type: 'string', value: 'data' },
			),
			itemsOf({ id }),
		);
		const { metadata } = onlyBody(node.emulator, 'PATCH') as { metadata: object };
		expect(Object.entries(metadata)).toEqual([
			['text', '42'],
			['number', 4.5],
			['flag', false],
			['list', [1, { a: null }]],
			['a.b', id],
			['__proto__', 'data'],
		]);
	});

	it('takes an object that an expression gives', async () => {
		const { id } = conversationWith({ a: 1 });
		await run(withJson('={{ $json.patch }}'), itemsOf({ id, patch: { b: { c: 2 } } }));
		expect(stored(id).metadata).toEqual({ a: 1, b: { c: 2 } });
	});

	it('writes nothing when nothing would change, and says so', async () => {
		const { id } = conversationWith({ a: 1, b: { c: 2, d: 3 } });
		const context = node.engine.executeContext(
			withJson('{"b": {"d": 3}, "e": null}'),
			itemsOf({ id }),
		);
		expect(jsonOf(await node.engine.executeIn(context))).toEqual([
			expect.objectContaining({ id, changed: false }),
		]);
		expect(asked(node.emulator, 'PATCH')).toEqual([]);
		expect(context.hints).toEqual([
			expect.objectContaining({ message: expect.stringContaining('1 of 1 items changed nothing') }),
		]);
	});
});

describe('several items of one conversation', () => {
	it('are applied in their order, with one read and one write', async () => {
		const { id } = conversationWith({ kept: true });
		const patches = [{ a: 1 }, { b: { x: 1 } }, { b: { y: 2 }, a: null }, {}];
		const items = await run(
			withJson('={{ $json.patch }}'),
			itemsOf(...patches.map((patch) => ({ id, patch }))),
		);
		expect(stored(id).metadata).toEqual({ kept: true, b: { x: 1, y: 2 } });
		expect(asked(node.emulator, 'GET')).toHaveLength(1);
		expect(asked(node.emulator, 'PATCH')).toHaveLength(1);
		expect(pairsOf(items)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }, { item: 3 }]);
		expect(items.map(({ json }) => json.changed)).toEqual([true, true, true, false]);
	});

	it('lose nothing to one of them that cannot be applied', async () => {
		const { id } = conversationWith({ kept: true });
		const items = await run(
			withJson('={{ $json.patch }}'),
			itemsOf({ id, patch: { a: 1 } }, { id, patch: [1] }, { id, patch: { b: 2 } }),
			{ continueOnFail: true },
		);
		expect(stored(id).metadata).toEqual({ kept: true, a: 1, b: 2 });
		expect(items[1]).toEqual({
			json: {
				error: 'The metadata must be a JSON object, but it is an array',
				message: expect.stringContaining('{"stage": "booked"}'),
			},
			pairedItem: { item: 1 },
		});
		expect(items.map(({ json }) => json.changed)).toEqual([true, undefined, true]);
		expect(asked(node.emulator, 'PATCH')).toHaveLength(1);
	});
});

describe('a number with more digits than JavaScript keeps', () => {
	const tooLong = /a number with more digits than n8n can keep exactly: crm.id/;

	it('is not written back changed, and the conversation not touched', async () => {
		const { id } = conversationWith({ crm: { id: 2 ** 60 }, stage: 'new' });
		const error = await failureOf(run(withJson('{"stage": "booked"}'), itemsOf({ id })));
		expect(error.message).toMatch(tooLong);
		expect(asked(node.emulator, 'PATCH')).toEqual([]);
	});

	it('can be replaced', async () => {
		const { id } = conversationWith({ crm: { id: 2 ** 60 } });
		await run(withJson('{"crm": {"id": "1152921504606846976"}}'), itemsOf({ id }));
		expect(stored(id).metadata).toEqual({ crm: { id: '1152921504606846976' } });
	});

	it('is refused in what an item gives, and only in that item', async () => {
		const { id } = conversationWith(null);
		const items = await run(
			withJson('={{ $json.patch }}'),
			itemsOf({ id, patch: '{"crm": {"id": 9007199254740993}}' }, { id, patch: '{"a": 1}' }),
			{ continueOnFail: true },
		);
		expect(items[0].json.error).toMatch(tooLong);
		expect(stored(id).metadata).toEqual({ a: 1 });
	});
});

describe('what cannot be done', () => {
	it.each([
		['an array', withJson('[1]'), 'must be a JSON object, but it is an array'],
		['a text', withJson('"text"'), 'must be a JSON object, but it is a string'],
		['null', withJson('null'), 'must be a JSON object, but it is null'],
		['no JSON', withJson('{stage: 1}'), 'Metadata is not valid JSON'],
		['nothing', withJson(''), 'Metadata is empty'],
		['no number', withFields({ name: 'n', type: 'number', value: 'x' }), '"n" must be a number'],
		['no boolean', withFields({ name: 'n', type: 'boolean', value: '1' }), '"n" must be true or'],
		['no value', withFields({ name: 'n', value: '={{ $json.none }}' }), '"n" has no value'],
		['no name', withFields({ name: '', value: 'x' }), 'A metadata field has no name'],
		['replacing with no field', update({ metadataMode: 'replace' }), 'There is no metadata'],
		['no change at all', update({ metadataMode: 'keep' }), 'There is nothing to update'],
		['no conversation', update({ conversationId: byId('') }), 'Conversation is empty'],
	])('%s is refused before anything is asked, naming the item', async (_what, wrong, message) => {
		const good = conversationWith({ a: 1 });
		const error = await failureOf(
			run({ ...wrong, conversationId: wrong.conversationId }, itemsOf({ id: good.id })),
		);
		expect(error.message).toContain(message);
		expect(error.description).toBeTruthy();
		expect(error.context).toMatchObject({ itemIndex: 0 });
		expect([...node.emulator.requests]).toEqual([]);
	});

	it('one bad item among good ones stops the run before any request', async () => {
		const { id } = conversationWith({ a: 1 });
		const error = await failureOf(
			run(withJson('={{ $json.patch }}'), itemsOf({ id, patch: { b: 1 } }, { id, patch: 7 })),
		);
		expect(error.message).toBe('The metadata must be a JSON object, but it is a number [item 1]');
		expect([...node.emulator.requests]).toEqual([]);
	});

	it('a conversation that does not exist fails all its items, and no other', async () => {
		const { id } = conversationWith(null);
		const items = await run(
			withJson('{"a": 1}'),
			itemsOf({ id: 'conv_none' }, { id }, { id: 'conv_none' }),
			{ continueOnFail: true },
		);
		expect(items.map(({ json }) => json.error ?? json.metadata)).toEqual([
			'Conversation not found',
			{ a: 1 },
			'Conversation not found',
		]);
		expect(items[0].json.message).toMatch(/^HTTP 404\./);
		expect(pairsOf(items)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
	});
});
