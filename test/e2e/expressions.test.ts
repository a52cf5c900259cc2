import type { INodeParameters } from 'n8n-workflow';

import { useScene } from '../harness/n8n/scene';
import { agentPhone, byId, MANUAL, manualTrigger } from '../harness/n8n/workflows';

const ADA = '+442079460958';

/** What is refused of what an expression gives, in the engine that evaluates expressions in a running n8n. */
const REFUSED: Array<[what: string, parameters: INodeParameters, error: RegExp]> = [
	[
		'A menu value that there is not',
		{ operation: 'send', toNumber: ADA, body: 'Hi', options: { sendStyle: '={{ "sparkle" }}' } },
		/^The field Send Style must be one of/,
	],
	[
		'A menu value that is nothing',
		{ operation: 'getAll', conversationId: byId('conv_1'), options: { sort: '={{ $json.sort }}' } },
		/^The field Sort must be one of/,
	],
	[
		'A filter that is nothing',
		{
			resource: 'conversation',
			operation: 'getAll',
			filters: { participant: '={{ $json.phone }}' },
		},
		/^Participant is empty/,
	],
	[
		'A sender that is nothing',
		{ operation: 'send', toNumber: ADA, body: 'Hi', options: { fromNumber: '={{ $json.line }}' } },
		/^From Number is empty/,
	],
	[
		'A day that is ambiguous',
		{
			operation: 'getAll',
			conversationId: byId('conv_1'),
			filters: { after: '={{ "02/01/2026" }}' },
		},
		/^The field After must be a date and time/,
	],
	[
		'Recipients that are objects',
		{
			operation: 'send',
			sendTo: 'newGroup',
			recipients: '={{ [{ phone: "+14155550101" }, { phone: "+14155550102" }] }}',
			body: 'Hi',
		},
		/^The field Recipients must hold text/,
	],
	[
		'A number that is blank',
		{ operation: 'getAll', conversationId: byId('conv_1'), limit: '={{ " " }}' },
		/^The field Limit must be a number/,
	],
];

describe('values of expressions', () => {
	const scene = useScene();

	/** Runs nodes one after the other, each of which may fail, and gives the first item of each. */
	async function run(nodes: Array<[name: string, parameters: INodeParameters]>) {
		const { n8n } = scene;
		const workflow = await scene.save([
			manualTrigger(),
			...nodes.map(([name, parameters]) => ({
				...agentPhone(name, { resource: 'message', ...parameters }),
				onError: 'continueRegularOutput' as const,
			})),
		]);
		const execution = await n8n.runManually(workflow, MANUAL);
		return nodes.map(([name]) => execution.items(name)[0]?.json);
	}

	it('that are not what the field says are refused before any request', async () => {
		const items = await run(REFUSED.map(([name, parameters]) => [name, parameters]));
		items.forEach((item, index) => {
			const [name, , error] = REFUSED[index]!;
			expect({ name, error: item?.error }).toEqual({ name, error: expect.stringMatching(error) });
		});
		expect(scene.emulator.requests.map(({ path }) => path)).toEqual([]);
	});

	it('that are what the field says in other words are taken', async () => {
		const { store } = scene.emulator;
		const { id } = store.addConversation({ participant: ADA });
		store.addMessage(id, { body: 'Old', receivedAt: '2026-01-31T10:59:59Z' });
		store.addMessage(id, { body: 'New', receivedAt: '2026-01-31T11:00:00Z', channel: 'sms' });
		const [sent, read] = await run([
			[
				'Send',
				{ operation: 'send', toNumber: '={{ "\\u202A+44 (0)20 7946 0958\\u202C" }}', body: 'Hi' },
			],
			[
				'Read',
				{
					operation: 'getAll',
					conversationId: byId(id),
					filters: {
						after: '={{ DateTime.fromISO("2026-01-31T12:00:00+01:00") }}',
						direction: '={{ "Inbound" }}',
						channel: '={{ "SMS" }}',
					},
				},
			],
		]);
		expect(sent).toMatchObject({ to_number: ADA, conversation_id: id });
		expect(read).toMatchObject({ body: 'New' });
	});
});
