import { useScene } from '../harness/n8n/scene';
import { enter, readExample } from '../harness/example';

const ADA = '+14155550117';
const TEAM = '+14155550142';

describe('the example “hand over to a human”', () => {
	const scene = useScene();

	it('is silent while the state says so, and comes back when the team is done', async () => {
		const { emulator, n8n } = scene;
		const { id } = emulator.store.addConversation({ participant: ADA, metadata: { name: 'Ada' } });
		const draft = readExample('hand-over-to-human');
		enter(draft, 'The Team', 'team', TEAM);
		const workflow = await scene.saveWorkflow(draft);
		await n8n.activate(workflow);
		let executions = 0;
		const say = async (from: string, text: string) => {
			await emulator.person.text(from, text);
			return await n8n.waitForExecutions(workflow, ++executions);
		};
		const answersTo = (participant: string) =>
			emulator.requests
				.filter(({ path }) => path === '/v1/messages')
				.map(({ body }) => body as { to_number: string; body: string })
				.filter(({ to_number }) => to_number === participant)
				.map(({ body }) => body);
		const state = () => emulator.store.conversation(id)!.metadata;

		await say(ADA, 'Are you open?');
		expect(answersTo(ADA)).toEqual([expect.stringContaining('Write HUMAN')]);
		await say(ADA, 'I want to talk to a human');
		expect(answersTo(ADA).slice(1)).toEqual([
			'Of course. A colleague will write to you here in a moment.',
		]);
		expect(answersTo(TEAM)).toEqual([
			expect.stringMatching(
				/^\+14155550117 asks for a human[^]*> Are you open\?\n< Thanks[^]*\n> I want to talk to a human\n[^]*DONE \+14155550117$/,
			),
		]);
		expect(state()).toEqual({
			name: 'Ada',
			handover: { since: expect.any(String), because: 'I want to talk to a human' },
		});

		await say(ADA, 'Hello?');
		expect(answersTo(ADA)).toHaveLength(2);
		expect(answersTo(TEAM).slice(1)).toEqual([`${ADA}: Hello?`]);

		await say(TEAM, 'Done');
		expect(state()).toHaveProperty('handover');
		await say(TEAM, `Done ${ADA}`);
		expect(state()).toEqual({ name: 'Ada' });
		expect(answersTo(TEAM).at(-1)).toBe(`The bot answers ${ADA} again.`);
		const ended = await say(ADA, 'Thanks!');
		expect(answersTo(ADA)).toHaveLength(3);
		expect(ended.map(({ status, error }) => error ?? status)).toEqual(Array(6).fill('success'));
	});
});
