/**
 * `npm run docs:screenshots`: takes the pictures of the documentation from a real n8n, with the example workflows
 * in it. With names behind it (`-- answering example-broadcast`), only the pictures whose names start with one of
 * them. Needs a Chromium: see test/browser/chromium.ts.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { playConversation } from '../demo/conversation';
import { setStage } from '../demo/stage';
import { launchChromium } from '../test/browser/chromium';
import { exampleNames } from '../test/examples/example';
import { OWNER, step } from '../test/n8n';
import { projectFolder } from '../test/n8n/folders';
import {
	importInEditor,
	makeCredentials,
	openWorkflow,
	showWhole,
	takeCanvas,
} from './screenshots/editor';
import { nodePictures, takeExecution, takeNodePicture } from './screenshots/nodes';

const folder = join(projectFolder, 'docs', 'images');
/** CSS pixels; pictures are taken at twice that density. */
const VIEW = { width: 1280, height: 640 };

const asked = process.argv.slice(2);
const isAsked = (name: string) =>
	asked.length === 0 || asked.some((each) => name.startsWith(each.replace(/\.png$/, '')));

async function main() {
	const takeDowns: (() => Promise<void>)[] = [];
	try {
		const stage = await setStage((takeDown) => takeDowns.push(takeDown));
		const { n8n } = stage;
		const browser = await launchChromium();
		takeDowns.push(() => browser.close());
		const page = await browser.newPage({ viewport: VIEW, deviceScaleFactor: 2 });
		await page.request.post(`${n8n.url}/rest/login`, {
			data: { emailOrLdapLoginId: OWNER.email, password: OWNER.password },
		});
		mkdirSync(folder, { recursive: true });
		const picture = (name: string) => join(folder, `${name}.png`);

		if (isAsked('answering') || isAsked('execution')) {
			const { complete, workflow } = await playConversation(stage);
			if (!complete) throw new Error('The conversation did not go as it should');
			await step('Taking “execution”', async () => {
				await takeExecution(page, n8n.url, workflow, picture('execution'));
			});
			await step('Taking “answering”', async () => {
				await openWorkflow(page, n8n.url, workflow);
				await showWhole(page);
				await page.screenshot({ path: picture('answering') });
			});
		}
		if (isAsked('syncing')) {
			const workflow = await stage.importExample('sync-conversations.json');
			await step('Taking “syncing”', async () => {
				await openWorkflow(page, n8n.url, workflow);
				await showWhole(page);
				await page.screenshot({ path: picture('syncing') });
			});
		}
		for (const name of nodePictures.filter(isAsked))
			await step(`Taking “${name}”`, async () => {
				await takeNodePicture(name, page, stage, picture(name));
			});
		await page.setViewportSize(VIEW);
		const examples = exampleNames.filter((name) => isAsked(`example-${name}`));
		await makeCredentials(n8n.client);
		for (const name of examples)
			await step(`Taking “example-${name}”`, async () => {
				await importInEditor(page, n8n.url, join(projectFolder, 'examples', `${name}.json`));
				await takeCanvas(page, picture(`example-${name}`));
			});
	} finally {
		for (const takeDown of takeDowns.reverse()) await takeDown();
	}
}

void main().catch((error: Error) => {
	console.error(error.message);
	process.exit(1);
});
