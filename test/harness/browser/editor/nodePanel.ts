import type { Locator, Page } from 'playwright-core';

import { marked } from './marked';
import { NodeView } from './nodeView';

/** The panel from which nodes are added: a search, and for each node what it can do. */
export class NodePanel {
	readonly panel: Locator;

	constructor(private readonly page: Page) {
		this.panel = marked(page, 'node-creator');
	}

	async search(text: string): Promise<void> {
		await marked(this.panel, 'node-creator-search-bar').fill(text);
	}

	/** The names in the panel's list. */
	async names(): Promise<string[]> {
		return await marked(this.panel, 'node-creator-item-name').allInnerTexts();
	}

	/** Shows what a node can do: its triggers, and its actions. */
	async open(node: string): Promise<void> {
		await this.panel.getByText(node, { exact: true }).first().click();
		const actions = marked(this.panel, 'node-creator-category-item').filter({ hasText: 'Actions' });
		await actions.waitFor();
		// They are folded up in a workflow that has nothing yet to start it.
		if (!(await this.action('Get a conversation').isVisible())) await actions.click();
		await this.action('Get a conversation').waitFor();
	}

	/** What the node is said to do, under the headings of the panel. */
	async actions(): Promise<Record<string, string[]>> {
		const lines = (await this.panel.innerText()).split('\n').map((line) => line.trim());
		const groups: Record<string, string[]> = {};
		let group: string[] | undefined;
		for (const line of lines) {
			if (/^(Triggers|Actions) \(\d+\)$/.test(line) || / actions$/i.test(line))
				group = groups[line] = [];
			else if (line === 'Manage') group = undefined;
			else if (line) group?.push(line);
		}
		return groups;
	}

	/** Adds a node by one of its actions or triggers, and opens it. */
	async pick(action: string): Promise<NodeView> {
		await this.action(action).click();
		const node = new NodeView(this.page);
		await node.waitFor();
		return node;
	}

	private action(name: string): Locator {
		return this.panel.getByText(name, { exact: true });
	}
}
