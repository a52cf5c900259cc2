import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

import { startEmulator, type Emulator } from '../../emulator';
import { launchChromium } from '../harness/browser/chromium';
import { listenTo, type Listener } from './listener';
import { ADA, addShop } from './phoneScene';

/** The phone of {@link ADA} in a browser, an emulator with one shop under it, and the shop's webhook. */
export interface PhoneTest {
	emulator: Emulator;
	browser: Browser;
	webhook: Listener;
	page: Page;
	/** Where the page reached out to, other than the emulator. Stays empty: it works without the internet. */
	strangers: string[];
	/** What went wrong in the page's own code. */
	errors: Error[];
	open(query?: Record<string, string>): Promise<void>;
}

/** Sets it all up: one browser for a file's tests, and for each test an empty emulator and a new window. */
export function usePhone(options: () => BrowserContextOptions): PhoneTest {
	const phone = { strangers: [], errors: [] } as unknown as PhoneTest;

	beforeAll(async () => {
		phone.emulator = await startEmulator({ deliveryRetryWait: 5 });
		phone.browser = await launchChromium();
	});
	afterAll(async () => {
		await phone.browser?.close();
		await phone.emulator?.stop();
	});
	beforeEach(async () => {
		phone.emulator.reset();
		addShop(phone.emulator);
		phone.webhook = await listenTo(phone.emulator);
		const context = await phone.browser.newContext({ reducedMotion: 'reduce', ...options() });
		phone.page = await context.newPage();
		phone.page.setDefaultTimeout(15_000);
		phone.page.on('pageerror', (error) => phone.errors.push(error));
		phone.page.on('request', (request) => {
			const url = request.url();
			const isOurs = url.startsWith(phone.emulator.baseUrl) || /^(data|blob):/.test(url);
			if (!isOurs) phone.strangers.push(url);
		});
		phone.open = async (query = {}) => {
			const parameters = new URLSearchParams({ me: ADA, ...query });
			await phone.page.goto(`${phone.emulator.baseUrl}/phone?${parameters}`);
			await phone.page.locator('#connection.live').waitFor({ state: 'attached' });
		};
	});
	afterEach(async () => {
		await phone.page.context().close();
		await phone.webhook.stop();
		expect(phone.errors.splice(0)).toEqual([]);
		expect(phone.strangers.splice(0)).toEqual([]);
	});
	return phone;
}
