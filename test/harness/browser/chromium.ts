import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

import { chromium, type Browser } from 'playwright-core';

/** Where Debian puts it, and what it is called on other systems. */
const DEBIAN = '/usr/bin/chromium';
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** The window of a phone and of a desktop, in CSS pixels. */
export const WINDOWS = {
	phone: { width: 390, height: 844 },
	desktop: { width: 1280, height: 800 },
} as const;

/**
 * Starts the Chromium of this machine: the one that `CHROMIUM` names, Debian's, or what PATH offers.
 *
 * @throws Error that says how to get one
 */
export async function launchChromium(): Promise<Browser> {
	return await chromium.launch({
		executablePath: await findChromium(),
		// Where tests run as root, as in most containers, Chromium refuses its own sandbox.
		chromiumSandbox: process.getuid?.() !== 0,
	});
}

async function findChromium(): Promise<string> {
	const { CHROMIUM, PATH = '' } = process.env;
	if (CHROMIUM) {
		if (await isExecutable(CHROMIUM)) return CHROMIUM;
		throw new Error(`CHROMIUM names ${CHROMIUM}, which cannot be run.`);
	}
	const folders = PATH.split(delimiter).filter(Boolean);
	const candidates = [DEBIAN, ...NAMES.flatMap((name) => folders.map((dir) => join(dir, name)))];
	for (const candidate of candidates) if (await isExecutable(candidate)) return candidate;
	throw new Error(
		'No Chromium found. Install it (Debian: apt-get install chromium), or let the environment ' +
			'variable CHROMIUM name the executable of a Chromium or Chrome.',
	);
}

const isExecutable = async (path: string) =>
	await access(path, constants.X_OK).then(
		() => true,
		() => false,
	);
