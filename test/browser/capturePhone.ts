import { join } from 'node:path';

import type { Browser } from 'playwright-core';

import type { Emulator } from '../emulator';
import { WINDOWS } from './chromium';
import { ADA, furnish } from './phoneScene';

/**
 * Takes the pictures of the phone's page that the documentation shows: `phone.png` in a phone's window and
 * `phone-desktop.png` in a desktop's, at twice the size. The emulator is filled for it, so it should be an empty one.
 *
 * @returns the paths of what was written
 */
export async function capturePhone(
	browser: Browser,
	emulator: Emulator,
	folder: string,
): Promise<string[]> {
	const conversation = furnish(emulator);
	const address = `${emulator.baseUrl}/phone?me=${encodeURIComponent(ADA)}&chat=${conversation}`;
	const paths: string[] = [];
	for (const [name, viewport] of [
		['phone.png', WINDOWS.phone],
		['phone-desktop.png', WINDOWS.desktop],
	] as const) {
		const context = await browser.newContext({
			viewport,
			deviceScaleFactor: 2,
			colorScheme: 'light',
			reducedMotion: 'reduce',
		});
		const page = await context.newPage();
		await page.goto(address);
		await page.getByRole('log').getByText('When will it be here?').waitFor();
		if (name === 'phone-desktop.png') await answer(emulator, conversation);
		await page.waitForLoadState('networkidle').catch(() => undefined);
		paths.push(join(folder, name));
		await page.screenshot({ path: paths.at(-1) });
		await context.close();
	}
	return paths;
}
