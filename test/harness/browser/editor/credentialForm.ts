import type { Locator, Page } from 'playwright-core';

import { Fields } from './fields';
import { marked } from './marked';

/** The form of a credential. */
export class CredentialForm extends Fields {
	constructor(private readonly dialog: Locator) {
		super(dialog);
	}

	/** Saves it; n8n then tests it. @returns what n8n says of the test */
	async save(): Promise<string> {
		await this.dialog.getByRole('button', { name: 'Save' }).click();
		const verdict = this.dialog.getByText(/Connection tested successfully|Couldn.t connect/);
		await verdict.waitFor();
		return (await verdict.innerText()).trim();
	}

	async close(): Promise<void> {
		await this.dialog.getByRole('button', { name: 'Close this dialog' }).click();
		await this.dialog.waitFor({ state: 'detached' });
	}
}

/** Begins a credential from n8n's menu of new things. */
export async function addCredential(page: Page, type: string): Promise<CredentialForm> {
	await page.getByRole('button', { name: 'Add new item' }).click();
	await page.getByRole('menuitem', { name: 'New credential' }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByRole('combobox').fill(type);
	await page.getByRole('option', { name: type }).click();
	await dialog.getByRole('button', { name: 'Continue' }).click();
	const form = page.getByRole('dialog').filter({ has: marked(page, 'credential-edit-dialog') });
	await form.waitFor();
	return new CredentialForm(form);
}
