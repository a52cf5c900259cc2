import { findChanged } from '../../../nodes/AgentPhonePollingTrigger/find/changed';
import { beginning } from '../../../nodes/AgentPhonePollingTrigger/find/conversations';
import type { Look } from '../../../nodes/AgentPhonePollingTrigger/find/look';
import { findMessages } from '../../../nodes/AgentPhonePollingTrigger/find/messages';
import { findReactions } from '../../../nodes/AgentPhonePollingTrigger/find/reactions';
import type { Conversation } from '../../../nodes/api/model/types';

const DAY = 86_400;
const at = (seconds: number) =>
	new Date(Date.parse('2026-01-31T12:00:00Z') + seconds * 1_000).toISOString();

/** A conversation in which a person wrote one text and reacted to it, both at that time; never, without a time. */
function conversation(id: string, seconds?: number): Conversation {
	const time = seconds === undefined ? null : at(seconds);
	const reactions = [
		{ id: `react_${id}`, reactionType: 'like', direction: 'inbound', createdAt: time },
	];
	const message = { id: `msg_${id}`, body: id, direction: 'inbound', receivedAt: time, reactions };
	const messages = time === null ? [] : [message];
	return { id, lastMessageAt: time, messageCount: messages.length, messages } as never;
}

interface Circumstances {
	hasTime?: () => boolean;
	/** The conversation that AgentPhone fails to read. */
	failing?: string;
}

function look(rows: Conversation[], { hasTime = () => true, failing }: Circumstances = {}): Look {
	return {
		filters: {},
		hasTime,
		reader: {
			listConversations: async ({ limit, offset }) => ({
				data: structuredClone(rows.slice(offset, offset + limit)),
				total: rows.length,
				hasMore: offset + limit < rows.length,
			}),
			conversation: async (id) => {
				if (id === failing) throw new Error('AgentPhone cannot read it');
				return structuredClone(rows.find((row) => row.id === id));
			},
			listMessages: async () => ({ data: [], hasMore: false }),
		},
	};
}

const once = () => {
	let left = 1;
	return () => left-- > 0;
};
const done = async () => 'done' as const;
const given = async () => 'given' as const;
const past = (count: number) =>
	Array.from({ length: count }, (_, index) => conversation(`old_${index}`, -index * DAY));

describe('where a conversation without any activity is listed first', () => {
	it('no message from before polling began is new', async () => {
		const rows = [conversation('empty'), ...past(30)];
		const begun = await beginning(look(rows));
		const { state } = await findMessages(look(rows, { hasTime: once() }), begun, done);
		expect((await findMessages(look(rows), state, given)).things).toEqual([]);
	});

	it('no reaction from before polling began is new', async () => {
		const rows = [conversation('empty'), ...past(40)];
		const { state } = await findReactions(look(rows), await beginning(look(rows)), done);
		const [risen] = rows.splice(35, 1);
		rows.splice(1, 0, { ...risen, lastMessageAt: at(10) });
		expect((await findReactions(look(rows), state, given)).things).toEqual([]);
	});
});

it('gives the first conversation of an account, with metadata changes as well', async () => {
	const rows: Conversation[] = [];
	const { state } = await findChanged(look(rows), await beginning(look(rows)));
	rows.push(conversation('first', 5));
	const { things, state: next } = await findChanged(look(rows), state);
	expect(things.map(({ id }) => id)).toEqual(['first']);
	expect((await findChanged(look(rows), next)).things).toEqual([]);
});

it('hands on the messages of others while one conversation cannot be read, and its own later', async () => {
	const rows = past(1);
	let { state } = await findMessages(look(rows), await beginning(look(rows)), done);
	rows.unshift(conversation('failing', 1));
	rows.unshift(conversation('other', 2));
	const failing = look(rows, { failing: 'failing' });

	const first = await findMessages(failing, state, given);
	expect(first.things.map(({ message }) => message.id)).toEqual(['msg_other']);
	({ state } = first);
	await expect(findMessages(failing, state, given)).rejects.toThrow('AgentPhone cannot read it');
	const last = await findMessages(look(rows), state, given);
	expect(last.things.map(({ message }) => message.id)).toEqual(['msg_failing']);
});
