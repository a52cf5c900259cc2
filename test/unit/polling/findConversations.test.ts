import fc from 'fast-check';

import {
	findActive,
	findChanged,
	MOST_WATCHED,
} from '../../../nodes/AgentPhonePollingTrigger/find/changed';
import { beginning } from '../../../nodes/AgentPhonePollingTrigger/find/conversations';
import {
	PolledAccount,
	stored,
	timeFor,
	type Versioned,
} from '../../harness/polling/polledAccount';

const FINDERS = { activity: findActive, 'activity and metadata': findChanged };

const event = fc.record({
	who: fc.integer({ min: 0, max: 24 }),
	kind: fc.constantFrom('write', 'write', 'change', 'remove'),
	gap: fc.constantFrom(0, 0, 0, 1, 90, 400),
});
const round = fc.record({
	events: fc.array(event, { maxLength: 15 }),
	/** What happens while the poll asks. */
	meanwhile: fc.array(event, { maxLength: 5 }),
	/** How often there is time for another page. */
	looks: fc.constantFrom(0, 1, 2, 99),
	/** Whether n8n ends before it has stored what came of the poll. */
	isLost: fc.boolean(),
});

it.each(Object.entries(FINDERS))(
	'hands on each conversation with new %s once, over ties of time, a list that moves, polls that are cut off, and restarts',
	async (what, find) => {
		const isWatched = (kind: string) => kind === 'write' || what !== 'activity';
		await fc.assert(
			fc.asyncProperty(
				fc.array(round, { maxLength: 8 }),
				fc.constantFrom(3, 10, 100),
				async (rounds, pageSize) => {
					const account = new PolledAccount();
					account.pageSize = pageSize;
					for (let who = 0; who < 20; who++) account.write(who, who % 3);
					let { state } = await find(account.look(), await beginning(account.look()));
					state = stored(state);
					/** By conversation, what it was like when it was last told of. */
					const told = new Map(account.conversations.map(({ id, version }) => [id, version]));
					/** By conversation, the last that happened in it. */
					const last = new Map<string, number>();
					const happen = ({ who, kind, gap }: { who: number; kind: string; gap: number }) => {
						const id = account.idOf(who);
						if (kind === 'write') account.write(who, gap);
						if (kind === 'change') account.change(who);
						if (kind === 'remove') {
							account.remove(who);
							last.delete(id);
						}
						const conversation = account.conversations.find((each) => each.id === id);
						if (conversation && isWatched(kind)) last.set(id, conversation.version);
					};
					const poll = async (looks: number, isLost: boolean) => {
						const { things, state: next } = await find(account.look(timeFor(looks)), state);
						if (isLost) return;
						state = stored(next);
						for (const { id, version } of things as unknown as Versioned[]) {
							expect(version).toBeGreaterThan(told.get(id) ?? 0);
							told.set(id, version);
						}
					};
					for (const { events, meanwhile, looks, isLost } of rounds) {
						events.forEach(happen);
						const left = [...meanwhile];
						account.meanwhile = () => {
							const next = left.shift();
							if (next) happen(next);
						};
						await poll(looks, isLost);
						account.meanwhile = () => {};
					}
					for (let turn = 0; turn < 3; turn++) await poll(99, false);
					for (const [id, version] of last)
						expect(told.get(id) ?? 0).toBeGreaterThanOrEqual(version);
				},
			),
			{ numRuns: 250 },
		);
	},
);

describe('metadata', () => {
	it('of a long list is looked through in parts, and what is remembered has an end', async () => {
		const account = new PolledAccount();
		for (let who = 0; who < MOST_WATCHED + 300; who++) account.write(who, 1);
		let { state } = await findChanged(account.look(), await beginning(account.look()));
		const polls = async (count: number) => {
			const found: string[] = [];
			for (let poll = 0; poll < count; poll++) {
				account.requests = 0;
				const { things, state: next } = await findChanged(account.look(), state);
				state = stored(next);
				expect(account.requests).toBeLessThanOrEqual(1 + 50);
				found.push(...things.map(({ id }) => id));
			}
			return found;
		};
		expect(await polls(4)).toEqual([]);
		expect(state.looked.size).toBeLessThanOrEqual(MOST_WATCHED);
		account.change(MOST_WATCHED + 299);
		account.change(400);
		expect((await polls(4)).sort()).toEqual([`conv_${MOST_WATCHED + 299}`, 'conv_400'].sort());
	}, 60_000);

	it('is the same in another order of its keys', async () => {
		const account = new PolledAccount();
		account.write(1, 1);
		const [conversation] = account.conversations;
		conversation!.metadata = { stage: 'new', crm: { id: 1, owner: 'Ada' } };
		const { state } = await findChanged(account.look(), await beginning(account.look()));
		conversation!.metadata = { crm: { owner: 'Ada', id: 1 }, stage: 'new' };
		expect((await findChanged(account.look(), state)).things).toEqual([]);
	});
});
