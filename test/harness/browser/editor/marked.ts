import type { Locator, Page } from 'playwright-core';

/** The part of n8n's editor that carries this `data-test-id`, n8n's own marks for tests. */
export const marked = (scope: Page | Locator, id: string): Locator =>
	scope.locator(`[data-test-id="${id}"]:visible`);
