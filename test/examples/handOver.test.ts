import { useScene } from '../harness/n8n/scene';
import { enter, readExample } from '../harness/example';

const ADA = '+14155550117';
const TEAM = '+14155550142';

describe('the example “hand over to a human”', () => {
	const scene = useScene();

	it('is silent until the time in the metadata, and then the bot answers again', async () => {
		const { emulator, n8n } = scene;
		const { id } = emulator.store.addConversation({ participant: ADA, metadata: { name: 'Ada' } });
		const draft = readExample('hand-over-to-human');
		enter(draft, 'The Team', 'team', TEAM);
		const workflow = await scene.saveWorkflow(draft);
		await n8n.activate(workflow);
		let executions = 0;
		const say = async (text: string) => {
			await emulator.person.text(ADA, text);
			return await n8n.waitForExecutions(workflow, ++executions);
		};
		const answersTo = (participant: string) =>
			emulator.requests
				.filter(({ path }) => path === '/v1/messages')
				.map(({ body }) => body as { to_number: string; body: string })
				.filter(({ to_number }) => to_number === participant)
				.map(({ body }) => body);
		const state = () => emulator.store.conversation(id)!.metadata;

		await say('Are you open?');
		expect(answersTo(ADA)).toEqual([expect.stringContaining('Write HUMAN')]);
		await say('I want to talk to a human');
		expect(answersTo(ADA).slice(1)).toEqual([
			'Of course. A colleague will write to you here in a moment.',
		]);
		const { pausedUntil } = state() as { pausedUntil: string };
		expect(state()).toEqual({ name: 'Ada', pausedUntil });
		const hours = (Date.parse(pausedUntil) - Date.now()) / 3_600_000;
		expect(hours).toBeGreaterThan(11.9);
		expect(hours).toBeLessThanOrEqual(12);
		expect(answersTo(TEAM)).toEqual([
			expect.stringMatching(
				/^\+14155550117 asks for a human[^]*> Are you open\?\n< Thanks[^]*\n> I want to talk to a human\n[^]*silent there until 2\d{3}-/,
			),
		]);

		const {
			deliveries: [left],
		} = await emulator.person.text(ADA, 'Hello?');
		expect(left?.state).toBe('delivered');
		emulator.store.setMetadata(id, { name: 'Ada', pausedUntil: new Date().toISOString() });
		const ended = await say('Thanks!');
		expect(answersTo(ADA)).toHaveLength(3);
		expect(ended.map(({ status, error }) => error ?? status)).toEqual(Array(3).fill('success'));
	});
});
