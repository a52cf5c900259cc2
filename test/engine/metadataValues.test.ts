import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { asked, byId, failureOf, itemsOf, useActionNode } from '../harness/engine/actionNode';
import { STORED, VALUES, type ValueCase } from '../harness/engine/metadataValues';

const node = useActionNode();
const update = (id: string, parameters: INodeParameters): INodeParameters => ({
	resource: 'conversation',
	operation: 'update',
	conversationId: byId(id),
	...parameters,
});

/** Runs an update, and gives what is stored afterwards and the hints. */
async function run({ parameters, item = {} }: ValueCase) {
	const { store } = node.emulator;
	const { id } = store.addConversation({ metadata: structuredClone(STORED) });
	const context = node.engine.executeContext(update(id, parameters), itemsOf(item));
	const error = await node.engine.executeIn(context).then(
		() => undefined,
		({ message }: Error) => message,
	);
	const hints = context.hints.map(({ message }) => message).join(' ');
	return { stored: store.conversation(id)!.metadata, error, hints };
}

describe('what an expression gives is stored as JSON carries it', () => {
	it.each(VALUES.map((each) => [each.name, each] as const))('%s', async (_name, each) => {
		const { stored, error, hints } = await run(each);
		expect({ stored, error }).toEqual({
			stored: each.error ? STORED : each.stored,
			error: each.error ? expect.stringContaining(each.error) : undefined,
		});
		for (const place of each.nothing ?? []) expect(hints).toContain(place);
		if (each.error) expect(asked(node.emulator, 'PATCH')).toEqual([]);
	});

	it('in n8n’s sandboxed expression engine, too', async () => {
		const cases = VALUES.filter(({ notInQuickJs }) => !notInQuickJs);
		const results = await inSandbox(
			cases.map(({ parameters, item = {} }) => ({
				parameters: update('', parameters),
				item,
				stored: STORED,
			})),
		);
		expect(results.map((result, at) => ({ name: cases[at].name, ...result }))).toEqual(
			cases.map(({ name, stored, error }) => ({
				name,
				stored: error ? STORED : stored,
				...(error && { error: expect.any(String) }),
			})),
		);
	});
});

it('a replacement of which nothing is left is refused', async () => {
	const { id } = node.emulator.store.addConversation({ metadata: { a: 1 } });
	const parameters = {
		metadataMode: 'replace',
		metadataInput: 'json',
		metadata: '={{ { stage: $json.stage } }}',
	};
	const error = await failureOf(node.engine.execute(update(id, parameters)));
	expect(error.message).toBe('There is no metadata to replace the old with');
	expect(node.emulator.store.conversation(id)!.metadata).toEqual({ a: 1 });
});

it.each([
	['a merge of no fields', { updateFields: { groupName: 'New' } }],
	[
		'a merge of no fields that is always written',
		{ updateFields: { groupName: 'New' }, options: { skipUnchanged: false } },
	],
	[
		'a merge that removes what is not there',
		{
			updateFields: { groupName: 'New' },
			metadataInput: 'json',
			metadata: '{"gone": null}',
		},
	],
])('%s writes only the name', async (_what, parameters) => {
	const { store } = node.emulator;
	const { id } = store.addConversation({ groupId: 'grp_1', groupName: 'Old', metadata: null });
	await node.engine.execute(update(id, parameters));
	const [written] = node.emulator.requests.filter(({ method }) => method === 'PATCH');
	expect(written.body).toEqual(
		'metadata' in parameters
			? expect.objectContaining({ group_name: 'New' })
			: { group_name: 'New' },
	);
	expect(store.conversation(id)).toMatchObject({ groupName: 'New', metadata: null });
});

it('thousands of updates of one conversation take as much longer as there are more of them', async () => {
	const few = await timeOfUpdates(500);
	const many = await timeOfUpdates(4_000);
	// Eight times as many. Work that grows with their square would take 64 times as long.
	expect(many / few).toBeLessThan(24);
});

/** How long so many updates take in one run, in milliseconds. */
async function timeOfUpdates(count: number): Promise<number> {
	const { id } = node.emulator.store.addConversation({ metadata: { old: true } });
	const rows = Array.from({ length: count }, (_each, at) => ({ patch: { [`key${at}`]: at } }));
	const parameters = update(id, { metadataInput: 'json', metadata: '={{ $json.patch }}' });
	const begin = performance.now();
	const output = await node.engine.execute(parameters, itemsOf(...rows));
	const took = performance.now() - begin;
	expect(output).toHaveLength(count);
	expect(Object.keys(node.emulator.store.conversation(id)!.metadata!)).toHaveLength(count + 1);
	return took;
}

async function inSandbox(
	updates: object[],
): Promise<Array<{ stored: IDataObject; error?: string }>> {
	const script = join(__dirname, '..', 'harness', 'engine', 'sandboxedUpdates.ts');
	const child = spawn(join(__dirname, '..', '..', 'node_modules', '.bin', 'tsx'), [script], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	child.stdin.end(JSON.stringify(updates));
	const lines = (await text(child.stdout)).split('\n');
	return JSON.parse(lines.find((line) => line.startsWith('[{'))!) as never;
}
