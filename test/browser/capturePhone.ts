import { join } from 'node:path';

import type { Browser } from 'playwright-core';

import type { Emulator } from '../../emulator';
import { WINDOWS } from '../harness/browser/chromium';
import { listenTo } from './listener';
import { ADA, furnish, goOn } from './phoneScene';

/**
 * Takes the pictures of the phone's page that the documentation shows: `phone.png` in a phone's window and
 * `phone-desktop.png` in a desktop's, at twice the size. The emulator is emptied and filled for each.
 *
 * @returns the paths of what was written
 */
export async function capturePhone(
	browser: Browser,
	emulator: Emulator,
	folder: string,
): Promise<string[]> {
	return [
		await capture(browser, emulator, WINDOWS.phone, join(folder, 'phone.png')),
		await capture(browser, emulator, WINDOWS.desktop, join(folder, 'phone-desktop.png')),
	];
}

async function capture(
	browser: Browser,
	emulator: Emulator,
	viewport: { width: number; height: number },
	path: string,
): Promise<string> {
	emulator.reset();
	const listener = await listenTo(emulator);
	const context = await browser.newContext({
		viewport,
		deviceScaleFactor: 2,
		colorScheme: 'light',
		reducedMotion: 'reduce',
	});
	try {
		const chat = furnish(emulator);
		const page = await context.newPage();
		await page.goto(`${emulator.baseUrl}/phone?me=${encodeURIComponent(ADA)}&chat=${chat}`);
		await page.getByRole('log').getByText('order 1042 is packed').waitFor();
		await goOn(emulator, chat);
		await page.getByText('typing').waitFor({ state: 'attached' });
		await page.waitForLoadState('networkidle', { timeout: 2_000 }).catch(() => undefined);
		await page.screenshot({ path });
		return path;
	} finally {
		await context.close();
		await listener.stop();
	}
}
