import { ANN, BOB, setUp, statuses, texts } from '../harness/engine/triggerFixture';

const box = setUp();

describe('a message', () => {
	it('starts the workflow with one flat item, and is answered with JSON', async () => {
		const n8n = await box.n8n();
		await n8n.activate();
		const { conversationId, messageId } = await box.emulator.person.text(ANN, 'Hello');

		expect(n8n.executions).toHaveLength(1);
		const [{ json }] = n8n.executions[0].items;
		expect(json).toMatchObject({
			event: 'agent.message',
			channel: 'imessage',
			conversationId,
			messageId,
			from: ANN,
			replyTo: ANN,
			text: 'Hello',
			mediaUrls: [],
			reaction: null,
			direction: 'inbound',
			state: null,
		});
		expect(Object.keys(json)).toEqual([
			...['event', 'channel', 'conversationId', 'messageId', 'agentId', 'numberId', 'from', 'to'],
			...['replyTo', 'text', 'mediaUrls', 'reaction', 'direction', 'receivedAt'],
			...['contact', 'state', 'history'],
		]);
		expect(box.emulator.deliveries[0].attempts[0].responseBody).toBe('{"received":true}');
	});

	it('comes as AgentPhone sent it when not simplified', async () => {
		const n8n = await box.n8n({ parameters: { simplify: false } });
		await n8n.activate();
		await box.emulator.person.text(ANN, 'Hello');
		expect(n8n.executions[0].items[0].json).toEqual(box.emulator.deliveries[0].body);
	});

	it('of a group is answered to the group', async () => {
		const n8n = await box.n8n();
		await n8n.activate();
		await box.emulator.person.text(ANN, 'Hello all', { groupId: 'grp_1' });
		expect(n8n.executions[0].items[0].json).toMatchObject({
			from: ANN,
			replyTo: 'grp_1',
			groupId: 'grp_1',
		});
	});

	it('brings the state and the history of its conversation', async () => {
		const n8n = await box.n8n({ parameters: { options: { contextLimit: 1 } } });
		const { id } = box.emulator.store.addConversation({
			participant: ANN,
			metadata: { stage: 'new' },
		});
		for (const body of ['one', 'two']) box.emulator.store.addMessage(id, { body });
		await n8n.activate();
		await box.emulator.person.text(ANN, 'three');
		const [{ json }] = n8n.executions[0].items;
		expect(json.state).toEqual({ stage: 'new' });
		expect(json.history).toMatchObject([{ content: 'two' }]);
	});

	it('without its optional fields starts the workflow too', async () => {
		box.emulator.dialect.eventIds = 'absent';
		box.emulator.dialect.mediaUrls = 'absent';
		const n8n = await box.n8n();
		await n8n.activate();
		await box.emulator.person.text(ANN, '', { mediaUrls: ['https://media.example.com/1.jpg'] });
		expect(n8n.executions[0].items[0].json).toMatchObject({
			messageId: null,
			conversationId: null,
			text: '',
			mediaUrls: ['https://media.example.com/1.jpg'],
		});
	});
});

describe('which events start the workflow', () => {
	it('messages and reactions, when nothing is said', async () => {
		const n8n = await box.n8n();
		await n8n.activate();
		const { messageId } = await box.emulator.person.text(ANN, 'Hello');
		await box.emulator.person.react(messageId!, 'love', { from: ANN });
		await box.emulator.person.hangUp('call_1', { from: ANN });
		expect(n8n.executions.map(({ items }) => items[0].json)).toMatchObject([
			{ event: 'agent.message' },
			{ event: 'agent.reaction', reaction: 'love', text: 'Hello', messageId, from: ANN },
		]);
		expect(box.emulator.deliveries.map(statuses)).toEqual([[200], [200], [200]]);
	});

	it('ended calls, when wanted', async () => {
		const n8n = await box.n8n({ parameters: { events: ['agent.call_ended'] } });
		await n8n.activate();
		await box.emulator.person.text(ANN, 'Hello');
		await box.emulator.person.hangUp('call_1', { from: ANN, summary: 'All is well' });
		expect(n8n.executions.map(({ items }) => items[0].json)).toMatchObject([
			{ event: 'agent.call_ended', text: 'All is well', call: { callId: 'call_1' } },
		]);
	});

	it('none that is unknown, but it is acknowledged', async () => {
		const n8n = await box.n8n({ parameters: { events: ['agent.message'] } });
		await n8n.activate();
		const made = [
			await box.emulator.deliver('agent.dreamt', { data: { about: 'sheep' } }),
			await box.emulator.deliver('agent.message', '[]'),
			await box.emulator.deliver('agent.message', '{"event": 7}'),
			await box.emulator.deliver('agent.message', '{"event":"agent.message","data":null}'),
		];
		expect(made.map(statuses)).toEqual([[200], [200], [200], [200]]);
		expect(n8n.executions).toEqual([]);
	});

	it('other ones as they come, when wanted', async () => {
		const n8n = await box.n8n({ parameters: { events: ['other'] } });
		await n8n.activate();
		await box.emulator.deliver('agent.contact_shared', { data: { name: 'Ada' } });
		await box.emulator.person.text(ANN, 'Hello');
		expect(n8n.executions.map(({ items }) => items[0].json)).toMatchObject([
			{ event: 'agent.contact_shared', data: { name: 'Ada' }, recentHistory: [] },
		]);
	});

	it('none from a channel that is not known, which the log says once, unless other ones are wanted', async () => {
		const n8n = await box.n8n();
		await n8n.activate();
		const rcs = (message: string) => ({ channel: 'rcs', data: { from: ANN, message } });
		for (const body of ['one', 'two'])
			expect(statuses(await box.emulator.deliver('agent.message', rcs(body)))).toEqual([200]);
		expect(texts(n8n)).toEqual([]);
		expect(n8n.log.filter((line) => line.includes('rcs'))).toHaveLength(1);
		n8n.parameters = { events: ['agent.message', 'other'] };
		await box.emulator.deliver('agent.message', rcs('three'));
		expect(texts(n8n)).toEqual(['three']);
	});

	it('messages by WhatsApp, when nothing is said', async () => {
		const n8n = await box.n8n();
		await n8n.activate();
		await box.emulator.deliver('agent.message', {
			channel: 'whatsapp',
			data: { from: ANN, message: 'Hello' },
		});
		expect(n8n.executions[0].items[0].json).toMatchObject({ channel: 'whatsapp', text: 'Hello' });
	});

	it('only those of the chosen channels', async () => {
		const n8n = await box.n8n({ parameters: { options: { channels: ['sms'] } } });
		await n8n.activate();
		const { messageId } = await box.emulator.person.text(ANN, 'blue', { channel: 'imessage' });
		await box.emulator.person.react(messageId!, 'love', { from: ANN });
		await box.emulator.person.text(BOB, 'green', { channel: 'sms' });
		expect(texts(n8n)).toEqual(['green']);
	});

	it.each([['+1 (555) 010-0001'], ['15550100001'], ['nobody@example.com, +15550100001']])(
		'only those from %s',
		async (from) => {
			const n8n = await box.n8n({ parameters: { options: { from } } });
			await n8n.activate();
			await box.emulator.person.text(ANN, 'from Ann');
			await box.emulator.person.text(BOB, 'from Bob');
			await box.emulator.person.text(ANN, 'from Ann in a group', { groupId: 'grp_1' });
			await box.emulator.person.text(BOB, 'from Bob in a group', { groupId: 'grp_1' });
			expect(texts(n8n)).toEqual(['from Ann', 'from Ann in a group']);
		},
	);

	it('an e-mail address whatever its case', async () => {
		const n8n = await box.n8n({ parameters: { options: { from: 'Ann@Example.com' } } });
		await n8n.activate();
		await box.emulator.person.text('ann@example.COM', 'Hello');
		expect(texts(n8n)).toEqual(['Hello']);
	});

	it('none that the agent itself sent, unless wanted', async () => {
		const outbound = { from: '+15550100000', to: ANN, message: 'Mine', direction: 'outbound' };
		const n8n = await box.n8n();
		await n8n.activate();
		await box.emulator.deliver('agent.message', { data: outbound });
		expect(n8n.executions).toEqual([]);
		n8n.parameters = { options: { includeOutbound: true } };
		await box.emulator.deliver('agent.message', { data: outbound });
		expect(n8n.executions[0].items[0].json).toMatchObject({ text: 'Mine', replyTo: ANN });
	});

	it("only one agent's, with that agent's own webhook", async () => {
		const agent = box.emulator.store.addAgent();
		const own = box.emulator.store.addNumber({ agentId: agent.id });
		const other = box.emulator.store.addNumber({});
		const n8n = await box.n8n({
			parameters: {
				scope: 'agent',
				agentId: { __rl: true, mode: 'list', value: agent.id },
			},
		});
		await n8n.activate();
		expect(box.writes()).toEqual([`POST /v1/agents/${agent.id}/webhook`]);
		await box.emulator.person.text(ANN, 'to the agent', { to: own.id });
		await box.emulator.person.text(BOB, 'to another', { to: other.id });
		expect(texts(n8n)).toEqual(['to the agent']);
		await n8n.deactivate();
		expect(box.emulator.webhooks.all()).toEqual([]);
	});

	it('an agent must be chosen', async () => {
		const n8n = await box.n8n({ parameters: { scope: 'agent' } });
		await expect(n8n.activate()).rejects.toThrow('Choose the agent');
		expect(box.emulator.requests).toHaveLength(0);
	});
});

describe('media', () => {
	const image = { type: 'image/png', bytes: Buffer.from('an image') };

	it('of a carousel come as separate events, each with its file', async () => {
		const n8n = await box.n8n({ parameters: { options: { downloadMedia: true } } });
		await n8n.activate();
		const urls = ['one.png', 'two.png'].map((name) => box.emulator.mediaUrl(name, image));
		await box.emulator.person.text(ANN, '', { mediaUrls: urls });
		expect(n8n.executions.map(({ items }) => items[0].binary!.data.fileName).sort()).toEqual([
			'one.png',
			'two.png',
		]);
		expect(n8n.executions[0].items[0].binary!.data.mimeType).toBe('image/png');
		expect(
			box.emulator.mediaRequests.flatMap(({ headers }) => headers.authorization ?? []),
		).toEqual([]);
	});

	it('of one message are numbered under the chosen name', async () => {
		box.emulator.dialect.carousel = 'oneMessage';
		const n8n = await box.n8n({
			parameters: { options: { downloadMedia: true, binaryPropertyName: 'photo' } },
		});
		await n8n.activate();
		const urls = ['one.png', 'two.png'].map((name) => box.emulator.mediaUrl(name, image));
		await box.emulator.person.text(ANN, '', { mediaUrls: urls });
		const [{ binary }] = n8n.executions[0].items;
		expect(Object.entries(binary!).map(([name, file]) => [name, file.fileName])).toEqual([
			['photo', 'one.png'],
			['photo_1', 'two.png'],
		]);
	});

	it.each([[true], [false]])(
		'that cannot be had do not cost the event (simplify: %s)',
		async (simplify) => {
			box.emulator.dialect.carousel = 'oneMessage';
			const n8n = await box.n8n({ parameters: { simplify, options: { downloadMedia: true } } });
			await n8n.activate();
			const urls = [
				box.emulator.mediaUrl('there.png', image),
				box.emulator.mediaUrl('there.png', image).replace('there', 'gone'),
			];
			await box.emulator.person.text(ANN, 'Look', { mediaUrls: urls });
			const [{ json, binary }] = n8n.executions[0].items;
			expect(Object.keys(binary!)).toEqual(['data']);
			expect(json.mediaErrors).toEqual([
				{ url: urls[1], reason: expect.stringContaining('status 404') as string },
			]);
		},
	);
});

it('when the time for media is up, what is late is stopped, nothing new begins, and the item says which', async () => {
	const n8n = await box.n8n({ parameters: { options: { downloadMedia: true, timeout: 5 } } });
	await n8n.activate();
	const mediaUrls = Array.from({ length: 20 }, (_each, at) =>
		box.emulator.mediaUrl(`${at}.png`, { type: 'image/png', bytes: 10, delay: 60_000 }),
	);
	const began = Date.now();
	await box.emulator.deliver('agent.message', { data: { from: ANN, message: 'Hi', mediaUrls } });
	expect(Date.now() - began).toBeLessThan(5_000);
	const [{ json, binary }] = n8n.executions[0].items;
	expect(binary).toBeUndefined();
	expect(json.mediaErrors).toEqual(
		mediaUrls.map((url) => ({
			url,
			reason: expect.stringContaining('longer than AgentPhone waits'),
		})),
	);
	await new Promise((resolve) => setTimeout(resolve, 500));
	expect(box.emulator.mediaRequests).toHaveLength(4);
});
