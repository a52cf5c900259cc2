import type { Locator, Page } from 'playwright-core';

import { Fields } from './fields';
import { marked } from './marked';

/** An open node: its input, its parameters, its output. */
export class NodeView extends Fields {
	readonly view: Locator;
	readonly parameters: Locator;
	readonly output: Locator;

	constructor(readonly page: Page) {
		super(marked(page, 'node-parameters'));
		this.parameters = this.scope;
		this.view = marked(page, 'ndv');
		this.output = marked(page, 'output-panel');
	}

	async waitFor(): Promise<void> {
		await this.scope.waitFor();
	}

	/** The name of the credential that is chosen. */
	async credential(): Promise<string> {
		return await this.view.getByRole('combobox', { name: 'Select Credential' }).inputValue();
	}

	/** The address that the node listens at, while testing or in production. */
	async address(label: string): Promise<string> {
		await this.scope.getByRole('radio', { name: label }).click();
		return (await this.scope.locator('.webhook-url').innerText()).trim();
	}

	/** Runs the node and what comes before it, and waits for its output. */
	async execute(): Promise<void> {
		await marked(this.view, 'node-execute-button').click();
		await marked(this.output, 'ndv-data-container').waitFor();
	}

	/** Chooses how the output is shown. */
	async showAs(display: 'schema' | 'table' | 'json'): Promise<void> {
		await marked(this.output, `radio-button-${display}`).click();
	}

	async close(): Promise<void> {
		await marked(this.page, 'ndv-close-button').click();
		await this.view.waitFor({ state: 'detached' });
	}
}
