import { startEmulator } from '../../emulator';
import { bubble, field, log, write } from '../harness/browser/phone';
import { usePhone } from './phonePage';
import { ADA, addShop } from './phoneScene';
import { pixel } from './pictures';

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

	it('keeps what was begun in each chat', async () => {
		const { page, emulator } = phone;
		const { phoneNumber } = emulator.store.addNumber({ phoneNumber: '+14155550199' });
		emulator.store.addConversation({ participant: ADA });
		await emulator.person.text(ADA, 'Hello', { to: phoneNumber });
		await phone.open();
		const open = async (name: RegExp) =>
			await page.getByRole('navigation').getByRole('button', { name }).click();
		await field(page).fill('For the second number');
		await open(/^Corner Shop/);
		await page.getByRole('heading', { name: 'Corner Shop' }).waitFor();
		expect(await field(page).inputValue()).toBe('');
		await write(page, 'For the shop');
		await bubble(page, 'For the shop').waitFor();
		await open(/555-0199/);
		await page.getByRole('heading', { name: '+1 (415) 555-0199' }).waitFor();
		expect(await field(page).inputValue()).toBe('For the second number');
	});

	it('keeps what is written before it knows whose phone it is', async () => {
		const { page, emulator } = phone;
		emulator.store.addConversation({ participant: ADA });
		await page.route('**/phone/state*', async (route) => {
			await field(page).fill('Quick');
			await field(page).press('Enter');
			await route.continue();
		});
		await phone.open({ chat: emulator.store.conversations()[0].id });
		expect(await field(page).inputValue()).toBe('Quick');
		await field(page).press('Enter');
		await bubble(page, 'Quick').waitFor();
	});

	it('sends one after the other, in the order of writing', async () => {
		const { page, emulator } = phone;
		const { id } = emulator.store.addConversation({ participant: ADA });
		await phone.open({ chat: id });
		await page.route('**/phone/pictures', async (route) => {
			await new Promise((resolve) => setTimeout(resolve, 300));
			await route.continue();
		});
		const files = page.locator('#picture-files');
		await files.setInputFiles([{ name: 'a.png', mimeType: 'image/png', buffer: pixel }]);
		await write(page, 'The picture');
		await write(page, 'And the text');
		await bubble(page, 'And the text').waitFor();
		expect(emulator.store.messages(id).map(({ body }) => body)).toEqual([
			'The picture',
			'And the text',
		]);
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
