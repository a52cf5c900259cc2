/** What the pictures need of n8n's editor, in a browser that is signed in. */
import type { Page } from 'playwright-core';

import type { N8nClient } from '../../n8n';

/** The space around a workflow's nodes in a picture of it alone, in CSS pixels. Their names are below them. */
const MARGIN = { side: 56, top: 32, bottom: 88 };
/** Large enough for every example at full size. */
const LARGE = { width: 2600, height: 1300 };
/** What lies over the canvas, and is of no use in a picture. */
const OVER_THE_CANVAS = [
	'[data-test-id="canvas-controls"]',
	'[data-test-id="canvas-minimap"]',
	'.vue-flow__panel',
	'.vue-flow__minimap',
	'[data-test-id="canvas-handle-plus-wrapper"]',
	'.el-notification',
];

/** Takes what these CSS selectors choose out of the picture. */
export async function hide(page: Page, selectors: readonly string[]) {
	await page.addStyleTag({ content: `${selectors.join(', ')} { display: none !important }` });
}

export async function openWorkflow(page: Page, url: string, workflowId: string) {
	await page.goto(`${url}/workflow/${workflowId}`);
	await page.locator('[data-test-id="canvas-node"]').first().waitFor();
}

/** Imports a file into a new workflow, as a user does with "Import from file". */
export async function importInEditor(page: Page, url: string, file: string) {
	await page.goto(`${url}/workflow/new`);
	await page.locator('[data-test-id="workflow-import-input"]').setInputFiles(file);
	await page.locator('[data-test-id="canvas-node"]').first().waitFor();
}

/** Zooms so that all of the workflow is seen. */
export async function showWhole(page: Page) {
	await page.locator('body').press('1');
	// The canvas moves smoothly into view, and icons come after the nodes.
	await page.waitForLoadState('networkidle');
	await page.waitForTimeout(1_500);
}

/** Takes the workflow alone, at full size, without the editor around it. */
export async function takeCanvas(page: Page, path: string) {
	const view = page.viewportSize()!;
	await page.setViewportSize(LARGE);
	await page.locator('.vue-flow__pane').click({ position: { x: 8, y: 80 } });
	await showWhole(page);
	await hide(page, OVER_THE_CANVAS);
	const box = await page.evaluate(() => {
		const boxes = [...document.querySelectorAll('.vue-flow__node')].map((node) =>
			node.getBoundingClientRect(),
		);
		const left = Math.min(...boxes.map((each) => each.left));
		const top = Math.min(...boxes.map((each) => each.top));
		const right = Math.max(...boxes.map((each) => each.right));
		const bottom = Math.max(...boxes.map((each) => each.bottom));
		return { x: left, y: top, width: right - left, height: bottom - top };
	});
	await page.screenshot({
		path,
		clip: {
			x: box.x - MARGIN.side,
			y: box.y - MARGIN.top,
			width: box.width + 2 * MARGIN.side,
			height: box.height + MARGIN.top + MARGIN.bottom,
		},
	});
	await page.setViewportSize(view);
}

/**
 * Makes credentials with the names that n8n itself gives them: an imported workflow finds them by name. They lead
 * nowhere.
 */
export async function makeCredentials(n8n: N8nClient) {
	await n8n.createCredential('OpenAI account', 'openAiApi', { apiKey: 'none' });
	await n8n.createCredential('HubSpot App Token account', 'hubspotAppToken', { appToken: 'none' });
}
