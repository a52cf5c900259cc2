import fc from 'fast-check';

import { beginning } from '../../../nodes/AgentPhonePollingTrigger/find/conversations';
import { findMessages } from '../../../nodes/AgentPhonePollingTrigger/find/messages';
import { PolledAccount, stored, timeFor } from '../../harness/polling/polledAccount';

const writing = fc.record({
	who: fc.integer({ min: 0, max: 8 }),
	/** Seconds since what was written before. */
	gap: fc.constantFrom(0, 0, 0, 1, 5, 90, 400),
	isAnswer: fc.boolean(),
});
const round = fc.record({
	writings: fc.array(writing, { maxLength: 30 }),
	/** What is written while the poll asks. */
	meanwhile: fc.array(writing, { maxLength: 5 }),
	/** How often there is time to look at more. */
	looks: fc.constantFrom(0, 1, 2, 99),
	/** Whether n8n ends before it has stored what came of the poll. */
	isLost: fc.boolean(),
});

it('hands on each message once, over ties of time, a list that moves, polls that are cut off, and restarts', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(writing), fc.array(round, { maxLength: 8 }), async (past, rounds) => {
			const account = new PolledAccount();
			for (const { who, gap } of past) account.write(who, gap);
			const begun = await beginning(account.look());
			let state = stored((await findMessages(account.look(), begun, async () => 'done')).state);
			const written: string[] = [];
			const given: string[] = [];
			const pollOnce = async (looks: number, isLost: boolean) => {
				const look = account.look(timeFor(looks));
				const { things, state: next } = await findMessages(look, state, async () => 'given');
				if (isLost) return;
				state = stored(next);
				given.push(...things.map(({ message }) => message.id));
			};
			const write = ({ who, gap, isAnswer }: { who: number; gap: number; isAnswer: boolean }) => {
				const id = account.write(who, gap, isAnswer ? 'outbound' : 'inbound');
				if (!isAnswer) written.push(id);
			};
			for (const { writings, meanwhile, looks, isLost } of rounds) {
				writings.forEach(write);
				const left = [...meanwhile];
				account.meanwhile = () => {
					const next = left.shift();
					if (next) write(next);
				};
				await pollOnce(looks, isLost);
				account.meanwhile = () => {};
			}
			await pollOnce(99, false);
			expect([...given].sort()).toEqual([...written].sort());
		}),
		{ numRuns: 1_500 },
	);
});

it('costs one request when there is nothing new', async () => {
	const account = new PolledAccount();
	for (let who = 0; who < 300; who++) account.write(who, 60);
	let state = await beginning(account.look());
	state = (await findMessages(account.look(), state, async () => 'done')).state;
	account.write(7, 60);
	state = (await findMessages(account.look(), state, async () => 'given')).state;
	for (let poll = 0; poll < 3; poll++) {
		account.requests = 0;
		const { things, state: next } = await findMessages(account.look(), state, async () => 'given');
		state = next;
		expect(things).toEqual([]);
		expect(account.requests).toBe(1);
	}
	expect(state.looked.size).toBeLessThan(5);
	expect(state.handed.size).toBeLessThan(5);
});

it('what an execution could not be resumed with comes back', async () => {
	const account = new PolledAccount();
	const look = account.look();
	let state = await beginning(look);
	const id = account.write(1, 10);
	const first = await findMessages(look, state, async () => 'later');
	expect(first.things).toEqual([]);
	state = stored(first.state);
	const second = await findMessages(look, state, async () => 'given');
	expect(second.things.map(({ message }) => message.id)).toEqual([id]);
});
