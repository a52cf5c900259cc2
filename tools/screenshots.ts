/**
 * `npm run docs:screenshots`: takes the pictures of the documentation from a real n8n, with the example workflows
 * in it. Needs a Chromium: the one that CHROMIUM_PATH names, else the system's, else Playwright's.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { chromium, type Page } from 'playwright-core';

import { playConversation } from '../demo/conversation';
import { setStage } from '../demo/stage';
import { OWNER, step } from '../test/n8n';
import { projectFolder } from '../test/n8n/folders';

const folder = join(projectFolder, 'docs', 'images');
/** CSS pixels; pictures are taken at twice that density. */
const VIEW = { width: 1280, height: 560 };

async function main() {
	const takeDowns: (() => Promise<void>)[] = [];
	try {
		const stage = await setStage((takeDown) => takeDowns.push(takeDown));
		const browser = await chromium.launch({
			executablePath: findChromium(),
			args: ['--no-sandbox', '--font-render-hinting=none'],
		});
		takeDowns.push(() => browser.close());
		const page = await browser.newPage({ viewport: VIEW, deviceScaleFactor: 2 });
		await page.request.post(`${stage.n8n.url}/rest/login`, {
			data: { emailOrLdapLoginId: OWNER.email, password: OWNER.password },
		});
		mkdirSync(folder, { recursive: true });

		const answering = await playConversation(stage);
		if (!answering.complete) throw new Error('The conversation did not go as it should');
		const syncing = await stage.importExample('sync-conversations.json');
		await step('Taking pictures', async () => {
			await takeWorkflow(page, `${stage.n8n.url}/workflow/${answering.workflow}`, 'answering');
			await takeWorkflow(page, `${stage.n8n.url}/workflow/${syncing}`, 'syncing');
		});
	} finally {
		for (const takeDown of takeDowns.reverse()) await takeDown();
	}
}

async function takeWorkflow(page: Page, url: string, name: string) {
	await page.goto(url);
	await page.locator('[data-test-id="canvas-node"]').first().waitFor();
	await page.locator('body').press('1');
	// The canvas moves smoothly into view, and icons come after the nodes.
	await page.waitForLoadState('networkidle');
	await page.waitForTimeout(1_500);
	await page.screenshot({ path: join(folder, `${name}.png`) });
}

function findChromium(): string | undefined {
	const candidates = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome'];
	return candidates.find((path) => path && existsSync(path));
}

void main().catch((error: Error) => {
	console.error(error.message);
	process.exit(1);
});
