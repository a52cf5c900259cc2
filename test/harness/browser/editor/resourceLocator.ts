import type { Locator } from 'playwright-core';

import { marked } from './marked';

/** n8n's field for something that is picked: from a list that is searched, or by ID. */
export class ResourceLocator {
	constructor(private readonly field: Locator) {}

	/** Where the choice stands, and an ID is entered. */
	get input(): Locator {
		return this.field
			.locator('[data-test-id="rlc-input"]')
			.locator('xpath=descendant-or-self::input');
	}

	/** The list's entries, once it is open. */
	get items(): Locator {
		return marked(this.field.page(), 'rlc-item');
	}

	async open(): Promise<void> {
		await this.input.click();
		await this.items.first().waitFor();
	}

	async search(text: string): Promise<void> {
		await marked(this.field.page(), 'rlc-search').fill(text);
	}

	async switchTo(mode: 'From list' | 'By ID'): Promise<void> {
		await marked(this.field, 'rlc-mode-selector').click();
		await this.field.page().getByRole('option', { name: mode }).click();
	}

	async enterId(id: string): Promise<void> {
		await this.switchTo('By ID');
		await this.input.fill(id);
		await this.input.press('Tab');
	}
}
