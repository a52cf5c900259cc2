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

describe('Send', () => {
	const send = (parameters: object = {}) => ({
		resource: 'reaction',
		operation: 'send',
		messageId: '={{ $json.id }}',
		...parameters,
	});
	const messageIn = (channel: 'sms' | 'imessage' = 'imessage') => {
		const { store } = node.emulator;
		return store.addMessage(store.addConversation({ channel }).id, { channel });
	};

	it.each(['love', 'like', 'dislike', 'laugh', 'emphasize', 'question'])(
		'reacts with %s',
		async (reaction) => {
			const { id } = messageIn();
			const items = await node.engine.execute(send({ reaction }), itemsOf({ id }));
			expect(onlyBody(node.emulator, 'POST')).toEqual({ reaction });
			expect(items).toEqual([
				{
					json: expect.objectContaining({ reaction_type: reaction, message_id: id }),
					pairedItem: { item: 0 },
				},
			]);
		},
	);

	it('reacts with an emoji', async () => {
		const { id } = messageIn();
		await node.engine.execute(send({ reaction: 'custom', emoji: ' 🎉 ' }), itemsOf({ id }));
		expect(onlyBody(node.emulator, 'POST')).toEqual({ reaction: '🎉' });
	});

	it('keeps the order of reactions to one message', async () => {
		const { id } = messageIn();
		const order = ['love', 'like', 'laugh', 'question'];
		await node.engine.execute(
			send({ reaction: '={{ $json.reaction }}' }),
			itemsOf(...order.map((reaction) => ({ id, reaction }))),
		);
		expect(node.emulator.store.message(id)!.reactions.map((each) => each.reactionType)).toEqual(
			order,
		);
	});

	it.each([
		['no message', { messageId: '', reaction: 'love' }, 'Message ID is empty'],
		['no emoji', { reaction: 'custom', emoji: '' }, 'Emoji is empty'],
	])('%s is refused before any request', async (_what, parameters, message) => {
		const error = await failureOf(node.engine.execute(send(parameters), itemsOf({ id: 'msg_1' })));
		expect(error.message).toBe(message);
		expect([...node.emulator.requests]).toEqual([]);
	});

	it('says that SMS has no reactions, and goes on where the node is set to', async () => {
		const [sms, imessage] = [messageIn('sms'), messageIn()];
		const items = await node.engine.execute(
			send({ reaction: 'love' }),
			itemsOf({ id: sms.id }, { id: imessage.id }),
			{ continueOnFail: true },
		);
		expect(jsonOf(items)).toEqual([
			{
				error: 'Reactions are only supported for iMessage messages',
				message: expect.stringMatching(/^HTTP 400\. Only iMessage and WhatsApp messages can be/),
				code: 'VALIDATION_ERROR',
			},
			expect.objectContaining({ reaction_type: 'love' }),
		]);
	});

	it('says that an older line has no emoji', async () => {
		const { store } = node.emulator;
		const { id: phoneNumberId } = store.addNumber({ supportsEmojiReactions: false });
		const { id } = store.addMessage(store.addConversation({ phoneNumberId }).id);
		const error = await failureOf(
			node.engine.execute(send({ reaction: 'custom', emoji: '🎉' }), itemsOf({ id })),
		);
		expect(error.description).toContain('one of the six tapbacks');
	});

	it('is not made twice when the answer is lost', async () => {
		const { id } = messageIn();
		node.emulator.faults.add({ kind: 'reset', when: 'after', times: 1 });
		await failureOf(node.engine.execute(send({ reaction: 'love' }), itemsOf({ id })));
		expect(asked(node.emulator, 'POST')).toHaveLength(1);
	});
});

describe('Get Many', () => {
	const getAll = (parameters: object = {}) => ({
		resource: 'reaction',
		operation: 'getAll',
		conversationId: byId('={{ $json.id }}'),
		returnAll: true,
		...parameters,
	});
	const reacted = (count: number) => {
		const { store } = node.emulator;
		const { id } = store.addConversation();
		for (let at = 0; at < count; at++) {
			const message = store.addMessage(id, {
				body: `m${at}`,
				receivedAt: `2026-01-01T10:00:0${at}Z`,
			});
			store.addReaction(message.id, { reactionType: 'love' });
			store.addReaction(message.id, { reactionType: 'laugh' });
			store.addMessage(id, { receivedAt: `2026-01-01T10:00:0${at}Z` });
		}
		return id;
	};

	it('gives an item for each reaction, with the message it is to', async () => {
		const id = reacted(2);
		const items = await node.engine.execute(getAll(), itemsOf({ id }));
		expect(jsonOf(items)).toEqual(
			[
				['m1', 'love'],
				['m1', 'laugh'],
				['m0', 'love'],
				['m0', 'laugh'],
			].map(([messageBody, reactionType]) =>
				expect.objectContaining({
					messageBody,
					reactionType,
					conversationId: id,
					messageId: expect.stringMatching(/^msg_/),
					id: expect.any(String),
				}),
			),
		);
	});

	it('counts reactions, not messages', async () => {
		const id = reacted(3);
		const items = await node.engine.execute(
			getAll({ returnAll: false, limit: 3 }),
			itemsOf({ id }),
		);
		expect(jsonOf(items).map(({ messageBody }) => messageBody)).toEqual(['m2', 'm2', 'm1']);
	});

	it('fails for a conversation that does not exist, and for no other', async () => {
		const id = reacted(1);
		const items = await node.engine.execute(getAll(), itemsOf({ id: 'conv_x' }, { id }), {
			continueOnFail: true,
		});
		expect(items[0].json.error).toBe('Conversation not found');
		expect(pairsOf(items)).toEqual([{ item: 0 }, { item: 1 }, { item: 1 }]);
	});
});
