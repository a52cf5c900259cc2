import type { Locator, Page } from 'playwright-core';

import { marked } from './marked';

/** Goes from n8n's overview to a data table, by the tab that lists them. @returns the table's rows and columns */
export async function openDataTable(
	page: Page,
	url: string,
	tab: string,
	name: string,
): Promise<Locator> {
	await page.goto(`${url}/home/workflows`);
	await page.getByText(tab, { exact: true }).first().click();
	await marked(page, 'data-table-card').filter({ hasText: name }).click();
	return marked(page, 'data-table-grid');
}
