import type { Page } from 'playwright-core';

import { OWNER } from '../../../../n8n';

/** Fills the form that a new n8n shows first, and is then signed in as its owner. */
export async function setUpOwner(page: Page, url: string): Promise<void> {
	await page.goto(url);
	await page.getByLabel('Email').fill(OWNER.email);
	await page.getByLabel('First name').fill(OWNER.firstName);
	await page.getByLabel('Last name').fill(OWNER.lastName);
	await page.getByLabel('Password').fill(OWNER.password);
	await page.getByRole('button', { name: 'Next' }).click();
	await page.getByRole('button', { name: 'Add new item' }).waitFor();
}

/** Signs in as the owner whom `client.setupOwner()` made. */
export async function signIn(page: Page, url: string): Promise<void> {
	await page.goto(`${url}/signin`);
	await page.getByLabel('Email').fill(OWNER.email);
	await page.getByLabel('Password').fill(OWNER.password);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await page.getByRole('button', { name: 'Add new item' }).waitFor();
}
