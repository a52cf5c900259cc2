import { join } from 'node:path';

import { projectFolder } from '../../n8n/folders';
import { addCredential } from '../harness/browser/editor/credentialForm';
import { setUpOwner } from '../harness/browser/editor/signIn';
import { useEditor } from './editor/useEditor';
import { eventually } from './eventually';
import { bubble, write } from './phonePage';
import { ADA, addShop } from './phoneScene';

const test = useEditor();

it('comes from an empty n8n to an answered text, as the README says', async () => {
	const { n8n, emulator, page, editor } = test;
	addShop(emulator);
	await setUpOwner(page, n8n.url);

	const credential = await addCredential(page, 'AgentPhone API');
	await credential.fill('API Key', emulator.apiKey);
	await credential.fill('Base URL', emulator.baseUrl);
	expect(await credential.save()).toBe('Connection tested successfully');
	await credential.close();

	await editor.open();
	await editor.importFile(join(projectFolder, 'examples', 'answer-with-context.json'));
	const answer = await editor.openNode('Answer');
	expect(await answer.credential()).toBe('AgentPhone account');
	await answer.close();
	expect(await editor.publish()).toContain('AgentPhone now sends its events to this workflow.');
	// n8n says so before the trigger has registered its webhook, a moment later.
	await eventually(
		() => emulator.webhooks.master?.url,
		(url) => expect(url).toContain(n8n.url),
	);

	const phone = await page.context().newPage();
	await phone.goto(`${emulator.baseUrl}/phone?me=${encodeURIComponent(ADA)}`);
	await write(phone, 'Hello! Are you open today?');
	await bubble(phone, 'Hi there! How can we help?').waitFor();
	await bubble(phone, 'Are you open today?').getByText('Like by Corner Shop').waitFor();
	expect(emulator.store.conversations()).toMatchObject([
		{ metadata: { answers: 1, order: { lastQuestion: 'Hello! Are you open today?' } } },
	]);
});
