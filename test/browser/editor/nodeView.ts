import type { Locator, Page } from 'playwright-core';

import { Fields } from './fields';
import { marked } from './marked';

/** An open node: its input, its parameters, its output. */
export class NodeView extends Fields {
	readonly view: Locator;
	readonly output: Locator;

	constructor(private readonly page: Page) {
		super(marked(page, 'node-parameters'));
		this.view = marked(page, 'ndv');
		this.output = marked(page, 'ndv-output-panel');
	}

	async waitFor(): Promise<void> {
		await this.scope.waitFor();
	}

	/** The name of the credential that is chosen. */
	async credential(): Promise<string> {
		return await this.view.getByRole('combobox', { name: 'Select Credential' }).inputValue();
	}

	/** Runs the node and what comes before it, and waits for its output. */
	async execute(): Promise<void> {
		await this.view.getByRole('button', { name: 'Execute step' }).last().click();
		await marked(this.output, 'ndv-data-container').waitFor();
	}

	async close(): Promise<void> {
		await marked(this.page, 'ndv-close-button').click();
		await this.view.waitFor({ state: 'detached' });
	}
}
