/** AgentPhone's official SDK finds in the emulator what it expects of AgentPhone, call by call. */
import type { AgentPhone } from 'agentphone';

import { useBox } from './box';
import { useReceiver } from './receiver';

const box = useBox();
const receiver = useReceiver();

const ADA = '+14155550100';
const BOB = '+14155550101';
const IMAGES = ['https://files.example/1.jpg', 'https://files.example/2.jpg'];

function conversationWithAda() {
	const { store } = box.emulator;
	const agent = store.addAgent({ name: 'Support' });
	const number = store.addNumber({ phoneNumber: '+14155551000', agentId: agent.id });
	const conversation = store.addConversation({
		phoneNumberId: number.id,
		participant: ADA,
		metadata: { tier: 'gold' },
	});
	const message = store.addMessage(conversation.id, { body: 'Hello' });
	return { agent, number, conversation, message };
}

describe('conversations', () => {
	it('lists them, newest activity first', async () => {
		const { agent, number, conversation } = conversationWithAda();
		const newer = box.emulator.store.addConversation({ participant: BOB });
		const page = await box.sdk.conversations.listConversations();
		expect(page.data.map(({ id }) => id)).toEqual([newer.id, conversation.id]);
		expect(page).toMatchObject({ hasMore: false, total: 2 });
		expect(page.data[1]).toEqual({
			id: conversation.id,
			agentId: agent.id,
			phoneNumberId: number.id,
			phoneNumber: '+14155551000',
			participant: ADA,
			// Newer than the SDK.
			channel: 'imessage',
			isGroup: false,
			groupId: null,
			groupName: null,
			groupIconUrl: null,
			participants: null,
			lastMessageAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/),
			lastMessagePreview: 'Hello',
			messageCount: 1,
			metadata: { tier: 'gold' },
			createdAt: expect.any(String),
		});
	});

	it('pages through them by offset', async () => {
		const all = box.emulator.store.seed({ conversations: 45 }).map(({ id }) => id);
		const seen: string[] = [];
		for (let offset = 0; ; ) {
			const page = await box.sdk.conversations.listConversations({ offset });
			seen.push(...page.data.map(({ id }) => id));
			offset += page.data.length;
			expect(page.hasMore).toBe(offset < 45);
			if (!page.hasMore) break;
		}
		expect(seen).toEqual(all);
	});

	it('lists those of one agent, without metadata', async () => {
		const { agent, conversation } = conversationWithAda();
		const other = box.emulator.store.addAgent();
		box.emulator.store.addConversation({ agentId: other.id });
		const page = await box.sdk.agents.listAgentConversations({ agent_id: agent.id, limit: 10 });
		expect(page).toMatchObject({ hasMore: false, total: 1 });
		expect(page.data[0].id).toBe(conversation.id);
		expect(page.data[0]).not.toHaveProperty('metadata');
	});

	it('gives one with its latest messages', async () => {
		const { conversation, message } = conversationWithAda();
		const later = box.emulator.store.addMessage(conversation.id, { body: 'Anybody there?' });
		const ask = async (message_limit?: number) =>
			(
				await box.sdk.conversations.getConversation({
					conversation_id: conversation.id,
					message_limit,
				})
			).messages.map(({ id }) => id);
		expect(await ask()).toEqual([later.id, message.id]);
		expect(await ask(1)).toEqual([later.id]);
	});

	it('replaces metadata whole, clears it with null, and leaves it alone when absent', async () => {
		const { conversation } = conversationWithAda();
		const update = async (change: object) =>
			(
				await box.sdk.conversations.updateConversation({
					conversation_id: conversation.id,
					...change,
				})
			).metadata;
		expect(await update({ metadata: { seen: 1 } })).toEqual({ seen: 1 });
		expect(await update({})).toEqual({ seen: 1 });
		expect(await update({ metadata: null })).toBeNull();
	});

	it('renames groups, and only groups', async () => {
		const { conversation } = conversationWithAda();
		const group = box.emulator.store.addConversation({
			participants: [{ identifier: ADA, name: 'Ada' }],
			metadata: { kept: true },
		});
		const rename = async (conversation_id: string) =>
			await box.sdk.conversations.updateConversation({ conversation_id, group_name: 'Friends' });
		expect(await rename(group.id)).toMatchObject({
			isGroup: true,
			groupId: group.groupId,
			groupName: 'Friends',
			metadata: { kept: true },
		});
		await expect(rename(conversation.id)).rejects.toMatchObject({ statusCode: 400 });
	});

	it('shows that somebody is typing, on iMessage', async () => {
		const { conversation } = conversationWithAda();
		const sent = await box.sdk.conversations.sendTypingIndicator({
			conversation_id: conversation.id,
		});
		expect(sent).toEqual({ conversationId: conversation.id, channel: 'imessage', status: 'sent' });
	});

	it('sets a background, tells whether that changed anything, and removes it', async () => {
		const { conversation } = conversationWithAda();
		const set = async (image_url: string) =>
			await box.sdk.conversations.setChatBackground({
				conversation_id: conversation.id,
				image_url,
			});
		expect(await set(IMAGES[0])).toEqual({
			conversationId: conversation.id,
			channel: 'imessage',
			hasBackground: true,
			backgroundId: expect.stringMatching(/^bg_/),
			backgroundVersion: 1,
			changed: true,
		});
		expect(await set(IMAGES[0])).toMatchObject({ backgroundVersion: 1, changed: false });
		expect(await set(IMAGES[1])).toMatchObject({ backgroundVersion: 2, changed: true });
		await box.sdk.conversations.removeChatBackground({ conversation_id: conversation.id });
		expect(conversation.background).toBeNull();
	});

	it('has neither typing nor backgrounds on SMS', async () => {
		const { store } = box.emulator;
		store.addNumber({ type: 'sms' });
		const { id: conversation_id } = store.addConversation();
		const { conversations } = box.sdk;
		const refused = { statusCode: 400 };
		await expect(conversations.sendTypingIndicator({ conversation_id })).rejects.toMatchObject(
			refused,
		);
		await expect(
			conversations.setChatBackground({ conversation_id, image_url: IMAGES[0] }),
		).rejects.toMatchObject(refused);
		await expect(conversations.removeChatBackground({ conversation_id })).rejects.toMatchObject(
			refused,
		);
	});
});

describe('messages', () => {
	it('lists those of a conversation, between two times', async () => {
		const { store } = box.emulator;
		const { id: conversation_id } = store.addConversation();
		const [first, second, third] = ['10:00', '11:00', '12:00'].map((time) =>
			store.addMessage(conversation_id, { receivedAt: `2026-01-01T${time}:00Z` }),
		);
		const list = async (query: { limit?: number; before?: string; after?: string } = {}) => {
			const page = await box.sdk.conversations.getConversationMessages({
				conversation_id,
				...query,
			});
			return [page.data.map(({ id }) => id), page.hasMore];
		};
		expect(await list()).toEqual([[third.id, second.id, first.id], false]);
		expect(await list({ limit: 2 })).toEqual([[third.id, second.id], true]);
		expect(await list({ before: '2026-01-01T11:00:00Z' })).toEqual([[first.id], false]);
		expect(await list({ after: '2026-01-01T11:00:00+00:00' })).toEqual([[third.id], false]);
	});

	it('shows a message with its reactions and what it replies to', async () => {
		const { conversation, message } = conversationWithAda();
		const { store } = box.emulator;
		const reply = store.addMessage(conversation.id, {
			body: 'Hi',
			direction: 'outbound',
			replyToMessageId: message.id,
			mediaUrls: [IMAGES[0]],
		});
		store.addReaction(reply.id, { reactionType: 'like' });
		const { data } = await box.sdk.conversations.getConversationMessages({
			conversation_id: conversation.id,
			limit: 1,
		});
		expect(data).toEqual([
			{
				id: reply.id,
				body: 'Hi',
				fromNumber: '+14155551000',
				toNumber: ADA,
				direction: 'outbound',
				senderIdentifier: null,
				channel: 'imessage',
				mediaUrl: IMAGES[0],
				mediaUrls: [IMAGES[0]],
				receivedAt: expect.any(String),
				reactions: [
					{
						id: expect.stringMatching(/^rct_/),
						reactionType: 'like',
						fromNumber: ADA,
						direction: 'inbound',
						createdAt: expect.any(String),
					},
				],
				replyTo: { messageId: message.id, message: 'Hello', mediaUrls: [] },
			},
		]);
	});

	it('sends to a person in any format, in the conversation that there is', async () => {
		const { conversation, message } = conversationWithAda();
		const sent = await box.sdk.messages.sendMessage({
			to_number: '(415) 555-0100',
			body: 'On our way',
			send_style: 'confetti',
			reply_to_message_id: message.id,
		});
		expect(sent).toEqual({
			id: expect.stringMatching(/^msg_/),
			status: 'sent',
			channel: 'imessage',
			from_number: '+14155551000',
			to_number: ADA,
			conversation_id: conversation.id,
			media_urls: [],
			reply_to_message_id: message.id,
			reply_parent_unresolved: false,
		});
		expect(box.emulator.store.message(sent.id)).toMatchObject({
			body: 'On our way',
			direction: 'outbound',
			sendStyle: 'confetti',
		});
	});

	it('starts the conversation with somebody new', async () => {
		const { number } = conversationWithAda();
		const sent = await box.sdk.messages.sendMessage({ to_number: 'Bob@Example.com', body: 'Hi' });
		const conversation = box.emulator.store.conversation(sent.conversation_id!);
		expect(conversation).toMatchObject({
			participant: 'bob@example.com',
			phoneNumberId: number.id,
		});
	});

	it('starts a group, and answers it by its id', async () => {
		conversationWithAda();
		const started = await box.sdk.messages.sendMessage({ recipients: [ADA, BOB], body: 'Hi all' });
		expect(started.to_number).toMatch(/^grp_/);
		const again = await box.sdk.messages.sendMessage({ to_number: started.to_number, body: 'Hm' });
		expect(again.conversation_id).toBe(started.conversation_id);
		expect(box.emulator.store.conversation(started.conversation_id!)!.participants).toEqual([
			{ identifier: ADA, name: null },
			{ identifier: BOB, name: null },
		]);
	});

	it('sends a carousel as messages of one time', async () => {
		const { conversation } = conversationWithAda();
		const sent = await box.sdk.messages.sendMessage({
			to_number: ADA,
			body: '',
			media_urls: IMAGES,
		});
		expect(sent.media_urls).toEqual(IMAGES);
		const images = box.emulator.store.messages(conversation.id).slice(-2);
		expect(images.map(({ mediaUrls }) => mediaUrls)).toEqual(IMAGES.map((url) => [url]));
		expect(images[0].receivedAt).toBe(images[1].receivedAt);
		expect(sent.id).toBe(images[0].id);
	});

	it('drops the style and calls media MMS on an SMS line', async () => {
		const number = box.emulator.store.addNumber({ type: 'sms' });
		const send = async (media_urls?: string[]) =>
			await box.sdk.messages.sendMessage({
				to_number: ADA,
				from_number: number.phoneNumber,
				body: 'Hi',
				send_style: 'slam',
				media_urls,
			});
		const sent = await send();
		expect(sent.channel).toBe('sms');
		expect(box.emulator.store.message(sent.id)!.sendStyle).toBeNull();
		expect((await send([IMAGES[0]])).channel).toBe('mms');
	});

	it('falls back to SMS where the person has no iMessage', async () => {
		const { store } = box.emulator;
		const { phoneNumberId } = store.addConversation({ participant: ADA, channel: 'sms' });
		expect(store.number(phoneNumberId)!.type).toBe('imessage');
		expect(await box.sdk.messages.sendMessage({ to_number: ADA, body: 'Hi' })).toMatchObject({
			channel: 'sms',
		});
		expect(await box.sdk.messages.sendMessage({ to_number: BOB, body: 'Hi' })).toMatchObject({
			channel: 'imessage',
		});
	});

	it('says when the message to reply to is not there', async () => {
		conversationWithAda();
		const sent = await box.sdk.messages.sendMessage({
			to_number: ADA,
			body: 'Hi',
			reply_to_message_id: 'msg_none',
		});
		expect(sent).toMatchObject({ reply_to_message_id: null, reply_parent_unresolved: true });
	});

	it('reacts, also with an emoji', async () => {
		const { message } = conversationWithAda();
		const react = async (reaction: string) =>
			await box.sdk.messages.sendReaction({ message_id: message.id, reaction });
		expect(await react('love')).toEqual({
			id: expect.stringMatching(/^rct_/),
			reaction_type: 'love',
			message_id: message.id,
			channel: 'imessage',
		});
		expect((await react('🔥')).reaction_type).toBe('🔥');
		expect(message.reactions.map(({ direction }) => direction)).toEqual(['outbound', 'outbound']);
	});
});

describe('agents, numbers and usage', () => {
	it('lists agents and gives one', async () => {
		const { agent } = conversationWithAda();
		const { data, total } = await box.sdk.agents.listAgents();
		expect([data[0].name, total]).toEqual(['Support', 1]);
		const one = await box.sdk.agents.getAgent({ agent_id: agent.id });
		expect(one.numbers).toMatchObject([{ phoneNumber: '+14155551000', type: 'imessage' }]);
	});

	it('lists numbers', async () => {
		const { number, agent } = conversationWithAda();
		expect(await box.sdk.numbers.listNumbers()).toEqual({
			data: [
				{
					id: number.id,
					phoneNumber: '+14155551000',
					country: 'US',
					status: 'active',
					type: 'imessage',
					agentId: agent.id,
					createdAt: expect.any(String),
				},
			],
			hasMore: false,
			total: 1,
		});
	});

	it('tells the usage', async () => {
		conversationWithAda();
		const usage = await box.sdk.usage.getUsage();
		expect(usage.numbers).toEqual({ used: 1, limit: 100, remaining: 99 });
		expect(usage.stats.totalMessages).toBe(1);
	});
});

describe('webhooks', () => {
	it('has a master webhook: none, one with a new secret each time, none', async () => {
		const { webhooks } = box.sdk;
		expect(await webhooks.getWebhook()).toBeNull();
		const first = await webhooks.createOrUpdateWebhook({ body: { url: receiver.url } });
		expect(first).toEqual({
			id: expect.stringMatching(/^wh_/),
			url: receiver.url,
			secret: expect.stringMatching(/^whsec_\w{20,}$/),
			status: 'active',
			contextLimit: 10,
			timeout: 30,
			createdAt: expect.any(String),
		});
		const second = await webhooks.createOrUpdateWebhook({
			body: { url: `${receiver.url}/2`, contextLimit: 0, timeout: 120 },
		});
		expect(second).toMatchObject({ url: `${receiver.url}/2`, contextLimit: 0, timeout: 120 });
		expect(second.secret).not.toBe(first.secret);
		expect(await webhooks.getWebhook()).toEqual(second);
		await webhooks.deleteWebhook();
		expect(await webhooks.getWebhook()).toBeNull();
	});

	it('has one per agent beside it', async () => {
		const { agent } = conversationWithAda();
		const { agentWebhooks, webhooks } = box.sdk;
		const agent_id = agent.id;
		expect(await agentWebhooks.getAgentWebhook({ agent_id })).toBeNull();
		const made = await agentWebhooks.createOrUpdateAgentWebhook({
			agent_id,
			body: { url: receiver.url },
		});
		expect(await agentWebhooks.getAgentWebhook({ agent_id })).toEqual(made);
		expect(await webhooks.getWebhook()).toBeNull();
		await agentWebhooks.deleteAgentWebhook({ agent_id });
		expect(box.emulator.webhooks.ofAgent(agent_id)).toBeNull();
	});

	it('sends test messages, and lists what was delivered', async () => {
		const { agent } = conversationWithAda();
		const { agentWebhooks, webhooks } = box.sdk;
		const body = { url: receiver.url };
		await webhooks.createOrUpdateWebhook({ body });
		await agentWebhooks.createOrUpdateAgentWebhook({ agent_id: agent.id, body });
		await webhooks.testWebhook({ agentId: agent.id });
		await agentWebhooks.testAgentWebhook({ agent_id: agent.id });
		expect(receiver.received.map(({ body }) => [body.event, body.agentId])).toEqual([
			['agent.message', agent.id],
			['agent.message', agent.id],
		]);
		const listed = await webhooks.listDeliveries({ limit: 1, offset: 0, hours: 1 });
		expect(listed).toMatchObject({ total: 2, offset: 0, limit: 1 });
		expect(listed.items).toEqual([
			{
				id: receiver.received[1].headers['x-webhook-id'],
				messageId: null,
				eventType: 'agent.message',
				channel: 'sms',
				status: 'success',
				httpStatus: 200,
				errorMessage: null,
				responseBody: '{}',
				attemptCount: 1,
				lastAttemptAt: expect.any(String),
				nextRetryAt: null,
				createdAt: expect.any(String),
			},
		]);
		expect(await agentWebhooks.listAgentDeliveries({ agent_id: agent.id })).toHaveLength(2);
	});
});

describe('sub-accounts', () => {
	it('shows each account its own rows only', async () => {
		const { store } = box.emulator;
		const { conversation } = conversationWithAda();
		const agent = store.addAgent({ subAccountId: 'sub_a' });
		const number = store.addNumber({ agentId: agent.id });
		const theirs = store.addConversation({ phoneNumberId: number.id, participant: BOB });
		const { conversations, agents, numbers, webhooks } = box.sdk;
		const scope = { 'X-Sub-Account-Id': 'sub_a' };

		const ids = ({ data }: { data: Array<{ id: string }> }) => data.map(({ id }) => id);
		expect(ids(await conversations.listConversations(scope))).toEqual([theirs.id]);
		expect(ids(await conversations.listConversations())).toEqual([conversation.id]);
		expect(ids(await agents.listAgents(scope))).toEqual([agent.id]);
		expect(ids(await numbers.listNumbers(scope))).toEqual([number.id]);

		await webhooks.createOrUpdateWebhook({ ...scope, body: { url: receiver.url } });
		expect(await webhooks.getWebhook()).toBeNull();
		expect(await webhooks.getWebhook(scope)).toMatchObject({ url: receiver.url });
		await expect(
			conversations.getConversation({ conversation_id: theirs.id }),
		).rejects.toMatchObject({ statusCode: 404 });
		await expect(
			conversations.getConversation({ conversation_id: conversation.id }, { headers: scope }),
		).rejects.toMatchObject({ statusCode: 404 });
	});
});

describe('contacts', () => {
	it('are made, listed, searched, read, changed and removed', async () => {
		const { contacts } = box.sdk;
		const ada = await contacts.createContact({ phoneNumber: '(415) 555-0100', name: 'Ada' });
		expect(ada).toEqual({
			id: expect.any(String),
			phoneNumber: ADA,
			name: 'Ada',
			email: null,
			notes: null,
			createdAt: expect.any(String),
			updatedAt: expect.any(String),
		});
		await contacts.createContact({ phoneNumber: BOB, name: 'Bob' });
		const all = await contacts.listContacts();
		expect(all).toMatchObject({ hasMore: false, total: 2 });
		// Newer than the SDK.
		const found = await box.ask<{ data: unknown[] }>('GET', '/v1/contacts?search=ada');
		expect(found.body.data).toEqual([ada]);
		expect(await contacts.getContact({ contact_id: ada.id })).toEqual(ada);
		const changed = await contacts.updateContact({ contact_id: ada.id, notes: 'Likes tea' });
		expect(changed).toMatchObject({ name: 'Ada', notes: 'Likes tea' });
		await contacts.deleteContact({ contact_id: ada.id });
		expect((await contacts.listContacts()).data.map(({ name }) => name)).toEqual(['Bob']);
	});

	it('are one for a number', async () => {
		const { contacts } = box.sdk;
		await contacts.createContact({ phoneNumber: ADA, name: 'Ada' });
		const bob = await contacts.createContact({ phoneNumber: BOB, name: 'Bob' });
		await expect(
			contacts.createContact({ phoneNumber: '4155550100', name: 'Ada' }),
		).rejects.toMatchObject({ statusCode: 409 });
		await expect(
			contacts.updateContact({ contact_id: bob.id, phoneNumber: ADA }),
		).rejects.toMatchObject({ statusCode: 409 });
	});

	it('say what a number can be reached by, 60 times a minute', async () => {
		const look = async () => await box.sdk.contacts.getContactCapabilities({ phone_number: ADA });
		expect(await look()).toEqual({
			phoneNumber: ADA,
			capabilities: { imessage: true, sms: true },
			checkedAt: expect.any(String),
		});
		for (let count = 1; count < 60; count++) await look();
		const refused = await box.ask('GET', `/v1/contacts/capabilities?phone_number=%2B14155550100`);
		expect(refused.status).toBe(429);
		expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
	});

	it('come with what their person writes', async () => {
		await box.sdk.webhooks.createOrUpdateWebhook({ body: { url: receiver.url } });
		const { conversation } = conversationWithAda();
		const ada = await box.sdk.contacts.createContact({ phoneNumber: ADA, name: 'Ada' });
		await box.emulator.person.text(ADA, 'Hello');
		const { id, name, email, phoneNumber } = ada;
		expect(box.emulator.deliveries[0].body).toMatchObject({
			data: { conversationId: conversation.id, contact: { id, name, email, phoneNumber } },
		});
	});
});

describe('calls', () => {
	const call = async () => {
		const { agent } = conversationWithAda();
		return (await box.sdk.calls.createOutboundCall({
			agentId: agent.id,
			toNumber: ADA,
			initialGreeting: 'Hello',
		})) as { id: string };
	};

	it('are placed, and are under way at once', async () => {
		expect(await call()).toEqual({
			id: expect.any(String),
			agentId: expect.any(String),
			phoneNumberId: expect.any(String),
			fromNumber: '+14155551000',
			toNumber: ADA,
			direction: 'outbound',
			status: 'in-progress',
			startedAt: expect.any(String),
		});
	});

	it('are listed and read with what was said', async () => {
		const { id } = await call();
		const list = (await box.sdk.calls.listCalls({
			direction: 'outbound',
		})) as AgentPhone.CallListResponse;
		expect(list).toMatchObject({ hasMore: false, total: 1, data: [{ id, status: 'in-progress' }] });
		expect(await box.sdk.calls.getCall({ call_id: id })).toMatchObject({
			id,
			transcripts: [{ transcript: '', response: 'Hello' }],
		});
		expect(await box.sdk.calls.getCallTranscript({ call_id: id })).toMatchObject({
			callId: id,
			transcript: [{ role: 'agent', content: 'Hello' }],
		});
	});

	it('are ended once, and the webhook hears of it with the same ID', async () => {
		await box.sdk.webhooks.createOrUpdateWebhook({ body: { url: receiver.url } });
		const { id } = await call();
		expect(await box.sdk.calls.endCall({ call_id: id })).toEqual({ id, status: 'ending' });
		await expect(box.sdk.calls.endCall({ call_id: id })).rejects.toMatchObject({ statusCode: 409 });
		await box.emulator.settled();
		expect(box.emulator.deliveries[0].body).toMatchObject({
			event: 'agent.call_ended',
			data: { callId: id, direction: 'outbound', to: ADA, status: 'completed' },
		});
	});

	it('need a payment method, a free line and an agent with a number', async () => {
		const { store } = box.emulator;
		const silent = store.addAgent();
		const place = async (agentId: string) =>
			await box.ask('POST', '/v1/calls', { agentId, toNumber: ADA });
		expect((await place(silent.id)).status).toBe(400);
		const { agent } = conversationWithAda();
		store.hasPaymentMethod = false;
		expect((await place(agent.id)).status).toBe(402);
		Object.assign(store, { hasPaymentMethod: true, mostCalls: 0 });
		const { status, headers } = await place(agent.id);
		expect([status, headers.get('retry-after')]).toEqual([409, '1']);
	});
});
