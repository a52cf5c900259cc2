import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { useScene } from '../harness/n8n/scene';
import { enter, readExample } from '../harness/example';

const ADA = '+14155550117';
const folder = process.env.EXAMPLES_PICTURES!;

describe('the example “picture intake”', () => {
	const scene = useScene();

	let workflow: string;

	beforeEach(async () => {
		const draft = readExample('picture-intake');
		enter(draft, 'Where to Keep Pictures', 'folder', folder);
		workflow = await scene.saveWorkflow(draft);
		await scene.n8n.activate(workflow);
		for (const file of await readdir(folder)) await rm(join(folder, file));
	});

	const picture = (name: string, bytes: number) =>
		scene.emulator.mediaUrl(name, { type: 'image/png', bytes });

	/** The size of each saved file. */
	async function saved() {
		const files = await readdir(folder);
		const sizes = await Promise.all(
			files.map(async (file) => (await stat(join(folder, file))).size),
		);
		return Object.fromEntries(files.map((file, index) => [file, sizes[index]]));
	}

	it('saves each picture of a carousel, and gives it a thumbs up', async () => {
		const { emulator, n8n } = scene;
		const { id } = emulator.store.addConversation({
			participant: ADA,
			channel: 'imessage',
			metadata: { claim: 'C-7' },
		});

		await emulator.person.text(ADA, '', {
			mediaUrls: [picture('front.png', 900), picture('side.png', 800), picture('back.png', 70_000)],
		});
		const executions = await n8n.waitForExecutions(workflow, 3);

		expect(executions.map(({ status, error }) => error ?? status)).toEqual(
			Array(3).fill('success'),
		);
		const messages = emulator.store.messages(id);
		const files = messages.map((message) => `${id}-${message.id}-1.png`);
		expect(await saved()).toEqual({ [files[0]]: 900, [files[1]]: 800, [files[2]]: 70_000 });
		expect(
			messages.map(({ reactions }) => reactions.map(({ reactionType }) => reactionType)),
		).toEqual(Array(3).fill(['like']));
		const { claim, latestPicture } = emulator.store.conversation(id)!.metadata!;
		expect(claim).toBe('C-7');
		expect(files).toContain(latestPicture);
		for (const { headers } of emulator.mediaRequests) expect(headers.authorization).toBeUndefined();
	});

	it('takes several pictures of one message, and likes it once', async () => {
		const { emulator, n8n } = scene;
		emulator.dialect.carousel = 'oneMessage';

		const { conversationId, messageId } = await emulator.person.text(ADA, '', {
			channel: 'imessage',
			mediaUrls: [picture('front.png', 900), picture('back.png', 800)],
		});
		await n8n.waitForExecutions(workflow, 1);

		expect(await saved()).toEqual({
			[`${conversationId}-${messageId}-1.png`]: 900,
			[`${conversationId}-${messageId}-2.png`]: 800,
		});
		expect(emulator.requests.filter(({ path }) => path.endsWith('/reactions'))).toHaveLength(1);
	});

	it('thanks for an MMS in words, asks again for what is lost, and leaves texts alone', async () => {
		const { emulator, n8n } = scene;
		const { origin } = new URL(picture('any.png', 1));

		const { conversationId } = await emulator.person.text(ADA, 'The front', {
			channel: 'mms',
			mediaUrls: [picture('front.png', 900)],
		});
		await n8n.waitForExecutions(workflow, 1);
		await emulator.person.text(ADA, 'Did you get it?', { channel: 'sms' });
		await n8n.waitForExecutions(workflow, 2);
		await emulator.person.text(ADA, 'One more', {
			channel: 'mms',
			mediaUrls: [`${origin}/gone.png`],
		});
		const executions = await n8n.waitForExecutions(workflow, 3);

		expect(executions.map(({ status, error }) => error ?? status)).toEqual(
			Array(3).fill('success'),
		);
		const sent = emulator.store
			.messages(conversationId!)
			.filter(({ direction }) => direction === 'outbound');
		expect(sent.map(({ body }) => body)).toEqual([
			'Thank you, we have your picture.',
			'Sorry, your picture did not get through. Could you send it once more?',
		]);
		expect(Object.values(await saved())).toEqual([900]);
	});
});
