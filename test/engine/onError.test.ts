import { byId, failureOf, itemsOf, useActionNode } from '../harness/engine/actionNode';
import { expectLogged } from '../harness/quiet/lines';

/** What n8n makes of the node's items, by what the node's setting On Error says. */
const node = useActionNode();
const get = {
	resource: 'conversation',
	operation: 'get',
	conversationId: byId('={{ $json.id }}'),
};

const mixedItems = () => {
	const [first, third] = [
		node.emulator.store.addConversation(),
		node.emulator.store.addConversation(),
	];
	return itemsOf({ id: first.id }, { id: 'conv_x', row: 2 }, { id: third.id });
};
const failed = {
	error: 'Conversation not found',
	message: expect.stringMatching(/^HTTP 404\. .*From List/),
	code: 'NOT_FOUND',
};

it('stops the workflow at an item that fails', async () => {
	const error = await failureOf(node.engine.executeInWorkflow(get, mixedItems()));
	expect(error.message).toBe('Conversation not found [item 1]');
	expectLogged(/^Conversation not found \[item 1\]/);
});

it('puts failed items among the others', async () => {
	const items = mixedItems();
	const [output] = await node.engine.executeInWorkflow(get, items, {
		onError: 'continueRegularOutput',
	});
	expect(output.map(({ json }) => json.id ?? json)).toEqual([
		items[0].json.id,
		failed,
		items[2].json.id,
	]);
});

it('puts failed items into the error output, with what they came with', async () => {
	const items = mixedItems();
	const [output, errors] = await node.engine.executeInWorkflow(get, items, {
		onError: 'continueErrorOutput',
	});
	expect(output.map(({ json }) => json.id)).toEqual([items[0].json.id, items[2].json.id]);
	expect(errors.map(({ json }) => json)).toEqual([{ id: 'conv_x', row: 2, ...failed }]);
});
