import type { Look } from '../../../nodes/AgentPhonePollingTrigger/find/look';
import { readState, writeState, type State } from '../../../nodes/AgentPhonePollingTrigger/state';
import type { Conversation, Message } from '../../../nodes/api/model/types';

const START = Date.parse('2026-01-31T12:00:00Z');

/** A conversation, and how often anything happened in the account until something did in it. */
export type Versioned = Conversation & { version: number };

/** AgentPhone's conversations, as far as polls see them. Times are printed in whole seconds, so that many tie. */
export class PolledAccount {
	readonly conversations: Versioned[] = [];
	requests = 0;
	/** Rows of a page of the list, whatever is asked for. */
	pageSize = 100;
	/** Happens before a request is answered. */
	meanwhile: () => void = () => {};
	/** How many conversations with somebody were removed. */
	private readonly removed = new Map<number, number>();
	private made = 0;
	/** Seconds. */
	private now = 0;

	/** @returns the message's ID */
	write(who: number, gap: number, direction: Message['direction'] = 'inbound'): string {
		const receivedAt = this.later(gap);
		const conversation = this.with(who) ?? this.begin(who);
		const message = {
			id: `msg_${++this.made}`,
			body: '',
			direction,
			receivedAt,
			reactions: [],
		} as unknown as Message;
		conversation.messages.push(message);
		conversation.messageCount++;
		conversation.lastMessageAt = receivedAt;
		conversation.version = this.made;
		// To the head of the list, before those of the same time.
		this.conversations.splice(this.conversations.indexOf(conversation), 1);
		this.conversations.unshift(conversation);
		return message.id;
	}

	/** To the newest message. @returns the reaction's ID; `undefined` where there is nothing to react to */
	react(who: number, gap: number, direction: Message['direction'] = 'inbound') {
		const createdAt = this.later(gap);
		const message = this.with(who)?.messages.at(-1);
		if (!message) return undefined;
		const id = `react_${++this.made}`;
		message.reactions!.push({ id, reactionType: 'like', fromNumber: '', direction, createdAt });
		return id;
	}

	/** Changes the metadata to something that it never was. */
	change(who: number): void {
		const conversation = this.with(who);
		if (!conversation) return;
		conversation.version = ++this.made;
		conversation.metadata = { stage: conversation.version };
	}

	/** Who writes again begins another conversation. */
	remove(who: number): void {
		const conversation = this.with(who);
		if (!conversation) return;
		this.conversations.splice(this.conversations.indexOf(conversation), 1);
		this.removed.set(who, (this.removed.get(who) ?? 0) + 1);
	}

	/** The ID of the conversation with somebody, which need not exist. */
	idOf(who: number): string {
		return ['conv', who, this.removed.get(who)].filter((part) => part !== undefined).join('_');
	}

	look(hasTime: () => boolean = () => true): Look {
		const answer = <Value>(value: () => Value): Value => {
			this.requests++;
			this.meanwhile();
			return structuredClone(value());
		};
		return {
			filters: {},
			hasTime,
			reader: {
				listConversations: async ({ limit, offset }) =>
					answer(() => {
						const end = offset + Math.min(limit, this.pageSize);
						return {
							data: this.conversations.slice(offset, end),
							total: this.conversations.length,
							hasMore: end < this.conversations.length,
						};
					}),
				conversation: async (id) => answer(() => this.conversations.find((each) => each.id === id)),
				listMessages: async () => ({ data: [], hasMore: false }),
			},
		};
	}

	private with(who: number): Versioned | undefined {
		const wanted = this.idOf(who);
		return this.conversations.find(({ id }) => id === wanted);
	}

	private begin(who: number): Versioned {
		const conversation = {
			id: this.idOf(who),
			messages: [],
			messageCount: 0,
			version: 0,
		} as unknown as Versioned;
		this.conversations.push(conversation);
		return conversation;
	}

	private later(gap: number): string {
		this.now += gap;
		return `${new Date(START + this.now * 1_000).toISOString().slice(0, 19)}Z`;
	}
}

/** What n8n keeps, as it comes back from its database. */
export function stored(state: State): State {
	const data = {};
	writeState(data, 'message', state);
	return readState(JSON.parse(JSON.stringify(data)) as never, 'message')!;
}

/** Time for so many looks. */
export function timeFor(looks: number): () => boolean {
	let left = looks;
	return () => left-- > 0;
}
