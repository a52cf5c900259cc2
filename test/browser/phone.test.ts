import axios from 'axios';

import { WINDOWS } from '../harness/browser/chromium';
import { bubble, field, log, write } from '../harness/browser/phone';
import { eventually } from './eventually';
import { isSigned } from './listener';
import { usePhone } from './phonePage';
import { ADA } from './phoneScene';
import { pixel } from './pictures';

const PNG = { name: 'cup.png', mimeType: 'image/png', buffer: pixel };

describe.each(Object.entries(WINDOWS))('in the window of a %s', (kind, viewport) => {
	const phone = usePhone(() => ({ viewport }));

	/** The API as an agent's flow calls it. */
	const api = () =>
		axios.create({
			baseURL: `${phone.emulator.baseUrl}/v1`,
			headers: { Authorization: `Bearer ${phone.emulator.apiKey}` },
		});
	const openChat = async (draft = {}) => {
		const { id } = phone.emulator.store.addConversation({ participant: ADA, ...draft });
		await phone.open({ chat: id });
		return id;
	};
	const messages = (chat: string) => phone.emulator.store.messages(chat);
	/** Metadata and deliveries are beside the chat, or a tap away. */
	const lookBehind = async () => {
		const way = phone.page.getByRole('button', { name: /^Metadata and webhooks/ });
		if (kind === 'phone') await way.click();
	};

	it('sends what is written: it is stored, and posted to the webhook, signed', async () => {
		const { page, webhook, emulator } = phone;
		const chat = await openChat();
		await write(page, 'Is the blue cup still there?');
		await bubble(page, 'Is the blue cup still there?').getByText('Delivered').waitFor();
		expect(messages(chat)).toMatchObject([
			{ body: 'Is the blue cup still there?', direction: 'inbound', channel: 'imessage' },
		]);
		expect(webhook.heard).toHaveLength(1);
		const [delivery] = webhook.heard;
		expect(isSigned(delivery, emulator.webhooks.master!.secret)).toBe(true);
		expect(delivery.body).toMatchObject({
			event: 'agent.message',
			data: { conversationId: chat, from: ADA, message: 'Is the blue cup still there?' },
		});
		expect(await field(page).inputValue()).toBe('');
	});

	it('keeps several lines together, and sends nothing that is empty', async () => {
		const { page } = phone;
		const chat = await openChat();
		await write(page, '   ');
		await field(page).fill('One');
		await field(page).press('Shift+Enter');
		await field(page).pressSequentially('Two');
		await field(page).press('Enter');
		await bubble(page, 'Two').waitFor();
		expect(messages(chat).map(({ body }) => body)).toEqual(['One\nTwo']);
	});

	it('shows what the API sends as it comes, and the typing before it', async () => {
		const { page } = phone;
		const chat = await openChat();
		await api().post(`/conversations/${chat}/typing`, {});
		await log(page).getByText('is typing').waitFor({ state: 'attached' });
		await api().post('/messages', { to_number: ADA, body: '<b>Three</b> of them.' });
		await bubble(page, '<b>Three</b> of them.').waitFor();
		expect(await log(page).getByText('is typing').count()).toBe(0);
	});

	it('sends a picture from a file', async () => {
		const { page, webhook } = phone;
		const chat = await openChat();
		await page.locator('#picture-files').setInputFiles([PNG]);
		await page.getByRole('img', { name: 'cup.png' }).waitFor();
		await write(page, 'This one');
		const image = bubble(page, 'This one').getByRole('img', { name: 'Picture from You' });
		await eventually(
			async () => await image.evaluate((img: HTMLImageElement) => img.naturalWidth),
			(width) => expect(width).toBe(1),
		);
		const [{ mediaUrls }] = messages(chat);
		const file = await axios.get<ArrayBuffer>(mediaUrls[0], { responseType: 'arraybuffer' });
		expect(Buffer.from(file.data)).toEqual(pixel);
		expect(webhook.heard[0].body.data).toMatchObject({ message: 'This one', mediaUrls });
		expect(await page.getByRole('list', { name: 'Pictures to send' }).count()).toBe(0);
	});

	it('sends several pictures as a carousel, with the text after it', async () => {
		const { page } = phone;
		const chat = await openChat();
		await page
			.locator('#picture-files')
			.setInputFiles([PNG, { ...PNG, name: 'saucer.png' }, { ...PNG, name: 'pot.png' }]);
		await page.getByRole('button', { name: 'Do not send saucer.png' }).click();
		await write(page, 'These two');
		await bubble(page, 'These two').waitFor();
		const carousel = log(page).getByRole('group', { name: 'Carousel of 2 pictures' });
		expect(await carousel.getByRole('article').count()).toBe(2);
		expect(messages(chat).map(({ mediaUrls }) => mediaUrls.length)).toEqual([1, 1, 0]);
	});

	it('shows the reactions of the agent', async () => {
		const { page } = phone;
		const chat = await openChat();
		await write(page, 'Lovely');
		await bubble(page, 'Lovely').waitFor();
		await api().post(`/messages/${messages(chat)[0].id}/reactions`, { reaction: 'love' });
		await bubble(page, 'Lovely').getByRole('listitem').getByText('Love by Corner Shop').waitFor();
	});

	it.each([
		['a tapback', 'laugh', 'Laugh by you'],
		['any emoji', '🫖', '🫖 by you'],
	])('reacts with %s', async (_, reaction, words) => {
		const { page, webhook } = phone;
		const chat = await openChat();
		const { data } = await api().post('/messages', { to_number: ADA, body: 'With a saucer?' });
		await bubble(page, 'With a saucer?').hover();
		await page.getByRole('button', { name: 'React or reply to “With a saucer?”' }).click();
		if (reaction === 'laugh') await page.getByRole('button', { name: 'Laugh' }).click();
		else {
			await page.getByRole('textbox', { name: 'Any emoji' }).fill(reaction);
			await page.getByRole('button', { name: 'React', exact: true }).click();
		}
		await bubble(page, 'With a saucer?').getByText(words, { exact: true }).waitFor();
		await eventually(
			() => webhook.heard.map(({ body }) => body),
			(heard) =>
				expect(heard).toMatchObject([
					{
						event: 'agent.reaction',
						data: {
							reactionType: reaction,
							messageId: data.id,
							conversationId: chat,
							fromNumber: ADA,
						},
					},
				]),
		);
	});

	it('answers a message inline, and shows what the agent answers to', async () => {
		const { page } = phone;
		const chat = await openChat();
		await api().post('/messages', { to_number: ADA, body: 'Which one?' });
		await bubble(page, 'Which one?').hover();
		await page.getByRole('button', { name: 'React or reply to “Which one?”' }).click();
		await page.getByRole('button', { name: 'Reply', exact: true }).click();
		await write(page, 'The blue one');
		await bubble(page, 'The blue one').getByRole('blockquote').getByText('Which one?').waitFor();
		const [question, answer] = messages(chat);
		expect(answer.replyToMessageId).toBe(question.id);
		await api().post('/messages', {
			to_number: ADA,
			body: 'Packed.',
			reply_to_message_id: answer.id,
		});
		await bubble(page, 'Packed.').getByRole('blockquote').getByText('The blue one').waitFor();
	});

	it('marks what changes in the metadata', async () => {
		const { page } = phone;
		const chat = await openChat({
			metadata: { name: 'Ada', order: { number: '1042', state: 'new' } },
		});
		await api().patch(`/conversations/${chat}`, {
			metadata: { order: { number: '1042', state: 'packed' }, answers: 1 },
		});
		const changed = page.getByText(/Changed at .*: order\.state, answers; removed: name/);
		await changed.waitFor({ state: 'attached' });
		if (kind === 'phone')
			await page.getByRole('button', { name: 'Metadata and webhooks, changed' }).waitFor();
		await lookBehind();
		await changed.waitFor();
		const metadata = page.getByRole('region', { name: 'Metadata' });
		expect(await metadata.getByText('"packed"').locator('..').innerText()).toContain('changed');
		expect(await metadata.locator('.mark').allInnerTexts()).toEqual(['changed', 'new']);
		expect(await metadata.getByText('"Ada"').count()).toBe(0);
	});

	it('shows each delivery with its outcome', async () => {
		const { page, webhook } = phone;
		await openChat();
		webhook.status = 503;
		await write(page, 'Hello?');
		await bubble(page, 'Hello?').getByText('Not delivered').waitFor();
		await lookBehind();
		const row = page
			.getByRole('region', { name: 'Webhook deliveries' })
			.getByRole('listitem')
			.first();
		await row.getByText('503 failed').waitFor();
		expect(await row.innerText()).toMatch(/agent\.message[^]*6 attempts/);
		await row.getByText('agent.message', { exact: true }).click();
		await row.getByText('"message": "Hello?"').waitFor();
	});

	it('writes in a group, and names who writes there', async () => {
		const { page, webhook } = phone;
		const participants = [
			{ identifier: ADA, name: 'Ada' },
			{ identifier: '+14155550102', name: 'Grace' },
		];
		const chat = await openChat({ groupId: 'grp_brunch', groupName: 'Brunch', participants });
		await page.getByRole('heading', { name: 'Brunch' }).waitFor();
		await write(page, 'Who is in?');
		await bubble(page, 'Who is in?').waitFor();
		await phone.emulator.person.text('+14155550102', 'Me!', { groupId: 'grp_brunch' });
		await bubble(page, 'Me!').getByText('Grace').waitFor();
		await api().post('/messages', { to_number: 'grp_brunch', body: 'The table is yours.' });
		await bubble(page, 'The table is yours.').getByText('Corner Shop').waitFor();
		expect(messages(chat)).toHaveLength(3);
		expect(webhook.heard[0].body.data).toMatchObject({
			group: { groupId: 'grp_brunch' },
			senderIdentifier: ADA,
		});
		await api().patch(`/conversations/${chat}`, { group_name: 'Late brunch' });
		await page.getByRole('heading', { name: 'Late brunch' }).waitFor();
	});

	it('begins chats with a number, and groups with it', async () => {
		const { page, emulator } = phone;
		await phone.open();
		await page.getByRole('button', { name: 'New chat' }).click();
		await page.getByRole('button', { name: 'Start' }).click();
		await write(page, 'Good morning');
		await bubble(page, 'Good morning').waitFor();
		if (kind === 'phone') await page.getByRole('button', { name: 'All chats' }).click();
		await page.getByRole('button', { name: 'New chat' }).click();
		await page.getByRole('textbox', { name: /Others in it/ }).fill('(415) 555-0102, g@example.com');
		await page.getByRole('textbox', { name: /Name of the group/ }).fill('Brunch');
		await page.getByRole('button', { name: 'Start' }).click();
		await page.getByRole('heading', { name: 'Brunch' }).waitFor();
		await write(page, 'Good morning, all');
		await bubble(page, 'Good morning, all').waitFor();
		const [group, single] = emulator.store.conversations();
		expect(single.participant).toBe(ADA);
		expect(messages(single.id)).toHaveLength(1);
		expect(group.participants?.map(({ identifier }) => identifier)).toEqual([
			ADA,
			'+14155550102',
			'g@example.com',
		]);
		expect(messages(group.id)).toMatchObject([{ senderIdentifier: ADA }]);
	});

	it('writes SMS and MMS, which have no tapbacks', async () => {
		const { page } = phone;
		const chat = await openChat();
		await page.getByRole('radio', { name: 'SMS' }).check();
		await write(page, 'By text');
		await bubble(page, 'By text').waitFor();
		await page.locator('#picture-files').setInputFiles([PNG]);
		await write(page, 'With a picture');
		await bubble(page, 'With a picture').getByText('MMS').waitFor();
		expect(messages(chat).map(({ channel }) => channel)).toEqual(['sms', 'mms']);
		await log(page).getByText('Text Message').waitFor();
		expect(await page.getByRole('button', { name: /^React/ }).count()).toBe(0);
	});

	it('shows a WhatsApp thread beside the other one, and writes in it', async () => {
		const { page, emulator } = phone;
		const chat = await openChat();
		emulator.store.addMessage(chat, { body: 'By iMessage' });
		await emulator.person.text(ADA, 'By WhatsApp', { channel: 'whatsapp' });
		if (kind === 'phone') await page.getByRole('button', { name: 'All chats' }).click();
		await page.getByRole('button', { name: /Corner Shop \(WhatsApp\)/ }).click();
		await log(page).getByText('WhatsApp', { exact: true }).waitFor();
		await write(page, 'Still there?');
		await bubble(page, 'Still there?').waitFor();
		const thread = emulator.store.conversations()[0];
		expect(messages(thread.id).map(({ body, channel }) => `${channel} ${body}`)).toEqual([
			'whatsapp By WhatsApp',
			'whatsapp Still there?',
		]);
		expect(messages(chat).map(({ body }) => body)).toEqual(['By iMessage']);
	});

	it('shows which question waits, and by what it was answered', async () => {
		const { page, emulator } = phone;
		const chat = await openChat();
		const { id } = emulator.store.addMessage(chat, { body: 'May I?', direction: 'outbound' });
		emulator.store.setMetadata(chat, { n8nWaiting: { version: 1, open: [{ id }], closed: [] } });
		await bubble(page, 'May I?').getByText('Waits for an answer').waitFor();
		await write(page, 'Yes please');
		await bubble(page, 'Yes please').waitFor();
		emulator.store.setMetadata(chat, null);
		await bubble(page, 'May I?').getByText('Answered by “Yes please”').waitFor();
	});

	it('calls people as the address book does', async () => {
		const { page, emulator } = phone;
		const { store } = emulator;
		store.contacts.add({ phoneNumber: '+14155550102', name: 'Grace Hopper' });
		store.addConversation({
			participants: [
				{ identifier: ADA, name: null },
				{ identifier: '+14155550102', name: null },
			],
		});
		await phone.open();
		await page
			.getByRole('navigation', { name: 'Chats' })
			.getByText('Corner Shop, Grace Hopper')
			.waitFor();
	});

	it('becomes another person, with other chats', async () => {
		const { page, emulator } = phone;
		await openChat();
		await write(page, 'Ada was here');
		await bubble(page, 'Ada was here').waitFor();
		if (kind === 'phone') await page.getByRole('button', { name: 'All chats' }).click();
		const me = page.getByRole('combobox', { name: 'This is the phone of' });
		await me.fill('415 555 0102');
		await me.press('Enter');
		await page
			.getByRole('navigation', { name: 'Chats' })
			.getByRole('listitem')
			.waitFor({ state: 'detached' });
		await page.getByRole('button', { name: 'New chat' }).click();
		await page.getByRole('button', { name: 'Start' }).click();
		await write(page, 'And Grace');
		await bubble(page, 'And Grace').waitFor();
		expect(emulator.store.conversations()[0].participant).toBe('+14155550102');
		expect(await bubble(page, 'Ada was here').count()).toBe(0);
	});

	it('shows the background that the API sets', async () => {
		const { page, emulator } = phone;
		const chat = await openChat();
		const url = emulator.mediaUrl('sky.png', { type: 'image/png', bytes: pixel });
		const image_url = url.replace('http:', 'https:');
		await api().post(`/conversations/${chat}/background`, { image_url });
		await page.locator('.wallpaper.has-picture').waitFor();
		const background = await page
			.locator('.wallpaper')
			.evaluate((element) => getComputedStyle(element).backgroundImage);
		const [, shown] = /url\("(.*)"\)/.exec(background) ?? [];
		expect(
			Buffer.from((await axios.get<ArrayBuffer>(shown, { responseType: 'arraybuffer' })).data),
		).toEqual(pixel);
		await api().delete(`/conversations/${chat}/background`);
		await page.locator('.wallpaper:not(.has-picture)').waitFor();
	});
});
