/**
 * `npm run docs:screenshots`: takes the pictures of the documentation from a real n8n, with the example workflows
 * in it. With names behind it (`-- answering example-broadcast`), only the pictures whose names start with one of
 * them. Needs a Chromium: see test/browser/chromium.ts.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { playConversation } from '../demo/conversation';
import { setStage } from '../demo/stage';
import { launchChromium } from '../test/harness/browser/chromium';
import { exampleNames } from '../test/harness/example';
import { OWNER, step } from '../n8n';
import { projectFolder } from '../n8n/folders';
import {
	importInEditor,
	makeCredentials,
	openWorkflow,
	showWhole,
	takeCanvas,
} from './screenshots/editor';
import { filmPictures, takeFilm } from './screenshots/film';
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
		const take = async (name: string, takePicture: (path: string) => Promise<void>) => {
			if (!isAsked(name)) return;
			await step(`Taking “${name}”`, () => takePicture(join(folder, `${name}.png`)));
		};
		const takeEditor = async (workflow: string, path: string) => {
			await openWorkflow(page, n8n.url, workflow);
			await showWhole(page);
			await page.screenshot({ path });
		};

		if (isAsked('answering') || isAsked('execution')) {
			const { complete, workflow } = await playConversation(stage);
			if (!complete) throw new Error('The conversation did not go as it should');
			await take('execution', (path) => takeExecution(page, n8n.url, workflow, path));
			await take('answering', (path) => takeEditor(workflow, path));
		}
		await take('syncing', async (path) =>
			takeEditor(await stage.importExample('sync-conversations.json'), path),
		);
		for (const name of nodePictures)
			await take(name, (path) => takeNodePicture(name, page, stage, path));

		if (filmPictures.some(isAsked))
			await step('Taking the film', () =>
				takeFilm(page, stage, (name) => join(folder, `${name}.png`)),
			);

		await page.setViewportSize(VIEW);
		await makeCredentials(n8n.client);
		for (const name of exampleNames)
			await take(`example-${name}`, async (path) => {
				await importInEditor(page, n8n.url, join(projectFolder, 'examples', `${name}.json`));
				await takeCanvas(page, path);
			});
	} finally {
		for (const takeDown of takeDowns.reverse()) await takeDown();
	}
}

void main().catch((error: Error) => {
	console.error(error.message);
	process.exit(1);
});
