import type { Browser, Page } from 'playwright-core';

import { startEmulator, type Emulator } from '../../../emulator';
import { startN8n, type N8n } from '../../../n8n';
import { launchChromium } from '../../harness/browser/chromium';
import { WorkflowEditor } from '../../harness/browser/editor/workflowEditor';

/** An n8n with the packed package in it and nothing else, AgentPhone in a box, and a browser. */
export interface EditorTest {
	n8n: N8n;
	emulator: Emulator;
	browser: Browser;
	page: Page;
	editor: WorkflowEditor;
}

/** Starting n8n takes half a minute on two quiet cores, and longer where it is not installed yet. */
const START = 900_000;
/** For one test; on a busy machine, a page of the editor alone takes ten seconds. */
const TEST = 180_000;

/** Sets it up once for the tests of a file, all in one window. */
export function useEditor(): EditorTest {
	const test = {} as EditorTest;
	jest.setTimeout(TEST);

	beforeAll(async () => {
		test.emulator = await startEmulator();
		test.n8n = await startN8n();
		test.browser = await launchChromium();
		const context = await test.browser.newContext({
			viewport: { width: 1280, height: 900 },
			reducedMotion: 'reduce',
		});
		test.page = await context.newPage();
		test.page.setDefaultTimeout(60_000);
		test.editor = new WorkflowEditor(test.page, test.n8n.url);
	}, START);
	afterAll(async () => {
		await test.browser?.close();
		await test.n8n?.stop();
		await test.emulator?.stop();
	}, 60_000);
	return test;
}
