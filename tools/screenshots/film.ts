/** A short film in three pictures: somebody texts, the flow runs, the answer is there. */
import type { Page } from 'playwright-core';

import type { Stage } from '../../demo/stage';
import { bubble, write } from '../../test/harness/browser/phone';
import { WorkflowEditor } from '../../test/harness/browser/editor/workflowEditor';
import { hide, showWhole } from './editor';

const LIN = '+14155550188';
const TEXT = 'Is the blue cup still there?';
/** Of one height, so that they stand side by side; in CSS pixels. */
const PHONE = { width: 320, height: 520 };
const EDITOR = { width: 900, height: 520 };
/** What n8n shows on top of a workflow while one works. */
const ON_TOP = [
	'.el-notification',
	'.n8n-tooltip',
	'[data-test-id="canvas-controls"]',
	'[data-test-id^="execute-workflow-button-"]',
];

export const filmPictures = ['film-1-text', 'film-2-flow', 'film-3-answer'] as const;

/** Plays it, and takes its {@link filmPictures} as it goes on. */
export async function takeFilm(
	page: Page,
	{ emulator, n8n, importExample }: Stage,
	pathOf: (name: string) => string,
): Promise<void> {
	const [text, flow, answer] = filmPictures.map(pathOf);
	const { id: agentId } = emulator.store.addAgent({ name: 'Corner Shop' });
	const { id: phoneNumberId } = emulator.store.addNumber({ agentId });
	const { id } = emulator.store.addConversation({
		phoneNumberId,
		participant: LIN,
		metadata: { name: 'Lin' },
	});
	const editor = new WorkflowEditor(page, n8n.url);
	await page.setViewportSize(EDITOR);
	await editor.open(await importExample('answer-without-public-url.json'));
	await showWhole(page);

	const phone = await page.context().browser()!.newPage({ viewport: PHONE, deviceScaleFactor: 2 });
	await phone.goto(`${emulator.baseUrl}/phone?me=${encodeURIComponent(LIN)}&chat=${id}`);
	await write(phone, TEXT);
	await bubble(phone, TEXT).waitFor();
	await settle(phone);
	await phone.screenshot({ path: text });

	await editor.executeFrom('Look for Texts');
	await hide(page, ON_TOP);
	await page.mouse.move(0, 0);
	await showWhole(page);
	await page.screenshot({ path: flow });

	await bubble(phone, 'Hi Lin!').waitFor();
	await settle(phone);
	await phone.screenshot({ path: answer });
	await phone.close();
}

/** Lets bubbles come to rest, and takes the cursor out of the picture. */
async function settle(page: Page): Promise<void> {
	await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
	await page.waitForTimeout(1_000);
}
