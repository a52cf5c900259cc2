import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { useScene } from '../e2e/scene';
import { enter, readExample } from './example';

const ADA = '+14155550117';
const folder = process.env.EXAMPLES_PICTURES!;

describe('the example “picture intake”', () => {
	const scene = useScene();

	it('saves each picture, lists it in the state, and asks again for one that is lost', async () => {
		const { emulator, n8n } = scene;
		const { id } = emulator.store.addConversation({
			participant: ADA,
			channel: 'imessage',
			metadata: { claim: 'C-7' },
		});
		const draft = readExample('picture-intake');
		enter(draft, 'Where to Keep Pictures', 'folder', folder);
		const workflow = await scene.saveWorkflow(draft);
		await n8n.activate(workflow);
		const picture = (name: string, bytes: number) =>
			emulator.mediaUrl(name, { type: 'image/png', bytes });

		const first = await emulator.person.text(ADA, 'The front', {
			mediaUrls: [picture('front.png', 900)],
		});
		await n8n.waitForExecutions(workflow, 1);
		const second = await emulator.person.text(ADA, '', {
			mediaUrls: [picture('back.png', 70_000)],
		});
		await n8n.waitForExecutions(workflow, 2);
		await emulator.person.text(ADA, 'That is all');
		await n8n.waitForExecutions(workflow, 3);
		const { origin } = new URL(picture('any.png', 1));
		await emulator.person.text(ADA, 'One more', { mediaUrls: [`${origin}/gone.png`] });
		const executions = await n8n.waitForExecutions(workflow, 4);

		expect(executions.map(({ status, error }) => error ?? status)).toEqual(
			Array(4).fill('success'),
		);
		const files = [`${first.messageId}-1.png`, `${second.messageId}-1.png`];
		expect((await readdir(folder)).sort()).toEqual([...files].sort());
		const sizes = await Promise.all(files.map((file) => readFile(join(folder, file))));
		expect(sizes.map(({ length }) => length)).toEqual([900, 70_000]);
		expect(emulator.store.conversation(id)!.metadata).toEqual({
			claim: 'C-7',
			pictures: {
				[files[0]]: { mimeType: 'image/png', text: 'The front' },
				[files[1]]: { mimeType: 'image/png', text: '' },
			},
		});
		const sent = emulator.store.messages(id).filter(({ direction }) => direction === 'outbound');
		expect(sent.map(({ body }) => body)).toEqual([
			'Thank you, we have your picture. That makes 1 so far.',
			'Thank you, we have your picture. That makes 2 so far.',
			'Sorry, your picture did not get through. Could you send it once more?',
		]);
		for (const { headers } of emulator.mediaRequests) expect(headers.authorization).toBeUndefined();
	});
});
