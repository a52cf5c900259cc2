import type { Locator, Page } from 'playwright-core';

import { marked } from './marked';
import { NodePanel } from './nodePanel';
import { NodeView } from './nodeView';

/** A workflow in n8n's editor. */
export class WorkflowEditor {
	constructor(
		private readonly page: Page,
		private readonly url: string,
	) {}

	/** Opens a workflow; without an ID, an empty one. */
	async open(id = 'new'): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${id}`);
		await this.page.getByRole('button', { name: 'Open nodes panel' }).waitFor();
	}

	/** Opens the node panel at what AgentPhone's nodes can do. */
	async openPanel(): Promise<NodePanel> {
		await this.page.getByRole('button', { name: 'Open nodes panel' }).click();
		return new NodePanel(this.page);
	}

	/** Adds a node by its action, and opens it. */
	async add(action: string): Promise<NodeView> {
		const panel = await this.openPanel();
		await panel.search('AgentPhone');
		await panel.open('AgentPhone');
		return await panel.pick(action);
	}

	node(name: string): Locator {
		return marked(this.page, 'canvas-node').filter({ hasText: name });
	}

	async openNode(name: string): Promise<NodeView> {
		await this.node(name).dblclick();
		const node = new NodeView(this.page);
		await node.waitFor();
		return node;
	}

	/** Imports a workflow's file through the menu beside its name, by the menu's two entries. */
	async importFile(file: string, [outer, inner]: string[]): Promise<void> {
		await this.page.getByRole('button', { name: 'More actions' }).first().click();
		await this.page.getByRole('menuitem', { name: outer }).hover();
		const [chooser] = await Promise.all([
			this.page.waitForEvent('filechooser'),
			this.page.getByRole('menuitem', { name: inner }).click(),
		]);
		await chooser.setFiles(file);
		await marked(this.page, 'canvas-node').first().waitFor();
	}

	/** Publishes the workflow, as newer versions of n8n call activating. @returns what n8n says then */
	async publish(): Promise<string> {
		await this.page.getByRole('button', { name: 'Publish', exact: true }).click();
		const question = this.page.getByRole('dialog').filter({ hasText: 'Publish workflow' });
		await question.getByRole('button', { name: 'Publish' }).click();
		const message = this.page.getByRole('dialog').filter({ hasText: 'Workflow published' });
		await message.waitFor();
		const text = await message.innerText();
		await message.getByRole('button', { name: 'Got it' }).click();
		await this.page.getByText('Published', { exact: true }).waitFor();
		return text;
	}

	/** Takes the workflow out of service again, through the menu beside "Published". */
	async unpublish(label: string): Promise<void> {
		await marked(this.page, 'version-menu-button').click();
		await this.page.getByRole('menuitem', { name: label }).click();
		await this.page.getByRole('dialog').getByRole('button', { name: label }).click();
		await this.page.getByText('Published', { exact: true }).waitFor({ state: 'detached' });
	}

	/** Executes the workflow from one of its triggers, and waits until n8n says that it succeeded. */
	async executeFrom(trigger: string): Promise<void> {
		await this.node(trigger).hover();
		await marked(this.page, `execute-workflow-button-${trigger}`).click();
		await this.page.getByText('Workflow executed successfully').first().waitFor();
	}

	/** Shows the first execution among all that there were. */
	async openFirstExecution(): Promise<void> {
		await this.page.getByRole('radio', { name: 'Executions' }).click();
		await this.page.locator('.execution-card').last().click();
		await marked(this.page, 'execution-preview-id').waitFor();
	}
}
