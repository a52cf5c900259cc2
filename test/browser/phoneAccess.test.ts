import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';

import { WINDOWS } from '../harness/browser/chromium';
import { bubble, field, log, write } from '../harness/browser/phone';
import { eventually } from './eventually';
import { usePhone } from './phonePage';
import { ADA, furnish, goOn } from './phoneScene';
import { sunsetPicture } from './pictures';

/** WCAG 2.2, levels A and AA. */
const LEVELS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Initials on a gradient, the drawn HA HA, text that is scrolled out of sight: axe cannot tell what is behind. */
const UNDECIDABLE = /class="avatar|<text |<pre /;

/** What axe finds wrong in a part of the page, and contrasts that it cannot decide, in words. */
async function findings(page: Page, part = 'body'): Promise<string[]> {
	const axe = new AxeBuilder({ page }).include(part).withTags(LEVELS);
	const { violations, incomplete } = await axe.analyze();
	return [...violations, ...incomplete.filter(({ id }) => id === 'color-contrast')]
		.flatMap(({ id, nodes }) =>
			nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
		)
		.filter((finding) => !UNDECIDABLE.test(finding));
}

describe.each(Object.entries(WINDOWS))('in the window of a %s', (kind, viewport) => {
	describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
		const phone = usePhone(() => ({ viewport, colorScheme }));

		it('has nothing that axe objects to, wherever one is', async () => {
			const { page, emulator } = phone;
			const chat = furnish(emulator);
			await phone.open({ chat });
			await goOn(emulator, chat);
			await bubble(page, 'When will it be here?').waitFor();
			expect(await findings(page)).toEqual([]);

			await page.getByRole('button', { name: /^React or reply to “Lovely/ }).focus();
			await page.keyboard.press('Enter');
			expect(await findings(page, '#actions')).toEqual([]);
			await page.keyboard.press('Escape');

			const sky = emulator.mediaUrl('sky.svg', { type: 'image/svg+xml', bytes: sunsetPicture });
			emulator.store.setBackground(chat, sky);
			await page.locator('.has-picture').waitFor();
			expect(await findings(page, '.device')).toEqual([]);

			const behind = page.getByRole('button', { name: /^Metadata and webhooks/ });
			if (kind === 'phone') await behind.click();
			await page.getByText('agent.message', { exact: true }).click();
			expect(await findings(page, '.inside')).toEqual([]);
			if (kind === 'phone') {
				await page.getByRole('button', { name: 'Back to the chat' }).click();
				await page.getByRole('button', { name: 'All chats' }).click();
				expect(await findings(page, '.chats')).toEqual([]);
			}
			await page.getByRole('button', { name: 'New chat' }).click();
			await page.getByRole('dialog', { name: 'New chat' }).waitFor();
			expect(await findings(page, '#new-chat-dialog')).toEqual([]);
		});
	});

	describe('by keyboard alone', () => {
		const phone = usePhone(() => ({ viewport }));

		/** Goes on with Tab until something is reached. */
		const tabTo = async (name: string, key = 'Tab') => {
			for (let step = 0; step < 30; step++) {
				await phone.page.keyboard.press(key);
				const here = await phone.page.evaluate(() => {
					const { activeElement: element } = document;
					return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
				});
				if (here.startsWith(name)) return;
			}
			throw new Error(`${key} never reaches ${name}`);
		};

		it('one can write, react, reply inline, and begin a chat', async () => {
			const { page, emulator } = phone;
			const { id } = emulator.store.addConversation({ participant: ADA });
			emulator.store.addMessage(id, { body: 'Which one?', direction: 'outbound' });
			emulator.store.addMessage(id, { body: 'This one?', direction: 'outbound' });
			await phone.open({ chat: id });

			await tabTo('Message');
			await tabTo('Message');
			await page.keyboard.type('The blue one');
			await page.keyboard.press('Enter');
			await bubble(page, 'The blue one').waitFor();

			await tabTo('React or reply to “The blue one”', 'Shift+Tab');
			await page.keyboard.press('Home');
			await page.keyboard.press('ArrowDown');
			await page.keyboard.press('Enter');
			await page.getByRole('dialog', { name: 'React or reply to “This one?”' }).waitFor();
			await page.keyboard.press('ArrowRight');
			await page.keyboard.press('Enter');
			await bubble(page, 'This one?').getByText('Like by you').waitFor();

			await page.keyboard.press('Enter');
			await tabTo('Reply');
			await page.keyboard.press('Enter');
			await page.keyboard.type('Yes');
			await page.keyboard.press('Enter');
			await bubble(page, 'Yes').getByRole('blockquote').getByText('This one?').waitFor();
			expect(emulator.store.messages(id)).toHaveLength(4);

			if (kind === 'phone') {
				await tabTo('All chats', 'Shift+Tab');
				await page.keyboard.press('Enter');
			}
			await tabTo('New chat', 'Shift+Tab');
			await page.keyboard.press('Enter');
			await page.getByRole('dialog', { name: 'New chat' }).waitFor();
			await page.keyboard.press('Escape');
			await page.getByRole('dialog', { name: 'New chat' }).waitFor({ state: 'hidden' });
		});

		it('one sees where one is', async () => {
			const { page } = phone;
			await phone.open();
			for (let step = 0; step < 8; step++) {
				await page.keyboard.press('Tab');
				const outline = await page.evaluate(() => {
					const { activeElement } = document;
					const seen = activeElement?.matches('input[type=radio]')
						? activeElement.parentElement!
						: activeElement!;
					return seen === document.body ? '3px' : getComputedStyle(seen).outlineWidth;
				});
				expect(outline).toBe('3px');
			}
		});

		it('gives the focus back to the message when the menu is left', async () => {
			const { page, emulator } = phone;
			const { id } = emulator.store.addConversation({ participant: ADA });
			emulator.store.addMessage(id, { body: 'Hello' });
			await phone.open({ chat: id });
			const button = page.getByRole('button', { name: 'React or reply to “Hello”' });
			await button.focus();
			await page.keyboard.press('Enter');
			await page.keyboard.press('Escape');
			const isFocused = () => button.evaluate((element) => element === document.activeElement);
			await eventually(isFocused, (isIt) => expect(isIt).toBe(true));
		});
	});
});

describe('messages that are sent with an effect', () => {
	const STYLES = {
		confetti: 'Confetti',
		balloons: 'Balloons',
		celebration: 'Celebration',
		fireworks: 'Fireworks',
		lasers: 'Lasers',
		love: 'Love',
		spotlight: 'Spotlight',
		echo: 'Echo',
	};

	describe('for people who like it to move', () => {
		const phone = usePhone(() => ({ reducedMotion: 'no-preference' }));

		it('play it once as they arrive, and again when asked', async () => {
			const { page, emulator } = phone;
			const { id } = emulator.store.addConversation({ participant: ADA });
			const send = (sendStyle: string) =>
				emulator.store.addMessage(id, { body: sendStyle, direction: 'outbound', sendStyle });
			send('fireworks');
			await phone.open({ chat: id });
			await bubble(page, 'fireworks').waitFor();
			expect(await page.locator('.show').count()).toBe(0);
			for (const [style, name] of Object.entries(STYLES)) {
				send(style);
				await page.locator(`.show.${style}`).waitFor({ state: 'attached' });
				await bubble(page, `Sent with ${name}`).last().waitFor();
			}
			send('slam');
			await page.locator('.bubble.play-slam').waitFor();
			await page.locator('.show').waitFor({ state: 'detached' });
			await bubble(page, 'confetti').getByRole('button', { name: 'Replay' }).click();
			await page.locator('.show.confetti').waitFor({ state: 'attached' });
		});
	});

	describe('for people who prefer that nothing moves', () => {
		const phone = usePhone(() => ({ reducedMotion: 'reduce' }));

		it('only say so', async () => {
			const { page, emulator } = phone;
			const { id } = emulator.store.addConversation({ participant: ADA });
			await phone.open({ chat: id });
			emulator.store.addMessage(id, {
				body: 'Hooray',
				direction: 'outbound',
				sendStyle: 'confetti',
			});
			await bubble(page, 'Hooray').getByText('Sent with Confetti').waitFor();
			expect(await page.locator('.show').count()).toBe(0);
			await write(page, 'Thanks');
			await bubble(page, 'Thanks').waitFor();
			const moving = await page.evaluate(() => document.getAnimations().length);
			expect(moving).toBe(0);
		});

		it('in invisible ink are readable when asked for', async () => {
			const { page, emulator } = phone;
			const { id } = emulator.store.addConversation({ participant: ADA });
			await phone.open({ chat: id });
			emulator.store.addMessage(id, {
				body: 'Cake!',
				direction: 'outbound',
				sendStyle: 'invisible',
			});
			const text = log(page).getByText('Cake!', { exact: true });
			await text.waitFor();
			const blur = () => text.evaluate((element) => getComputedStyle(element).filter);
			expect(await blur()).toContain('blur');
			await page.getByRole('button', { name: 'Reveal' }).press('Enter');
			await field(page).focus();
			expect(await blur()).toBe('none');
		});
	});
});
