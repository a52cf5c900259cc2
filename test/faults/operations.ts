import type { INodeParameters } from 'n8n-workflow';

import { byId } from '../harness/engine/actionNode';
import type { Box } from './box';
import { contactsAndCalls } from './contactsAndCalls';
import { judgeRowCount, judgeRows, judgeSends, runNode, type Scenario } from './trial';

const PERSON = '+15550100001';

const send =
	(parametersOf: (box: Box) => INodeParameters): Scenario =>
	(box, chance) => {
		box.emulator.store.addNumber();
		const texts = Array.from(
			{ length: 1 + chance.below(3) },
			(_, at) => `text ${at} of ${chance.next()}`,
		);
		const { store } = box.emulator;
		return {
			run: runNode(
				box,
				{ resource: 'message', operation: 'send', body: '={{ $json.text }}', ...parametersOf(box) },
				texts.map((text) => ({ text })),
				chance.next() < 0.5,
			),
			judge(outcome, harm) {
				const sent = store.conversations().flatMap(({ id }) => store.messages(id));
				const timesOf = (text: string) => sent.filter(({ body }) => body === text).length;
				judgeSends(texts, timesOf, outcome, harm);
			},
		};
	};

const react: Scenario = (box, chance) => {
	const { store } = box.emulator;
	const { id } = store.addMessage(store.addConversation().id, { channel: 'imessage' });
	return {
		run: runNode(
			box,
			{ resource: 'reaction', operation: 'send', messageId: id, reaction: 'love' },
			[{}],
			chance.next() < 0.5,
		),
		judge(outcome, harm) {
			judgeSends(['love'], () => store.message(id)!.reactions.length, outcome, harm);
		},
	};
};

const getConversations: Scenario = (box, chance) => {
	box.emulator.dialect.pageSize = chance.oneOf(['asAsked', 9, 20]);
	const rows = box.emulator.store.seed({ conversations: 20 + chance.below(130) });
	const options = { concurrency: 1 + chance.below(8) };
	return {
		run: runNode(box, { resource: 'conversation', operation: 'getAll', returnAll: true, options }, [
			{},
		]),
		judge: (outcome, harm) =>
			judgeRows(
				rows.map(({ id }) => id),
				outcome,
				harm,
			),
	};
};

const getMessages: Scenario = (box, chance) => {
	const { store, dialect } = box.emulator;
	dialect.messageOrder = chance.oneOf(['newestFirst', 'oldestFirst']);
	dialect.messagePageSize = chance.oneOf(['asAsked', 17]);
	const { id } = store.addConversation();
	const sent = Array.from({ length: 60 }, (_, at) =>
		store.addMessage(id, { receivedAt: Date.UTC(2026, 0, 1) + Math.floor(at / 3) * 60_000 }),
	);
	return {
		run: runNode(
			box,
			{
				resource: 'message',
				operation: 'getAll',
				conversationId: byId(id),
				returnAll: true,
				options: { sort: 'oldestFirst' },
			},
			[{}],
		),
		judge: (outcome, harm) =>
			judgeRows(
				sent.map((message) => message.id),
				outcome,
				harm,
			),
	};
};

const getReactions: Scenario = (box) => {
	const { store } = box.emulator;
	const { id } = store.addConversation();
	const reactions = ['love', 'like', 'laugh'].map((reactionType) => {
		const message = store.addMessage(id, { channel: 'imessage' });
		return store.addReaction(message.id, { reactionType: reactionType as 'love' }).id;
	});
	return {
		run: runNode(
			box,
			{ resource: 'reaction', operation: 'getAll', conversationId: byId(id), returnAll: true },
			[{}],
		),
		judge(outcome, harm) {
			if ('rows' in outcome) outcome.rows.sort((one, other) => (one.id! < other.id! ? -1 : 1));
			judgeRows(reactions.sort(), outcome, harm);
		},
	};
};

/** Several changes to one conversation, which must all be there, or none of them. */
const update: Scenario = (box, chance) => {
	const { store } = box.emulator;
	const before = { kept: true, crm: { id: 1 } };
	const { id } = store.addConversation({ metadata: before });
	const patches = [{ crm: { owner: 'Ada' } }, { stage: 'new' }, { stage: 'booked', kept: null }];
	const after = { crm: { id: 1, owner: 'Ada' }, stage: 'booked' };
	const sorted = (value: unknown) => JSON.stringify(value, ['crm', 'id', 'owner', 'kept', 'stage']);
	return {
		run: runNode(
			box,
			{
				resource: 'conversation',
				operation: 'update',
				conversationId: byId(id),
				metadataInput: 'json',
				metadata: '={{ JSON.stringify($json) }}',
			},
			patches,
			chance.next() < 0.5,
		),
		judge(outcome, harm) {
			const stored = sorted(store.conversation(id)!.metadata);
			const isDone = 'rows' in outcome && outcome.rows.every((row) => !('error' in row));
			const allowed = isDone ? [sorted(after)] : [sorted(after), sorted(before)];
			if (!allowed.includes(stored)) harm.add('merges lost', `${stored}, done: ${isDone}`);
		},
	};
};

const onOne =
	(operation: string, parameters: INodeParameters = {}): Scenario =>
	(box) => {
		const { store } = box.emulator;
		const { id } = store.addConversation({ metadata: { a: 1 } });
		store.addMessage(id, { channel: 'imessage' });
		return {
			run: runNode(
				box,
				{ resource: 'conversation', operation, conversationId: byId(id), ...parameters },
				[{}],
			),
			judge(outcome, harm) {
				const { metadata } = store.conversation(id)!;
				if (JSON.stringify(metadata) !== '{"a":1}') harm.add('merges lost', operation);
				if ('rows' in outcome) judgeRowCount(outcome.rows, harm);
			},
		};
	};

const downloadMedia: Scenario = (box) => {
	const { store } = box.emulator;
	const url = box.emulator.mediaUrl('photo.jpg', { type: 'image/jpeg', bytes: Buffer.from('x') });
	const { id } = store.addConversation();
	const message = store.addMessage(id, { mediaUrls: [url] });
	return {
		run: runNode(
			box,
			{
				resource: 'message',
				operation: 'downloadMedia',
				mediaSource: 'message',
				conversationId: byId(id),
				messageId: message.id,
			},
			[{}],
		),
		judge(outcome, harm) {
			if ('rows' in outcome) judgeRowCount(outcome.rows, harm);
			if (box.emulator.mediaRequests.some(({ headers }) => 'authorization' in headers))
				harm.add('secrets shown', 'to the host of the media');
		},
	};
};

/** Whatever went wrong while it was registered, the webhook works once nothing does, and is gone in the end. */
const register: Scenario = ({ emulator, host }) => ({
	async run() {
		await host.activate();
		return [];
	},
	async judge(outcome, harm) {
		emulator.faults.clear();
		const isOurs = () => emulator.webhooks.master?.url === host.productionUrl;
		if ('rows' in outcome && !isOurs()) harm.add('webhooks lost', 'active, not registered');
		if (!('rows' in outcome)) await host.activate();
		const before = host.executions.length;
		await emulator.person.text(PERSON, 'Hello');
		await emulator.settled();
		await host.idle();
		if (host.executions.length !== before + 1) harm.add('webhooks lost', 'a text started nothing');
		await host.deactivate();
		if (isOurs()) harm.add('webhooks lost', 'still registered after deactivation');
	},
});

export const SCENARIOS: Record<string, Scenario> = {
	'conversation: get': onOne('get'),
	'conversation: getAll': getConversations,
	'conversation: update': update,
	'conversation: sendTyping': onOne('sendTyping'),
	'conversation: setBackground': onOne('setBackground', { imageUrl: 'https://example.com/a.jpg' }),
	'conversation: removeBackground': onOne('removeBackground'),
	'message: send to a participant': send(() => ({ sendTo: 'participant', toNumber: PERSON })),
	'message: send to a conversation': send(({ emulator }) => ({
		sendTo: 'conversation',
		conversationId: byId(emulator.store.addConversation({ participant: PERSON }).id),
	})),
	'message: send to a new group': send(() => ({
		sendTo: 'newGroup',
		recipients: [PERSON, '+15550100002'],
	})),
	'message: getAll': getMessages,
	'message: downloadMedia': downloadMedia,
	'reaction: send': react,
	'reaction: getAll': getReactions,
	...contactsAndCalls,
	'trigger: register': register,
};
