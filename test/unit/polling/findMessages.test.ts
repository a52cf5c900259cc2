import fc from 'fast-check';

import type { Look } from '../../../nodes/AgentPhonePollingTrigger/find/look';
import { beginning } from '../../../nodes/AgentPhonePollingTrigger/find/conversations';
import { findMessages } from '../../../nodes/AgentPhonePollingTrigger/find/messages';
import { readState, writeState, type State } from '../../../nodes/AgentPhonePollingTrigger/state';
import type { Conversation, Message } from '../../../nodes/api/model/types';

const START = Date.parse('2026-01-31T12:00:00Z');

/** AgentPhone's conversations, as far as polls see them. Times are printed in whole seconds, so that many tie. */
class Account {
	readonly conversations: Conversation[] = [];
	requests = 0;
	private made = 0;
	/** Seconds. */
	private now = 0;

	write(who: number, gap: number, direction: Message['direction'] = 'inbound'): string {
		this.now += gap;
		const receivedAt = `${new Date(START + this.now * 1_000).toISOString().slice(0, 19)}Z`;
		const id = `conv_${who}`;
		let conversation = this.conversations.find((each) => each.id === id);
		if (!conversation) {
			conversation = { id, messages: [], messageCount: 0 } as unknown as Conversation;
			this.conversations.push(conversation);
		}
		const message = { id: `msg_${++this.made}`, body: '', direction, receivedAt } as Message;
		conversation.messages.push(message);
		conversation.messageCount++;
		conversation.lastMessageAt = receivedAt;
		// To the head of the list, before those of the same time.
		this.conversations.splice(this.conversations.indexOf(conversation), 1);
		this.conversations.unshift(conversation);
		return message.id;
	}

	look(hasTime: () => boolean): Look {
		return {
			filters: {},
			hasTime,
			reader: {
				listConversations: async ({ limit, offset }) => {
					this.requests++;
					const data = this.conversations.slice(offset, offset + limit);
					return {
						data: structuredClone(data),
						total: this.conversations.length,
						hasMore: offset + limit < this.conversations.length,
					};
				},
				conversation: async (id) => {
					this.requests++;
					return structuredClone(this.conversations.find((each) => each.id === id));
				},
				listMessages: async () => ({ data: [], hasMore: false }),
			},
		};
	}
}

/** What n8n keeps, as it comes back from its data base. */
function stored(state: State): State {
	const data = {};
	writeState(data, 'message', state);
	return readState(JSON.parse(JSON.stringify(data)) as never, 'message')!;
}

const writing = fc.record({
	who: fc.integer({ min: 0, max: 8 }),
	/** Seconds since what was written before. */
	gap: fc.constantFrom(0, 0, 0, 1, 5, 90, 400),
	isAnswer: fc.boolean(),
});
const round = fc.record({
	writings: fc.array(writing, { maxLength: 30 }),
	/** How often there is time to look at more. */
	looks: fc.constantFrom(0, 1, 2, 99),
	/** Whether n8n ends before it has stored what came of the poll. */
	isLost: fc.boolean(),
});

it('hands on each message once, over ties of time, polls that are cut off, and restarts', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(writing), fc.array(round, { maxLength: 8 }), async (past, rounds) => {
			const account = new Account();
			for (const { who, gap } of past) account.write(who, gap);
			const begun = await beginning(account.look(() => true));
			let state = stored(
				(
					await findMessages(
						account.look(() => true),
						begun,
						async () => 'done',
					)
				).state,
			);
			const written: string[] = [];
			const given: string[] = [];
			const pollOnce = async (looks: number, isLost: boolean) => {
				let left = looks;
				const look = account.look(() => left-- > 0);
				const { things, state: next } = await findMessages(look, state, async () => 'given');
				if (isLost) return;
				state = stored(next);
				given.push(...things.map(({ message }) => message.id));
			};
			for (const { writings, looks, isLost } of rounds) {
				for (const { who, gap, isAnswer } of writings) {
					const id = account.write(who, gap, isAnswer ? 'outbound' : 'inbound');
					if (!isAnswer) written.push(id);
				}
				await pollOnce(looks, isLost);
			}
			await pollOnce(99, false);
			expect([...given].sort()).toEqual([...written].sort());
		}),
		{ numRuns: 1_500 },
	);
});

it('costs one request when there is nothing new', async () => {
	const account = new Account();
	for (let who = 0; who < 300; who++) account.write(who, 60);
	const all = () => true;
	let state = await beginning(account.look(all));
	state = (await findMessages(account.look(all), state, async () => 'done')).state;
	account.write(7, 60);
	state = (await findMessages(account.look(all), state, async () => 'given')).state;
	for (let poll = 0; poll < 3; poll++) {
		account.requests = 0;
		const { things, state: next } = await findMessages(
			account.look(all),
			state,
			async () => 'given',
		);
		state = next;
		expect(things).toEqual([]);
		expect(account.requests).toBe(1);
	}
	expect(state.looked.size).toBeLessThan(5);
	expect(state.handed.size).toBeLessThan(5);
});

it('what an execution could not be resumed with comes back', async () => {
	const account = new Account();
	const look = account.look(() => true);
	let state = await beginning(look);
	const id = account.write(1, 10);
	const first = await findMessages(look, state, async () => 'later');
	expect(first.things).toEqual([]);
	state = stored(first.state);
	const second = await findMessages(look, state, async () => 'given');
	expect(second.things.map(({ message }) => message.id)).toEqual([id]);
});
