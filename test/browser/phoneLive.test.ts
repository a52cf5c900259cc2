import { startEmulator } from '../emulator';
import { bubble, field, log, usePhone, write } from './phonePage';
import { ADA, addShop } from './phoneScene';

/** What can go wrong between the page and the emulator, and costs nothing. */
describe('the phone', () => {
	const phone = usePhone(() => ({}));

	it('gives back what could not be sent', async () => {
		const { page, emulator } = phone;
		const { id } = emulator.store.addConversation({ participant: ADA });
		await phone.open({ chat: id });
		await page.route('**/phone/messages', async (route) => await route.abort());
		await write(page, 'Do not lose me');
		await page.getByRole('alert').getByText('The emulator does not answer').waitFor();
		expect(await field(page).inputValue()).toBe('Do not lose me');
		expect(emulator.store.messages(id)).toEqual([]);
		await page.unroute('**/phone/messages');
		await field(page).press('Enter');
		await bubble(page, 'Do not lose me').waitFor();
		expect(emulator.store.messages(id)).toHaveLength(1);
	});

	it('sends on while webhooks take their time', async () => {
		const { page, emulator, webhook } = phone;
		const { id } = emulator.store.addConversation({ participant: ADA });
		await phone.open({ chat: id });
		webhook.pause();
		for (let count = 1; count <= 8; count++) {
			await write(page, `Message ${count}`);
			await bubble(page, `Message ${count}`).waitFor();
		}
		await bubble(page, 'Message 8').getByText('Delivering…').waitFor();
		webhook.resume();
		await bubble(page, 'Message 8').getByText('Delivered').waitFor();
		expect(webhook.heard).toHaveLength(8);
	});

	it('finds back by itself after a break, and shows once what happened meanwhile', async () => {
		const { page } = phone;
		const first = await startEmulator();
		const port = Number(new URL(first.baseUrl).port);
		const furnish = (emulator: typeof first) => {
			addShop(emulator);
			const { id } = emulator.store.addConversation({ id: 'conv_kept', participant: ADA });
			emulator.store.addMessage(id, { id: 'msg_kept', body: 'Before the break' });
		};
		furnish(first);
		await page.goto(`${first.baseUrl}/phone?me=${ADA}`);
		await bubble(page, 'Before the break').waitFor();
		await first.stop();
		await page.getByText('Reconnecting…').waitFor();
		const second = await startEmulator({ port });
		try {
			furnish(second);
			second.store.addMessage('conv_kept', { body: 'During the break', direction: 'outbound' });
			await page.getByText('Live', { exact: true }).waitFor();
			second.store.addMessage('conv_kept', { body: 'After the break', direction: 'outbound' });
			await bubble(page, 'After the break').waitFor();
			expect(await log(page).locator('.text').allInnerTexts()).toEqual([
				'Before the break',
				'During the break',
				'After the break',
			]);
		} finally {
			await page.goto('about:blank');
			await second.stop();
			phone.strangers.length = 0;
		}
	});

	it('shows every message of a burst, once and in order', async () => {
		const { page, emulator } = phone;
		const { id } = emulator.store.addConversation({ participant: ADA });
		await phone.open({ chat: id });
		const bodies = Array.from({ length: 60 }, (_, index) => `Number ${index}.`);
		for (const [index, body] of bodies.entries()) {
			if (index === 30) void page.evaluate(() => dispatchEvent(new Event('focus')));
			emulator.store.addMessage(id, { body, direction: 'outbound' });
			if (index % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
		}
		await bubble(page, 'Number 59.').waitFor();
		expect(await log(page).locator('.text').allInnerTexts()).toEqual(bodies);
		const { isAtEnd } = await log(page).evaluate(({ scrollHeight, scrollTop, clientHeight }) => ({
			isAtEnd: scrollHeight - scrollTop - clientHeight < 2,
		}));
		expect(isAtEnd).toBe(true);
	});

	it('is the same after it is loaded again', async () => {
		const { page, emulator } = phone;
		emulator.store.addConversation({ participant: ADA, id: 'conv_other' });
		const { id } = emulator.store.addConversation({
			participant: ADA,
			groupId: 'grp_1',
			participants: [{ identifier: ADA, name: 'Ada' }],
		});
		await phone.open({ chat: id });
		await write(page, 'Still here');
		await bubble(page, 'Still here').waitFor();
		await page.reload();
		await bubble(page, 'Still here').waitFor();
		expect(new URL(page.url()).searchParams.get('chat')).toBe(id);
	});

	it('begins anew when the emulator forgets everything', async () => {
		const { page, emulator } = phone;
		const { id } = emulator.store.addConversation({ participant: ADA });
		emulator.store.addMessage(id, { body: 'Forget me' });
		await phone.open({ chat: id });
		await bubble(page, 'Forget me').waitFor();
		emulator.reset();
		await bubble(page, 'Forget me').waitFor({ state: 'detached' });
		await write(page, 'A first message');
		await bubble(page, 'A first message').waitFor();
		expect(emulator.store.conversations()).toHaveLength(1);
	});
});
