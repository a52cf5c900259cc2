/** Pictures of the nodes: in the panel from which they are added, their forms filled in, and at work. */
import type { Locator, Page } from 'playwright-core';

import type { Stage } from '../../demo/stage';
import type { NodeView } from '../../test/harness/browser/editor/nodeView';
import { WorkflowEditor } from '../../test/harness/browser/editor/workflowEditor';

const GRACE = '+14155550142';
/** Room for the longest form, in CSS pixels. */
const TALL = { width: 1280, height: 1100 };
/** For a node with its output beside it. */
const WIDE = { width: 1440, height: 800 };
/** What a form consists of. */
const PARAMETERS =
	'[data-test-id="parameter-item"]:visible, [data-test-id="collection-parameter-add"]:visible';
/** What n8n tells about itself while one works. */
const TALK = '.el-notification, .n8n-tooltip';
/** Space below the last parameter of a form. */
const MARGIN = 24;

/** Where pictures are taken: a signed-in browser, and what it looks at. */
interface Scene {
	page: Page;
	stage: Stage;
	editor: WorkflowEditor;
}

/** Each picture by its name: how it is set up, and taken. */
const pictures: Record<string, (scene: Scene, path: string) => Promise<void>> = {
	async 'node-panel'({ page, editor }, path) {
		await page.setViewportSize(TALL);
		await editor.open();
		const panel = await editor.openPanel();
		await panel.search('AgentPhone');
		await panel.open('AgentPhone');
		await settle(page);
		await panel.panel.screenshot({ path });
	},

	async conversation({ page, editor }, path) {
		const node = await addNode(page, editor, 'Update a conversation');
		const conversation = node.resourceLocator('Conversation');
		await conversation.open();
		await conversation.search('555 0142');
		await conversation.items.filter({ hasText: GRACE }).click();
		await page.getByRole('button', { name: 'Add Metadata Field' }).click();
		await node.fill('Name', 'stage');
		await node.fill('Value', 'booked');
		await takeForm(node, path);
	},

	async message({ page, editor }, path) {
		const node = await addNode(page, editor, 'Send a message');
		await node.fill('Recipient', GRACE);
		await node.fill('Message', 'Your table is booked for 7 pm.');
		await node.add('Add option', 'Send Style');
		await takeForm(node, path);
	},

	async reaction({ page, editor }, path) {
		const node = await addNode(page, editor, 'React to a message');
		await node.fill('Message ID', 'msg_8f2a61c0');
		await takeForm(node, path);
	},

	async trigger({ page, editor }, path) {
		await page.setViewportSize(WIDE);
		await editor.open();
		const node = await editor.add('On message received');
		await node.choose('Test Run With', 'Sample Message');
		await node.execute();
		await node.showAs('schema');
		await takeNode(node, path);
	},
};

export const nodePictures = Object.keys(pictures);

/** Takes one of {@link nodePictures}. */
export async function takeNodePicture(
	name: string,
	page: Page,
	stage: Stage,
	path: string,
): Promise<void> {
	const { store } = stage.emulator;
	if (!store.conversations().some(({ participant }) => participant === GRACE))
		store.addMessage(store.addConversation({ participant: GRACE }).id, {
			body: 'Is there a table for two tonight?',
		});
	await pictures[name]({ page, stage, editor: new WorkflowEditor(page, stage.n8n.url) }, path);
}

/** Takes the first execution of a workflow, as the editor lists and shows it. */
export async function takeExecution(page: Page, url: string, workflow: string, path: string) {
	const editor = new WorkflowEditor(page, url);
	await editor.open(workflow);
	await editor.openFirstExecution();
	await settle(page);
	await page.screenshot({ path });
}

async function addNode(page: Page, editor: WorkflowEditor, action: string): Promise<NodeView> {
	await page.setViewportSize(TALL);
	await editor.open();
	return await editor.add(action);
}

/** The parameters alone, down to the last one. */
async function takeForm(node: NodeView, path: string): Promise<void> {
	await settle(node.page);
	const form = await boxOf(node.parameters);
	const last = await boxOf(node.parameters.locator(PARAMETERS).last());
	const height = last.y + last.height + MARGIN - form.y;
	await node.page.screenshot({ path, clip: { ...form, height } });
}

/** The whole node. */
async function takeNode(node: NodeView, path: string): Promise<void> {
	await settle(node.page);
	await node.page.addStyleTag({ content: `${TALK} { display: none !important }` });
	await node.view.screenshot({ path });
}

/** Takes the pointer and the cursor out of the picture, and lets what moves come to rest. */
async function settle(page: Page): Promise<void> {
	await page.mouse.move(0, 0);
	await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
	await page.waitForLoadState('networkidle');
	await page.waitForTimeout(700);
}

async function boxOf(element: Locator) {
	const box = await element.boundingBox();
	if (!box) throw new Error(`Nothing to be seen of ${element}`);
	return box;
}
