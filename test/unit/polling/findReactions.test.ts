import fc from 'fast-check';

import { beginning } from '../../../nodes/AgentPhonePollingTrigger/find/conversations';
import {
	findReactions,
	MOST_REMEMBERED,
} from '../../../nodes/AgentPhonePollingTrigger/find/reactions';
import type { State } from '../../../nodes/AgentPhonePollingTrigger/state';
import { PolledAccount, stored, timeFor } from '../../harness/polling/polledAccount';

const given = async () => 'given' as const;
const done = async () => 'done' as const;

/** The first poll, after which everything is news. */
async function begun(account: PolledAccount): Promise<State> {
	const start = await beginning(account.look());
	return stored((await findReactions(account.look(), start, done)).state);
}

const event = fc.record({
	/** More than are watched at once. */
	who: fc.integer({ min: 0, max: 69 }),
	kind: fc.constantFrom('react', 'react', 'write', 'reactOfAgent', 'remove'),
	gap: fc.constantFrom(0, 0, 1, 90, 400),
});
const round = fc.record({
	events: fc.array(event, { maxLength: 12 }),
	/** What happens while the poll asks. */
	meanwhile: fc.array(event, { maxLength: 4 }),
	/** How often there is time to look at more. */
	looks: fc.constantFrom(0, 1, 3, 99),
	/** Whether n8n ends before it has stored what came of the poll. */
	isLost: fc.boolean(),
});

it('hands on each reaction once, over ties of time, a list that moves, polls that are cut off, and restarts', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(round, { maxLength: 8 }),
			fc.constantFrom(7, 100),
			async (rounds, pageSize) => {
				const account = new PolledAccount();
				account.pageSize = pageSize;
				for (let who = 0; who < 70; who++) account.write(who, 30);
				let state = await begun(account);
				const made = new Map<string, number>();
				const handed: string[] = [];
				const happen = ({ who, kind, gap }: { who: number; kind: string; gap: number }) => {
					if (kind === 'write') account.write(who, gap);
					if (kind === 'reactOfAgent') account.react(who, gap, 'outbound');
					const id = kind === 'react' ? account.react(who, gap) : undefined;
					if (id) made.set(id, who);
					if (kind !== 'remove') return;
					account.remove(who);
					// What was not told of before its conversation is gone, nobody can tell of.
					for (const [each, of] of made) if (of === who) made.delete(each);
				};
				const poll = async (looks: number, isLost: boolean) => {
					const look = account.look(timeFor(looks));
					const { things, state: next } = await findReactions(look, state, given);
					if (isLost) return;
					state = stored(next);
					handed.push(...things.map(({ reaction }) => reaction.id));
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
				for (let turn = 0; turn < 12; turn++) await poll(99, false);
				expect(new Set(handed).size).toBe(handed.length);
				for (const id of made.keys()) expect(handed).toContain(id);
			},
		),
		{ numRuns: 150 },
	);
});

it('in a conversation far down the list comes when it is its turn', async () => {
	const account = new PolledAccount();
	for (let who = 0; who < 130; who++) account.write(who, 60);
	let state = await begun(account);
	const id = account.react(0, 5);
	const found: string[] = [];
	for (let poll = 0; poll < 7; poll++) {
		account.requests = 0;
		const { things, state: next } = await findReactions(account.look(), state, given);
		state = stored(next);
		found.push(...things.map(({ reaction }) => reaction.id));
		expect(account.requests).toBeLessThanOrEqual(3 + 40);
	}
	expect(found).toEqual([id]);
});

it('of many, the oldest are forgotten, and none is told of again', async () => {
	const account = new PolledAccount();
	account.write(1, 60);
	let state = await begun(account);
	for (let count = 0; count < MOST_REMEMBERED + 200; count++) account.react(1, 1);
	const first = await findReactions(account.look(), state, given);
	expect(first.things).toHaveLength(MOST_REMEMBERED + 200);
	state = stored(first.state);
	expect(state.handed.size).toBeLessThanOrEqual(MOST_REMEMBERED);
	expect((await findReactions(account.look(), state, given)).things).toEqual([]);
	const id = account.react(1, 0);
	const { things } = await findReactions(account.look(), state, given);
	expect(things.map(({ reaction }) => reaction.id)).toEqual([id]);
});
