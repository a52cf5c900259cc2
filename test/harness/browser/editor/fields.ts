/** Parameters as n8n shows them, in a node and in a credential: a label, and under it what is entered. */
import type { Locator } from 'playwright-core';

import { marked } from './marked';
import { ResourceLocator } from './resourceLocator';

export class Fields {
	constructor(protected readonly scope: Locator) {}

	/** The labels that are shown, from top to bottom. */
	async labels(): Promise<string[]> {
		const labels = await this.scope.locator('label.n8n-input-label:visible .n8n-text').all();
		const texts = await Promise.all(labels.map((label) => label.textContent()));
		return texts.flatMap((text) => text?.replace('*', '').trim() || []);
	}

	/** A parameter's label with what belongs to it. */
	field(label: string): Locator {
		const text = this.scope.page().getByText(new RegExp(`^\\s*${escape(label)}\\s*\\*?\\s*$`));
		return this.scope
			.locator('label.n8n-input-label:visible', { has: text })
			.locator('xpath=../..');
	}

	/** Where text is entered. */
	input(label: string): Locator {
		return this.field(label).locator('input, textarea').last();
	}

	async fill(label: string, value: string): Promise<void> {
		await this.input(label).fill(value);
	}

	/** Chooses from a menu. */
	async choose(label: string, option: string): Promise<void> {
		await this.field(label).getByRole('combobox').click();
		await this.option(option).click();
	}

	/** Adds one of a collection's parameters: an option, a filter. */
	async add(button: string, name: string): Promise<void> {
		await this.scope.getByRole('combobox', { name: button }).click();
		await this.option(name).click();
	}

	resourceLocator(label: string): ResourceLocator {
		return new ResourceLocator(this.field(label));
	}

	/** The notices between the parameters. */
	async notices(): Promise<string[]> {
		return await this.scope.getByRole('alert').allInnerTexts();
	}

	/** What is wrong with a parameter, as the mark beside it says when it is pointed at. */
	async issue(label: string): Promise<string> {
		const page = this.scope.page();
		await marked(this.field(label), 'parameter-issues').hover();
		const tooltip = page.locator('.n8n-tooltip:visible');
		await tooltip.waitFor();
		return await tooltip.innerText();
	}

	private option(name: string): Locator {
		const page = this.scope.page();
		return page.locator('[role="option"]:visible', { has: page.getByText(name, { exact: true }) });
	}
}

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
