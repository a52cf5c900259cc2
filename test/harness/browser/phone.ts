/** The open chat on the emulator's phone. */
import type { Locator, Page } from 'playwright-core';

/** The messages of the open chat. */
export const log = (page: Page): Locator => page.getByRole('log', { name: 'Messages' });

/** The bubble, and what hangs on it, of a message with this text. */
export const bubble = (page: Page, text: string): Locator =>
	log(page).getByRole('article').filter({ hasText: text });

/** The field to write in. */
export const field = (page: Page): Locator => page.getByRole('textbox', { name: 'Message' });

/** Writes a text and sends it with Enter. */
export async function write(page: Page, text: string): Promise<void> {
	await field(page).fill(text);
	await field(page).press('Enter');
}
