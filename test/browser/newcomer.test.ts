import { setUpOwner } from '../harness/browser/editor/signIn';
import { addCredential } from '../harness/browser/editor/credentialForm';
import { openDataTable } from '../harness/browser/editor/dataTable';
import { bubble, field, write } from '../harness/browser/phone';
import { useEditor } from './editor/useEditor';
import { eventually } from './eventually';
import { readParagraph, readSteps } from './newcomer/readme';
import { ADA, addShop } from './phoneScene';

/** The README's own words: what is renamed in n8n or in an example, and not there, is not found here. */
const [connecting, importing, , texting] = readSteps('Your first answer');
const job = (title: string) => readParagraph('Three jobs', `**${title}.**`);
const unpublishing = readParagraph('Three jobs', 'Each starts').label(0);

const GRACE = '+14155550142';

const test = useEditor();

beforeAll(async () => {
	const { n8n, emulator, page } = test;
	addShop(emulator);
	await setUpOwner(page, n8n.url);

	const credential = await addCredential(page, connecting.label(0));
	await credential.fill('API Key', emulator.apiKey);
	await credential.fill('Base URL', emulator.baseUrl);
	expect(await credential.save()).toBe(connecting.name(0));
	await credential.close();
});

/** Imports an example into a new workflow, as every job begins. */
async function bring(example: string) {
	const [, ...menu] = importing.label(0).split(' > ');
	await test.editor.open();
	await test.editor.importFile(example, menu);
}

/** Publishes a workflow that listens to AgentPhone. @returns what n8n says then */
async function publish() {
	const { n8n, emulator, editor } = test;
	const said = await editor.publish();
	// n8n says so before the trigger has registered its webhook, a moment later.
	await eventually(
		() => emulator.webhooks.master?.url,
		(url) => expect(url).toContain(n8n.url),
	);
	return said;
}

async function unpublish() {
	await test.editor.unpublish(unpublishing);
	await eventually(
		() => test.emulator.webhooks.master,
		(webhook) => expect(webhook).toBeNull(),
	);
}

/** The newcomer's own phone, on which they are {@link ADA}. */
async function takePhone() {
	const phone = await test.page.context().newPage();
	await phone.goto(`${test.emulator.baseUrl}/phone?me=${encodeURIComponent(ADA)}`);
	await field(phone).waitFor();
	return phone;
}

it('answers people, as the README says', async () => {
	const { emulator, page, editor } = test;
	await bring(job('Answer people').example(0));
	const answer = await editor.openNode('Answer');
	expect(await answer.credential()).toBe(connecting.label(1));
	await answer.close();
	expect(await publish()).toContain('AgentPhone now sends its events to this workflow.');

	const phone = await takePhone();
	await write(phone, 'Hello! Are you open today?');
	await bubble(phone, 'Hi there! How can we help?').waitFor();
	await bubble(phone, 'Are you open today?').getByText('Like by Corner Shop').waitFor();
	await phone.close();
	expect(emulator.store.conversations()).toMatchObject([
		{ metadata: { answers: 1, order: { lastQuestion: 'Hello! Are you open today?' } } },
	]);

	await page.getByRole('radio', { name: texting.label(0) }).click();
	await page.getByText('Succeeded').first().waitFor();
	await page.getByRole('radio', { name: 'Editor' }).click();
	await unpublish();
});

it('asks people, as the README says', async () => {
	const { page, editor } = test;
	const steps = job('Ask people');
	await bring(steps.example(0));
	await publish();
	const asking = await editor.openNode(steps.name(0));
	const address = await asking.address(steps.label(2));
	await asking.close();

	const form = await page.context().newPage();
	await form.goto(address);
	await form.getByLabel('Phone Number').fill(ADA);
	await form.getByLabel('Question').fill('Shall we order 40 chairs?');
	await form.getByRole('button', { name: 'Submit' }).click();
	await form.getByText('The question is on its way.').waitFor();
	await form.close();

	const phone = await takePhone();
	await bubble(phone, 'Shall we order 40 chairs?').waitFor();
	await write(phone, 'Yes, please');
	await bubble(phone, 'Approved, we go ahead: Shall we order 40 chairs?').waitFor();
	await phone.close();
	await unpublish();
});

it('keeps the CRM in step, as the README says', async () => {
	const { n8n, emulator, page, editor } = test;
	const steps = job('Keep the CRM in step');
	const { id } = emulator.store.addConversation({ participant: GRACE });
	await bring(steps.example(0));
	await editor.publish();
	await editor.executeFrom(steps.name(0));

	const table = await openDataTable(page, n8n.url, steps.label(1), steps.name(1));
	for (const person of [ADA, GRACE]) await table.getByText(person, { exact: true }).waitFor();
	expect(emulator.store.conversation(id)!.metadata).toEqual({ crmId: expect.any(Number) });
});
